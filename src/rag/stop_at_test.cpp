#include "rag/stop_at.hpp"

#include "base/run_on_loop.hpp"
#include "rag/test_services.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

struct heard {
    std::string text;
    std::string finish_reason;
    bool failed = false;
    int streams_alive_at_end = 0;
};

asio::awaitable<heard> listen(std::unique_ptr<openai::chat_stream> words, const int& alive)
{
    heard all;
    for (;;) {
        auto piece = co_await words->next();
        all.failed = !piece;
        if (!piece || !*piece) break;
        all.text += (*piece)->text;
        if ((*piece)->finish_reason) all.finish_reason = *(*piece)->finish_reason;
    }
    all.streams_alive_at_end = alive;
    co_return all;
}

heard hear(script pieces, std::vector<std::string> texts)
{
    asio::io_context loop;
    int alive = 0;
    auto words = stop_at(std::move(texts), std::make_unique<scripted_stream>(pieces, alive));
    return run_on_loop(loop, listen(std::move(words), alive));
}

openai::chat_piece piece(std::string text, std::optional<std::string> finish_reason = {})
{
    openai::chat_piece said;
    said.text = std::move(text);
    said.finish_reason = std::move(finish_reason);
    return said;
}

// The wire may cut anywhere, so every way of cutting must end at the same place.
TEST(StopAt, EndsInFrontOfTheTextHoweverThePiecesAreCut)
{
    const std::string whole = "one twEND more";
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        const auto all = hear({piece(whole.substr(0, cut)), piece(whole.substr(cut)), piece("", "length")},
                              {"STOP", "END"});
        EXPECT_EQ(all.text, "one tw") << "cut at " << cut;
        EXPECT_EQ(all.finish_reason, "stop");
        EXPECT_EQ(all.streams_alive_at_end, 0) << "the model must be told to stop";
    }
}

TEST(StopAt, EndsAtTheFirstOfSeveral)
{
    EXPECT_EQ(hear({piece("a # b END")}, {"END", "#"}).text, "a ");
}

TEST(StopAt, KeepsWhatOnlyLooksLikeTheBeginningOfOne)
{
    EXPECT_EQ(hear({piece("E"), piece("N"), piece("EN"), piece("", "stop")}, {"END"}).text, "ENEN");
    EXPECT_EQ(hear({piece("all the E"), piece("N")}, {"END"}).text, "all the EN");
}

TEST(StopAt, PassesAFailureOn)
{
    const auto all = hear({piece("a"), error{errc::closed, "gone"}}, {"END"});
    EXPECT_TRUE(all.failed);
    EXPECT_EQ(all.text, "a");
}

TEST(StopAt, DoesNothingWithoutTexts)
{
    EXPECT_EQ(hear({piece("a END", "length")}, {}).finish_reason, "length");
}

}  // namespace
}  // namespace parley::rag
