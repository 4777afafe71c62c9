// The fixture of the tests of rag/answer.hpp: a question to a scripted model about two sources.
#pragma once

#include "base/run_on_loop.hpp"
#include "rag/answer.hpp"
#include "rag/test_passages.hpp"
#include "rag/test_services.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace parley::rag {

class Answer : public testing::Test {
protected:
    Answer() : write_(make_model_writer(model_, "test-model"))
    {
        find_.found = std::vector{passage_of("a.pdf#page=1", "It is 25 days."), passage_of("b.md", "Or 30.")};
        asked_.text = "How many vacation days do new employees get?";
    }

    result<void> run()
    {
        asio::io_context loop;
        return run_on_loop(loop,
                           answer({find_, *write_}, asked_, sink_, deadline_after(std::chrono::hours(1))));
    }

    void say(std::string text) { model_.pieces.emplace_back(openai::chat_piece{std::move(text)}); }

    void end_with(std::string reason)
    {
        model_.pieces.emplace_back(openai::chat_piece{"", std::move(reason)});
    }

    const sources_event& sources() const { return std::get<sources_event>(sink_.events.at(0)); }
    const done_event& done() const { return std::get<done_event>(sink_.events.back()); }

    scripted_retriever find_;
    scripted_model model_;
    std::unique_ptr<writer> write_;
    question asked_;
    remembering_sink sink_;
};

}  // namespace parley::rag
