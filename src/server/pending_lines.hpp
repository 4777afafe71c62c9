// The lines of an answer that have not left yet, and which of them can wait: the same for every way out.
//
// Sources wait for the first word, so that a model that says no at once still becomes a status; the last
// words wait for the end, so that both leave in one write. All else leaves at once.
#pragma once

#include "server/answer_format.hpp"

#include <memory>
#include <utility>

namespace parley::server {

enum class leaves { now, later };

class pending_lines {
public:
    explicit pending_lines(std::unique_ptr<answer_format> format) : format_(std::move(format)) {}

    leaves add(const rag::event& what);

    void watch(rag::held_words* words) { held_ = words; }

    // Adds the words that the answer has held back for too long by now.
    void add_held(deadline now);

    void add_error(const error& problem, std::string_view request_id)
    {
        format_->append_error(text_, problem, request_id);
    }

    const answer_format& format() const { return *format_; }

    // Whether words of the answer came, left or not: then a failure can only be its last line.
    bool has_words() const { return has_words_; }

    const std::string& text() const { return text_; }
    std::string take() { return std::exchange(text_, {}); }

    // They have left. What a large context needed goes back, because a stream may now stay silent for long.
    void clear();

private:
    std::unique_ptr<answer_format> format_;
    rag::held_words* held_ = nullptr;
    std::string text_;
    bool has_words_ = false;
};

}  // namespace parley::server
