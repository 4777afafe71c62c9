#include "cli/terminal_sink.hpp"

#include "base/run_on_loop.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace parley::cli {
namespace {

// What a terminal is sent for an answer of `text` that cites a passage under `heading`.
std::string shown(std::string text, std::string heading)
{
    std::ostringstream out;
    std::ostringstream aside;
    text_sink sink(out, aside);
    retrieval::passage source;
    source.citation = "a.md";
    source.heading = std::move(heading);
    const auto send = [&sink](rag::event what) {
        asio::io_context loop;
        ASSERT_TRUE(run_on_loop(loop, sink.send(std::move(what))));
    };
    send(rag::sources_event{{std::move(source)}, {}});
    send(rag::delta_event{std::move(text)});
    send(rag::done_event{.finish_reason = "stop"});
    return out.str();
}

TEST(TextSink, ShowsTheAnswerAndThenWhatItCites)
{
    EXPECT_EQ(shown("Yes, für 3 €\tnow\n[a.md].", "Größe"),
              "Yes, für 3 €\tnow\n[a.md].\n\nSources:\n  [a.md] Größe\n");
}

TEST(TextSink, SaysApartFromTheAnswerWhatIsBeingDone)
{
    std::ostringstream out;
    std::ostringstream aside;
    text_sink sink(out, aside);
    asio::io_context loop;
    const rag::process_event step{.step = rag::process_step::search, .state = rag::process_state::started};
    ASSERT_TRUE(run_on_loop(loop, sink.send(step)));
    EXPECT_EQ(out.str(), "");
    EXPECT_EQ(aside.str(), rag::sentence_of(step) + "\n");
}

TEST(TextSink, LetsNeitherTheModelNorADocumentCommandTheTerminal)
{
    // Escape, its 8-bit form as a character and as a bare byte, delete, carriage return.
    const std::string hostile =
        "a\x1b[2Jb\u009b2Jc\x9b"
        "2Jd\x7f"
        "e\rf";
    EXPECT_EQ(shown(hostile + " [a.md]", hostile),
              "a[2Jb2Jc\uFFFD2Jdef [a.md]\n\nSources:\n  [a.md] a [2Jb 2Jc\uFFFD2Jd e f\n");
}

TEST(TextSink, KeepsAHeadingOnItsLine)
{
    EXPECT_EQ(shown("[a.md]", "one\ntwo\tthree"), "[a.md]\n\nSources:\n  [a.md] one two three\n");
}

TEST(TextSink, EndsTheLineOfAnAnswerThatBreaksOffOnce)
{
    for (const std::string text : {"", "half", "whole line\n"}) {
        std::ostringstream out;
        text_sink sink(out, out);
        asio::io_context loop;
        ASSERT_TRUE(run_on_loop(loop, sink.send(rag::delta_event{text})));
        sink.break_off();
        EXPECT_EQ(out.str(), text == "half" ? "half\n" : text);
    }
}

}  // namespace
}  // namespace parley::cli
