#include "mock/recorder/import.hpp"

#include "base/ascii.hpp"
#include "mock/recorder/aimock_file.hpp"
#include "mock/recorder/answer_file.hpp"
#include "mock/recorder/har_file.hpp"
#include "mock/recorder/located_json.hpp"
#include "mock/redact.hpp"

#include <iterator>
#include <set>

namespace parley::mock {
namespace {

constexpr std::string_view fixtures_of_aimock = "fixtures of aimock";

imported_file wrong_file(const std::string& file, std::size_t line, std::string sentence)
{
    imported_file made{.name = file};
    made.mistakes.push_back({file, line, std::move(sentence)});
    return made;
}

// What the files of one kind make no use of would be left out without a word.
std::optional<std::string> idle_option(const import_settings& settings, std::string_view kind)
{
    const auto nothing = [kind](std::string_view option) {
        return std::string(option) + " does nothing for " + std::string(kind) + ": leave it out";
    };
    if (settings.request) return nothing("--import-request");
    if (kind == fixtures_of_aimock && !settings.masked.empty()) return nothing("--mask");
    return std::nullopt;
}

// The first line is JSON by itself, and not all of it.
bool is_event_lines(std::string_view text, const std::string& file)
{
    text = ascii::trimmed_left(text);
    const auto first = text.substr(0, text.find('\n'));
    if (ascii::trimmed(text.substr(first.size())).empty()) return false;
    return !parse_located(first, file).wrong;
}

std::string name_of_file(const imported_file& of)
{
    auto name = redacted(std::filesystem::path(of.name).filename().string());
    for (auto& c : name)
        if (static_cast<unsigned char>(c) < ' ') c = '?';
    return name;
}

class saver {
public:
    explicit saver(const std::filesystem::path& folder) : folder_(folder, {}, earlier_answers::replace) {}

    result<void> save(imported_file& file)
    {
        folder_.use_heading("Imported by parley mock from " + name_of_file(file));
        for (const auto& each : file.exchanges) {
            auto text = to_reply_text(each.answer, each.of.keys);
            auto saved = text ? folder_.save(each.of, *text) : result<void>(text.error());
            if (saved) {
                ++made_.answers;
                names_.insert(each.of.name);
            } else if (saved.error().code == errc::storage) {
                return saved;
            } else {
                file.refused.push_back({file.name, 0, each.where + ": " + saved.error().detail});
            }
        }
        return file.fixtures.empty() ? result<void>() : save_fixtures(file);
    }

    import_report take()
    {
        made_.fixtures += names_.size();
        return std::move(made_);
    }

private:
    result<void> save_fixtures(imported_file& file)
    {
        const auto name = std::filesystem::path(file.name).stem().string();
        if (!files_.insert(name).second) {
            file.refused.push_back({file.name, 0, "a file of the same name is imported, too: rename one"});
            return {};
        }
        const auto clean = key_finder().without_keys(file.fixtures);
        auto saved = folder_.save_fixtures(name, clean);
        if (saved) {
            made_.answers += file.fixture_count;
            made_.fixtures += file.fixture_count;
        } else if (saved.error().code != errc::storage) {
            file.refused.push_back({file.name, 0, saved.error().detail});
            return {};
        }
        return saved;
    }

    recording_folder folder_;
    import_report made_;
    std::set<std::string> names_;  // of recorded fixtures
    std::set<std::string> files_;  // of fixtures that came as such
};

}  // namespace

imported_file read_import(std::string_view text, const std::string& file, const import_settings& settings)
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (is_event_lines(text, file)) return read_event_lines(text, file, settings);
    const auto whole = parse_located(text, file);
    if (whole.wrong) return wrong_file(file, whole.wrong->line, whole.wrong->text);
    if (const auto* members = whole.value.if_object()) {
        if (members->contains("version") && members->contains("fixtures"))
            return wrong_file(file, 1, "these are fixtures of parley already: there is nothing to import");
        if (const auto* log = object_in(*members, "log"); log && list_in(*log, "entries")) {
            if (const auto idle = idle_option(settings, "HAR")) return wrong_file(file, 0, *idle);
            return read_har(*log, file, settings);
        }
        if (const auto* fixtures = list_in(*members, "fixtures")) {
            if (const auto idle = idle_option(settings, fixtures_of_aimock))
                return wrong_file(file, 0, *idle);
            return read_aimock(*fixtures, file);
        }
        if (auto answer = read_whole_answer(ascii::trimmed(text), *members, file, settings))
            return std::move(*answer);
        const bool is_one_line = ascii::trimmed(text).find('\n') == text.npos;
        if (is_one_line && is_event(whole.value)) return read_event_lines(text, file, settings);
    }
    return wrong_file(file, 1,
                      "this is no HAR (`log` with `entries`), no answer of a model, no stream with one JSON "
                      "event per line, and no `fixtures` of aimock");
}

result<import_report> save_imported(std::vector<imported_file> files, const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return error{errc::storage, "the folder " + folder.string() + " cannot be made: " + failed.message() +
                                        "; check --recordings"};
    saver to(folder);
    for (auto& file : files)
        if (auto saved = to.save(file); !saved) return saved.error();
    auto made = to.take();
    for (auto& file : files) {
        std::ranges::move(file.others, std::back_inserter(made.others));
        std::ranges::move(file.refused, std::back_inserter(made.refused));
    }
    return made;
}

}  // namespace parley::mock
