#include "mock/recorder/recording_folder.hpp"

#include "base/descriptor.hpp"
#include "base/whole_file.hpp"
#include "mock/fixtures/fixture_reader.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace parley::mock {
namespace {

constexpr std::size_t bytes_max = 16 * 1024 * 1024;  // of a file that the reader takes

error cannot_write(const std::filesystem::path& file)
{
    return {errc::storage, file.string() + " cannot be written: " + std::strerror(errno)};
}

constexpr std::string_view head_of_file = "version: 1\nfixtures:\n";

std::string head_of(const recorded_request& of)
{
    return std::string(head_of_file) + "  - name: " + of.name + "\n    when: " + of.conditions +
           "\n    then: fail\n    replies:\n";
}

result<void> write_whole(const std::filesystem::path& file, std::string_view text)
{
    const descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                                S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH));
    if (!out) return cannot_write(file);
    while (!text.empty()) {
        const auto written = ::write(out.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot_write(file);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

// As the reader of fixtures sees it.
result<void> check(const std::string& text)
{
    const auto read_back = read_fixtures(text, "");
    if (read_back.mistakes.empty()) return {};
    return error{errc::invalid_input,
                 "it cannot be said in a fixture file: " + read_back.mistakes.front().text};
}

// Or not there at all.
result<void> check_that_it_is_ours(const std::filesystem::path& file)
{
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) return {};
    const auto text = read_whole_file(file);
    if (!text) return error{text.error().code, file.string() + " " + text.error().detail};
    const std::string_view first = std::string_view(*text).substr(0, text->find('\n'));
    const bool is_ours = first.starts_with("# Recorded by parley mock from ") ||
                         first.starts_with("# Imported by parley mock from ");
    if (is_ours) return {};
    return error{errc::invalid_input,
                 file.string() + " is no recording, and is not replaced: move it away, or say --recordings"};
}

// Beside its place first, then into it.
result<void> replace(const std::filesystem::path& file, std::string_view text)
{
    if (text.size() > bytes_max)
        return error{errc::too_large, file.string() + " would be longer than a fixture file may be (16 MiB)"};
    const auto beside = file.parent_path() / ("." + file.filename().string() + ".part");
    auto written = write_whole(beside, text);
    std::error_code failed;
    if (written) {
        std::filesystem::rename(beside, file, failed);
        if (!failed) return {};
        written = error{errc::storage, file.string() + " cannot be written: " + failed.message()};
    }
    std::filesystem::remove(beside, failed);
    return written;
}

}  // namespace

result<std::string> recording_folder::text_so_far(const recorded_request& of,
                                                  const std::filesystem::path& file)
{
    const auto fresh = "# " + heading_ + ".\n" + head_of(of);
    const bool is_added_to = begun_.contains(of.name) || earlier_ == earlier_answers::add;
    if (!is_added_to) {
        if (auto ours = check_that_it_is_ours(file); !ours) return ours.error();
        return fresh;
    }
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) return fresh;
    auto text = read_whole_file(file);
    if (!text) return error{text.error().code, file.string() + " " + text.error().detail};
    const bool can_grow = text->find(head_of(of)) != text->npos && text->ends_with('\n');
    if (!can_grow)
        return error{errc::invalid_input,
                     file.string() + " was changed, and no answer can be added: move it away to record anew"};
    return text;
}

result<void> recording_folder::save(const recorded_request& of, const std::string& reply)
{
    const auto file = folder_ / (of.name + ".yaml");
    if (auto good = check(head_of(of) + reply); !good) return good;
    auto text = text_so_far(of, file);
    if (!text) return text.error();
    if (auto written = replace(file, *text + reply); !written) return written;
    begun_.insert(of.name);
    return {};
}

result<void> recording_folder::save_fixtures(const std::string& name, const std::string& fixtures)
{
    if (key_finder().has_key(fixtures))
        return error{errc::invalid_input, "it holds what looks like a key, and cannot be cleared of it"};
    if (auto good = check_fixtures(fixtures); !good) return good;
    const auto file = folder_ / (name + ".yaml");
    if (auto ours = check_that_it_is_ours(file); !ours) return ours;
    return replace(file, "# " + heading_ + ".\n" + std::string(head_of_file) + fixtures);
}

result<void> recording_folder::check_fixtures(const std::string& items)
{
    return check(std::string(head_of_file) + items);
}

}  // namespace parley::mock
