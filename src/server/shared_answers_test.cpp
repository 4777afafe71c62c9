#include "server/shared_answers.hpp"

#include "base/testing/kept_log.hpp"
#include "rag/test_services.hpp"
#include "server/answer_host.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace parley::server {
namespace {

TEST(SharedAnswers, OpensANewAnswerInPlaceOfOneThatIsAbandoned)
{
    asio::io_context loop;
    shared_answers all;
    auto abandoned = all.join("same", loop.get_executor());
    abandoned.reader.reset();
    const auto anew = all.join("same", loop.get_executor());
    EXPECT_TRUE(anew.opened);
    all.forget("same", *abandoned.opened);
    EXPECT_FALSE(all.join("same", loop.get_executor()).opened) << "the new one is not forgotten with it";
}

// Two loops, each with a host, on which many ask the same.
struct crowd {
    static constexpr std::size_t asked_by_each = 50;
    static constexpr std::size_t words = 200;

    struct place {
        asio::io_context loop;
        std::shared_ptr<bell> all_here = std::make_shared<bell>(loop.get_executor());
        heartbeat beats;
        std::optional<answer_host> host = {};
        std::list<rag::remembering_sink> sinks = {};
    };

    crowd()
    {
        for (auto& each : places) each.host.emplace(each.loop.get_executor(), shared, each.beats, log);
    }

    void ask(place& at)
    {
        auto& sink = at.sinks.emplace_back();
        asio::post(at.loop, [this, &at, &sink] {
            const auto begin = [this, &at](rag::event_sink& into) { return write(at, into); };
            auto work = at.host->answer("same", begin, sink);
            asio::co_spawn(at.loop, std::move(work), [this](std::exception_ptr, const result<void>& outcome) {
                if (outcome) ++ended_well;
            });
            ++joined;
            for (auto& each : places) each.all_here->ring();
        });
    }

    // Says nothing before all have joined.
    asio::awaitable<result<void>> write(place& at, rag::event_sink& into)
    {
        ++begun;
        while (joined < places.size() * asked_by_each) co_await at.all_here->wait();
        for (std::size_t i = 0; i < words; ++i) {
            rag::event word = rag::delta_event{"word "};
            auto sent = co_await into.send(std::move(word));
            if (!sent) co_return sent;
        }
        co_return result<void>{};
    }

    kept_log log;
    shared_answers shared;
    std::array<place, 2> places;
    std::atomic<std::size_t> begun = 0;
    std::atomic<std::size_t> joined = 0;
    std::atomic<std::size_t> ended_well = 0;
};

// The shared thing across threads: ThreadSanitizer runs this too.
TEST(AnswerHosts, AnswerThoseWhoAskOnTwoLoopsOnce)
{
    crowd all;
    for (auto& each : all.places)
        for (std::size_t i = 0; i < crowd::asked_by_each; ++i) all.ask(each);
    std::thread other([&all] { all.places[1].loop.run(); });
    all.places[0].loop.run();
    other.join();
    EXPECT_EQ(all.begun, 1U);
    EXPECT_EQ(all.ended_well, 2 * crowd::asked_by_each);
    for (const auto& place : all.places)
        for (const auto& sink : place.sinks) EXPECT_EQ(sink.text().size(), crowd::words * 5);
}

}  // namespace
}  // namespace parley::server
