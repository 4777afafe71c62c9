// Takes the questions that a model suggests out of its answer while it streams: each stands at the end as
// `<<question>>` (rag-flow §6 of the public app's protocol).
//
// No I/O. A single `<` at the end of a piece waits for the next one, and what follows `<<` waits for `>>`.
// What turns out to be none, such as `cout << x`, passes as it came, and so does what ends without a question
// mark when more text follows: nothing is dropped but the white space and numbers between questions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::rag {

class suggestion_splitter {
public:
    // `asked` are the questions of the conversation: they are not suggested again.
    explicit suggestion_splitter(const std::vector<std::string>& asked);

    // Adds text, cut anywhere, and gives what is answer of all text so far and was not yet given.
    std::string feed(std::string_view text);

    // The rest, when the answer ended. The last question may lack its `>>`.
    std::string finish();

    // At most `count_max`, each once.
    static constexpr std::size_t count_max = 3;
    std::vector<std::string> take_questions() { return std::move(questions_); }

private:
    // What is longer is no list of short questions, but text.
    static constexpr std::size_t held_bytes_max = 1000;

    void add(char c);
    void close();
    void pass_held();
    void keep_doubtful();
    void keep_lines(std::string_view inside);
    void keep(std::string_view question);

    std::vector<std::string> known_;  // without case
    std::vector<std::string> questions_;
    std::string out_;
    std::string between_;  // what followed a question so far: white space and numbers
    std::string held_;     // begins with `<`, or is empty
    bool follows_question_ = false;
    std::vector<std::string> doubtful_;  // no question marks: they count when no text follows
    std::string doubtful_text_;          // as it came
};

}  // namespace parley::rag
