// The answers under way that may be joined, by what was asked.
//
// Thread-safe: all loops share one. Outlives the answers.
#pragma once

#include "server/shared_answer.hpp"

#include <map>

namespace parley::server {

class shared_answers {
public:
    explicit shared_answers(sharing_limits limits = {}, std::size_t all_bytes_max = std::size_t{16} << 20U)
        : limits_(limits), used_(all_bytes_max)
    {
    }

    struct seat {
        std::unique_ptr<answer_reader> reader;
        std::shared_ptr<shared_answer> opened = {};  // null: the answer was under way already
    };

    // Joins the answer under this key, or opens one that belongs to `loop` and that the caller begins.
    seat join(const std::string& key, const asio::any_io_executor& loop);

    // The answer has ended.
    void forget(const std::string& key, const shared_answer& which);

private:
    const sharing_limits limits_;
    runs::memory_use used_;
    std::mutex guard_;  // of what follows; taken before an answer's own
    std::map<std::string, std::shared_ptr<shared_answer>, std::less<>> under_way_;
};

}  // namespace parley::server
