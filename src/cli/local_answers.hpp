// Answers for a command that ends, without a server: the documents, and who writes about them.
#pragma once

#include "cli/answerer.hpp"
#include "cli/exit_status.hpp"
#include "cli/mock_model.hpp"
#include "cli/stderr_log.hpp"
#include "rag/answer.hpp"
#include "retrieval/sqlite/sqlite_retriever.hpp"

#include <optional>

namespace parley::cli {

// Why there can be no answers, and the exit status that says so.
struct obstacle {
    exit_status status;
    std::string sentence;
};

class local_answers {
public:
    // What the store holds now is searchable when this returns.
    static boost::system::result<std::unique_ptr<local_answers>, obstacle> open(const settings& values);

    // As the settings have it asked.
    rag::question question_of(std::string text) const;
    deadline answer_deadline() const;

    const std::filesystem::path& folder() const { return folder_; }

private:
    friend class answering;
    explicit local_answers(const settings& values) : values_(values) {}
    // Each is good, or says what is in the way.
    result<void> read_settings();
    result<void> find_model();
    result<void> find_documents();

    settings values_;
    std::filesystem::path folder_ = {};
    std::string certificates_ = {};
    std::optional<answer_style> style_ = {};
    stderr_log log_{log_level::warning};  // only what went wrong: the answer is what the user wants to see
    std::unique_ptr<mock_model> stand_in_ = {};
    std::unique_ptr<model_access> model_ = {};
    asio::thread_pool blocking_{1};
    std::unique_ptr<retrieval::sqlite_retriever> find_ = {};
};

// Answers on one loop, once for each local_answers. Ends what they leave behind there with itself: the
// login's tool under way, and a thread of the pool, which holds on to the loop for a moment after its answer.
class answering {
public:
    answering(local_answers& with, asio::any_io_executor loop);

    rag::services services() const;

private:
    struct left_behind {
        local_answers& of;

        ~left_behind();
    };

    const left_behind ending_;  // goes last
    answerer answers_;
};

}  // namespace parley::cli
