#include "ingest/inbox/inbox.hpp"

#include "base/private_folder.hpp"
#include "ingest/file_kind.hpp"
#include "ingest/listing.hpp"
#include "ingest/public_name.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t name_bytes_max = 120;  // what a public name may have: a longer one would be cut

std::string known_kinds()
{
    std::string list;
    for (const auto extension : known_extensions()) list.append(list.empty() ? "" : " ").append(extension);
    return list;
}

fs::path resolved(const fs::path& folder)
{
    std::error_code failed;
    auto whole = fs::weakly_canonical(folder, failed);
    return failed ? folder : whole;
}

}  // namespace

inbox::inbox(fs::path data_folder, inbox_limits limits, log_sink& log)
    : data_(std::move(data_folder)), folder_(resolved(data_ / "uploads")), limits_(limits), log_(log)
{
}

inbox::~inbox()
{
    stop();
}

result<void> inbox::start(embedder* by)
{
    if (auto made = make_private_folder(data_); !made) return made;
    auto alone = retrieval::writer_lock::take(data_ / "uploads.lock");
    if (!alone && alone.error().code == errc::busy)
        return error{errc::busy,
                     "another server takes uploads into this data folder: stop it, serve without "
                     "--uploads, or use another --data folder"};
    if (!alone) return alone.error();
    alone_ = *std::move(alone);
    take_up_left();
    thread_ = std::thread([this, by] { work(by); });
    return {};
}

void inbox::stop_soon()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        stop_run_ = true;
    }
    changed_.notify_all();
}

void inbox::stop()
{
    stop_soon();
    if (thread_.joinable()) thread_.join();
}

result<std::string> inbox::name_for(std::string_view given)
{
    const auto slash = given.find_last_of("/\\");
    if (slash != std::string_view::npos) given.remove_prefix(slash + 1);
    if (given.empty()) return error{errc::invalid_input, "The file needs a name."};
    auto name = safe_name(given);
    if (kind_of(name) == file_kind::unknown)
        return error{errc::unsupported,
                     "Files of this type are not read. Those that are: " + known_kinds() + "."};
    if (name.size() > name_bytes_max)
        return error{errc::invalid_input,
                     "The file's name is too long: at most " + std::to_string(name_bytes_max) + " bytes."};
    return name;
}

result<std::unique_ptr<inbox::reception>> inbox::receive(const std::string& name, when_there then)
{
    if (auto reserved = reserve(name); !reserved) return reserved.error();
    const auto free = check_free(name, then);
    auto file = free ? received_file::begin_in(folder_) : result<received_file>(free.error());
    if (!file) {
        release(name);
        return file.error();
    }
    return std::make_unique<reception>(*this, name, *std::move(file));
}

result<void> inbox::reserve(const std::string& name)
{
    const std::lock_guard lock(mutex_);
    if (receiving_.size() >= limits_.receiving_max)
        return error{errc::busy, "The server is receiving as many files as it may.", std::chrono::seconds(5)};
    if (!receiving_.insert(name).second)
        return error{errc::busy, "A file of this name is being received.", std::chrono::seconds(5)};
    return {};
}

// The name that the file would have as a document must be its own: what people sent is never mixed with what
// `parley ingest` took from elsewhere.
result<void> inbox::check_free(const std::string& name, when_there then) const
{
    std::error_code unknown;
    const bool is_here = fs::exists(folder_ / name, unknown);
    if (is_here && then == when_there::refuse)
        return error{
            errc::invalid_input,
            "A document of this name is already there: send it with replace=yes, or under another name."};
    if (is_here) return {};

    const auto files = std::distance(fs::directory_iterator(folder_, unknown), fs::directory_iterator());
    if (static_cast<std::size_t>(files) >= limits_.files_max)
        return error{errc::busy, "There are " + std::to_string(limits_.files_max) +
                                     " documents, as many as may be uploaded: delete some first."};
    const auto store = retrieval::store::open(data_, retrieval::access::read);
    if (!store) return store.error().code == errc::not_found ? result<void>() : store.error();
    const auto known = store->find_by_name(name);
    if (!known) return known.error();
    if (*known && !owns(**known))
        return error{errc::invalid_input,
                     "A document of this name was taken in on the server: give the file another name."};
    return {};
}

bool inbox::owns(const retrieval::document& document) const
{
    return lies_below(document.source_path, folder_);
}

void inbox::release(const std::string& name)
{
    const std::lock_guard lock(mutex_);
    receiving_.erase(name);
}

void inbox::queue(const std::string& name, std::uintmax_t bytes)
{
    {
        const std::lock_guard lock(mutex_);
        receiving_.erase(name);
        const auto queued = std::ranges::find(waiting_, name, &job::name);
        if (queued == waiting_.end()) waiting_.push_back({name, bytes});
        // The old version of what is being read: no more of it is needed.
        if (current_ && current_->name == name) stop_run_ = true;
    }
    changed_.notify_all();
}

std::vector<inbox::job> inbox::under_way() const
{
    const std::lock_guard lock(mutex_);
    std::vector<job> all(waiting_.begin(), waiting_.end());
    if (current_) all.insert(all.begin(), *current_);
    return all;
}

void inbox::remove(const std::string& name, when_removed then)
{
    if (const auto there = check_removable(name); !there) return then(there.error());
    std::unique_lock locked(mutex_);
    if (stopping_) {
        locked.unlock();
        return then(stopping());
    }
    removals_.push_back({name, std::move(then)});
    // A run with another file goes on: whoever deletes much must not keep a large one from being read.
    if (current_ && current_->name == name) stop_run_ = true;
    changed_.notify_all();
}

result<void> inbox::check_removable(const std::string& name) const
{
    if (safe_name(name) != name) return no_such_document();
    const auto store = retrieval::store::open(data_, retrieval::access::read);
    if (!store && store.error().code != errc::not_found) return store.error();
    if (store)
        if (const auto known = find_removable(*store, name); !known || *known)
            return known ? result<void>() : known.error();
    std::error_code unknown;
    return fs::exists(folder_ / name, unknown) ? result<void>() : no_such_document();
}

// Nothing: the store does not know it.
result<std::optional<retrieval::document>> inbox::find_removable(const retrieval::store& in,
                                                                 const std::string& name) const
{
    auto known = in.find_by_name(name);
    if (known && *known && !owns(**known))
        return error{errc::invalid_input,
                     "This document was not uploaded: remove it from its folder on the "
                     "server and run parley ingest --prune."};
    return known;
}

error inbox::no_such_document()
{
    return {errc::not_found, "There is no such document."};
}

error inbox::stopping()
{
    return {errc::busy, "The server is stopping."};
}

result<void> inbox::reception::write(std::string_view bytes)
{
    bytes_ += bytes.size();
    if (bytes_ > of_.limits_.file_bytes_max)
        return error{errc::too_large, "The file is larger than the limit of " +
                                          std::to_string(of_.limits_.file_bytes_max >> 20U) + " MiB."};
    if (first_bytes_.size() < first_bytes_wanted)
        first_bytes_ += bytes.substr(0, first_bytes_wanted - first_bytes_.size());
    return file_.write(bytes);
}

result<void> inbox::reception::keep()
{
    if (bytes_ == 0) return error{errc::invalid_input, "The file is empty."};
    if (const auto found = contradiction(kind_of(name_), first_bytes_); !found.empty())
        return error{errc::unsupported,
                     "The file is " + std::string(found) + ", which its name does not say."};
    if (auto kept = file_.keep_as(name_); !kept) return kept;
    of_.queue(name_, bytes_);
    is_kept_ = true;
    return {};
}

}  // namespace parley::ingest
