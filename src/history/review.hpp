// What visitors thought of answers, for whoever runs the server.
//
// Blocking; only reads, also beside a server that writes.
#pragma once

#include "base/error.hpp"
#include "history/conversation.hpp"

#include <chrono>
#include <filesystem>

namespace parley::history {

struct reviewed_feedback {
    feedback given;
    std::int64_t given_ms = 0;  // since 1970
    std::string question;       // empty when the conversation is not stored, or not any more
    std::string answer;
};

// Newest first, of all visitors. errc::not_found when nothing was ever kept in the folder.
result<std::vector<reviewed_feedback>> feedback_since(const std::filesystem::path& folder,
                                                      std::chrono::sys_seconds since);

}  // namespace parley::history
