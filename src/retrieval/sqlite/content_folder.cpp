#include "retrieval/sqlite/content_folder.hpp"

#include "base/ascii.hpp"
#include "base/descriptor.hpp"
#include "base/private_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace parley::retrieval {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".part";  // ends the name of a copy that is being written
constexpr std::size_t hash_length_min = 8;

error failed(std::string_view doing, int system_error)
{
    if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG)
        return {errc::storage,
                "cannot keep a copy of the file: the disk is full: free some space and try again"};
    return {errc::storage, "cannot keep a copy of the file: " + std::string(doing) + ": " +
                               std::generic_category().message(system_error)};
}

result<void> write_all(int to, const char* bytes, std::size_t count)
{
    while (count > 0) {
        const auto written = ::write(to, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("writing", errno);
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return {};
}

result<void> copy_durably(const fs::path& from, const fs::path& to)
{
    const descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!source) return failed("opening it", errno);
    const descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!target) return failed("creating the copy", errno);

    std::array<char, 64 * 1024> buffer;
    for (;;) {
        const auto got = ::read(source.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("reading it", errno);
        if (got == 0) break;
        auto written = write_all(target.get(), buffer.data(), static_cast<std::size_t>(got));
        if (!written) return written;
    }
    if (::fsync(target.get()) != 0) return failed("writing it to disk", errno);
    return {};
}

}  // namespace

fs::path content_folder::path_of(std::string_view hash) const
{
    const bool is_hex = std::ranges::all_of(hash, [](char c) { return ascii::hex_value(c) >= 0; });
    if (!is_hex || hash.size() < hash_length_min) return {};
    return folder_ / hash.substr(0, 2) / hash;
}

result<void> content_folder::keep(const fs::path& file, std::string_view hash) const
{
    const fs::path kept = path_of(hash);
    if (kept.empty()) return error{errc::invalid_input, "a content hash is hex digits and nothing else"};
    std::error_code system;
    if (fs::exists(kept, system))
        return sync_names(kept);  // whoever made it may have been killed before that
    fs::create_directories(kept.parent_path(), system);
    if (system) return failed("making a folder for the copy", system.value());

    fs::path part = kept;
    part += unfinished;
    auto copied = copy_durably(file, part);
    if (!copied) {
        fs::remove(part, system);
        return copied;
    }
    fs::rename(part, kept, system);
    if (system) return failed("naming the copy", system.value());
    return sync_names(kept);
}

// A name is durable when every folder on the way to it is. Cheap for those in which nothing has changed.
result<void> content_folder::sync_names(const fs::path& kept) const
{
    for (const fs::path& folder : {kept.parent_path(), folder_, folder_.parent_path()})
        if (auto synced = sync_folder(folder); !synced) return synced;
    return {};
}

void content_folder::drop(std::string_view hash) const
{
    // A copy that stays is found by the next sweep, so a failure here is no loss.
    std::error_code ignored;
    if (const fs::path kept = path_of(hash); !kept.empty()) fs::remove(kept, ignored);
}

result<void> content_folder::sweep(const std::function<result<bool>(std::string_view hash)>& is_needed) const
{
    std::error_code system;
    for (fs::recursive_directory_iterator at(folder_, system), end; !system && at != end;
         at.increment(system)) {
        if (!at->is_regular_file(system)) continue;
        const std::string name = at->path().filename().string();
        bool keep_it = false;
        if (!name.ends_with(unfinished)) {
            auto needed = is_needed(name);
            if (!needed) return needed.error();
            keep_it = *needed;
        }
        std::error_code ignored;
        if (!keep_it) fs::remove(at->path(), ignored);
    }
    if (system && system != std::errc::no_such_file_or_directory)
        return error{errc::storage, "cannot list the kept copies: " + system.message()};
    return {};
}

}  // namespace parley::retrieval
