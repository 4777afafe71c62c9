#include "audit/browser/bidi.hpp"

#include "base/run_on_loop.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <functional>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

// A browser that answers as a test says, or keeps silent.
class scripted_channel final : public message_channel {
public:
    explicit scripted_channel(asio::io_context& loop) : loop_(loop) {}

    void listen(channel_listener& who) override { listener_ = &who; }
    void send(std::string text) override
    {
        sent.push_back(std::move(text));
        if (after_sending) asio::post(loop_, after_sending);
    }
    void close() override { listener_ = nullptr; }
    asio::any_io_executor executor() override { return loop_.get_executor(); }

    void say(const std::string& text)
    {
        if (listener_) listener_->hear_message(text);
    }
    void end()
    {
        if (listener_) listener_->hear_the_end();
    }

    std::vector<std::string> sent;
    std::function<void()> after_sending;

private:
    asio::io_context& loop_;
    channel_listener* listener_ = nullptr;
};

struct heard final : bidi_listener {
    void hear(const bidi_event& event) override { events.push_back(event.method); }
    void hear_the_end() override { events.emplace_back("end"); }

    std::vector<std::string> events;
};

struct Bidi : testing::Test {
    asio::io_context loop;
    std::shared_ptr<scripted_channel> channel = std::make_shared<scripted_channel>(loop);
    std::shared_ptr<bidi> session = std::make_shared<bidi>(channel);

    void answer(const std::string& text)
    {
        channel->after_sending = [this, text] { channel->say(text); };
    }

    result<boost::json::object> call(deadline until = deadline_after(10s))
    {
        return run_on_loop(loop, session->call("a frame", "a.b", {{"c", 1}}, until));
    }
};

TEST_F(Bidi, AsksByNumberAndIsAnswered)
{
    answer(R"({"type":"success","id":1,"result":{"d":"e"}})");
    const auto given = call();
    ASSERT_TRUE(given) << given.error().detail;
    EXPECT_EQ(given->at("d").as_string(), "e");
    EXPECT_EQ(channel->sent.at(0), R"({"id":1,"method":"a.b","params":{"c":1}})");
    session->tell("f.g", {});
    EXPECT_EQ(channel->sent.at(1), R"({"id":2,"method":"f.g","params":{}})");
}

TEST_F(Bidi, TellsRefusalsApart)
{
    const auto refused = [this](const std::string& kind, const std::string& words) {
        const auto number = std::to_string(channel->sent.size() + 1);
        answer(R"({"type":"error","id":)" + number + R"(,"error":")" + kind + R"(","message":")" + words +
               R"("})");
        const auto given = call();
        return given ? errc::malformed : given.error().code;
    };
    EXPECT_EQ(refused("unknown command", "a.b"), errc::unsupported);
    EXPECT_EQ(refused("no such frame", "7"), errc::closed);
    EXPECT_EQ(refused("unknown error", "AbortError: Actor destroyed"), errc::closed);
    EXPECT_EQ(refused("unknown error", "Error: NS_ERROR_UNKNOWN_HOST"), errc::upstream_rejected);
}

TEST_F(Bidi, WaitsNoLongerThanItMay)
{
    EXPECT_EQ(call(deadline_after(1ms)).error().code, errc::timed_out);
    channel->say(R"({"type":"success","id":1,"result":{}})");  // nobody waits for it any more
}

TEST_F(Bidi, GivesUpWhatIsAskedAboutADocumentThatWentAway)
{
    channel->after_sending = [this] {
        session->abandon("another frame", {errc::closed, "not this"});
        session->abandon("a frame", {errc::closed, "its document went away"});
    };
    EXPECT_EQ(call().error().detail, "its document went away");
}

TEST_F(Bidi, TellsEventsToAllWhoListen)
{
    heard one;
    heard other;
    session->listen(one);
    session->listen(other);
    channel->say(R"({"type":"event","method":"x.y","params":{}})");
    session->forget(other);
    channel->say(R"({"type":"event","method":"z","params":{}})");
    channel->end();
    EXPECT_EQ(one.events, (std::vector<std::string>{"x.y", "z", "end"}));
    EXPECT_EQ(other.events, std::vector<std::string>{"x.y"});
}

TEST_F(Bidi, EndsWithTheBrowser)
{
    channel->after_sending = [this] { channel->end(); };
    EXPECT_EQ(call().error().code, errc::closed);
    EXPECT_TRUE(session->is_closed());
    EXPECT_EQ(call().error().code, errc::closed);
}

TEST_F(Bidi, EndsAtWhatItCannotRead)
{
    for (const auto* text : {"no JSON", "[]", "{}", R"({"type":"success"})", R"({"id":1})"}) {
        const auto said = bidi_dialogue::read(text);
        ASSERT_FALSE(said) << text;
        EXPECT_EQ(said.error().code, errc::malformed);
    }
    answer("no JSON");
    EXPECT_EQ(call().error().code, errc::closed);
}

}  // namespace
}  // namespace parley::audit
