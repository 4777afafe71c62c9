#include "retrieval/sqlite/passage_cache.hpp"

#include <sys/stat.h>

namespace parley::retrieval {
namespace {

// The clock of a file system moves in steps of up to 10 ms: two commits in one step would look like one.
constexpr std::chrono::milliseconds settled_after{50};

constexpr std::size_t place_bytes = 64;  // of each in the table

std::size_t bytes_of(const passage& p)
{
    return place_bytes + sizeof(passage) + p.chunk_id.size() + p.document.size() + p.citation.size() +
           p.heading.size() + p.category.size() + p.text.size();
}

}  // namespace

std::optional<store_moment> moment_of(const std::filesystem::path& log, std::uint64_t view,
                                      std::chrono::system_clock::time_point now)
{
    struct stat found {};
    if (::stat(log.c_str(), &found) != 0) return std::nullopt;
    const auto changed =
        std::chrono::seconds(found.st_mtim.tv_sec) + std::chrono::nanoseconds(found.st_mtim.tv_nsec);
    if (now.time_since_epoch() - changed < settled_after) return std::nullopt;
    return store_moment{view, found.st_ino, found.st_size, changed};
}

std::optional<std::vector<passage>> passage_cache::find(const store_moment& at,
                                                        std::span<const passage_hit> hits) const
{
    std::vector<std::shared_ptr<const passage>> known;
    known.reserve(hits.size());
    {
        const std::lock_guard lock(mutex_);
        if (at != at_) return std::nullopt;
        for (const auto& hit : hits) {
            const auto place = passages_.find(hit.chunk);
            if (place == passages_.end()) return std::nullopt;
            known.push_back(place->second);
        }
    }
    std::vector<passage> found;
    found.reserve(hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) found.emplace_back(*known[i]).score = hits[i].score;
    return found;
}

void passage_cache::keep(const store_moment& at, std::int64_t chunk, const passage& read)
{
    auto copy = std::make_shared<const passage>(read);
    const auto bytes = bytes_of(*copy);
    if (bytes > bytes_max_) return;
    const std::lock_guard lock(mutex_);
    if (at != at_ || bytes_ + bytes > bytes_max_) {
        passages_.clear();
        bytes_ = 0;
        at_ = at;
    }
    if (passages_.try_emplace(chunk, std::move(copy)).second) bytes_ += bytes;
}

}  // namespace parley::retrieval
