#include "ingest/inbox/inbox.hpp"

#include "base/testing/kept_log.hpp"
#include "ingest/testing/ingest_fixture.hpp"

#include <gtest/gtest.h>

#include <future>
#include <sys/resource.h>
#include <thread>

namespace parley::ingest {
namespace {

TEST(InboxName, IsSafeAndOfAKindThatIsRead)
{
    EXPECT_EQ(*inbox::name_for("my notes (2024).md"), "my-notes-2024.md");
    EXPECT_EQ(*inbox::name_for("../../etc/passwd.txt"), "passwd.txt");
    EXPECT_EQ(*inbox::name_for("C:\\documents\\a.pdf"), "a.pdf");
    EXPECT_EQ(inbox::name_for("table.xlsx").error().code, errc::unsupported);
    EXPECT_NE(inbox::name_for("table.xlsx").error().detail.find(".pdf .html"), std::string::npos);
    EXPECT_EQ(inbox::name_for("..").error().code, errc::unsupported);
    EXPECT_EQ(inbox::name_for("folder/").error().code, errc::invalid_input);
    EXPECT_EQ(inbox::name_for(std::string(200, 'x') + ".md").error().code, errc::invalid_input);
}

// Vectors that are made only when the test says so.
class held_embedder final : public embedder {
public:
    explicit held_embedder(const std::atomic<bool>& stop) : stop_(stop) {}

    const std::string& model() const override { return name_; }
    result<std::vector<std::vector<float>>> embed(std::vector<std::string> texts) override
    {
        ++calls;
        while (is_held && !stop_) std::this_thread::yield();
        if (stop_) return error{errc::cancelled, "stopped"};
        return std::vector<std::vector<float>>(texts.size(), {1, 0});
    }

    std::atomic<bool> is_held = false;
    std::atomic<int> calls = 0;

private:
    const std::atomic<bool>& stop_;
    std::string name_ = "held";
};

class no_more_descriptors {
public:
    no_more_descriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto none = before_;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~no_more_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    no_more_descriptors(const no_more_descriptors&) = delete;
    no_more_descriptors& operator=(const no_more_descriptors&) = delete;

private:
    rlimit before_{};
};

class Inbox : public testing::Test {
protected:
    using lines = std::vector<std::string>;

    Inbox() { make(); }

    void make(inbox_limits limits = {})
    {
        inbox_.reset();
        inbox_ = std::make_unique<inbox>(folder_.path, limits, log_);
        embed_ = std::make_unique<held_embedder>(inbox_->stop_flag());
    }
    void start() { ASSERT_TRUE(inbox_->start(embed_.get())); }

    static std::future<result<void>> begin_removal(inbox& from, const std::string& name)
    {
        auto told = std::make_shared<std::promise<result<void>>>();
        from.remove(name, [told](result<void> removed) { told->set_value(std::move(removed)); });
        return told->get_future();
    }
    result<void> remove(const std::string& name) { return begin_removal(*inbox_, name).get(); }

    result<void> send(const std::string& name, std::string_view text, when_there then = when_there::refuse)
    {
        auto place = inbox_->receive(name, then);
        if (!place) return place.error();
        if (auto written = (*place)->write(text); !written) return written;
        return (*place)->keep();
    }

    void wait_until_at(std::string_view name, inbox::stage at)
    {
        const auto is_there = [&] {
            const auto jobs = inbox_->under_way();
            return std::ranges::any_of(jobs,
                                       [&](const auto& job) { return job.name == name && job.at == at; });
        };
        while (!is_there()) std::this_thread::yield();
    }
    void wait_until_empty()
    {
        while (!inbox_->under_way().empty()) std::this_thread::yield();
    }

    // "name state vectors" of each.
    lines stored()
    {
        lines found;
        const auto store = retrieval::store::open(folder_.path, retrieval::access::read);
        if (!store) return found;
        for (const auto& document : *store->documents())
            found.push_back(document.name + ' ' + std::to_string(document.vectors) +
                            (inbox_->owns(document) ? "" : " from elsewhere"));
        return found;
    }
    std::size_t files() const
    {
        std::error_code none;
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_.path / "uploads", none), fs::directory_iterator()));
    }

    temporary_folder folder_;
    kept_log log_;
    std::unique_ptr<held_embedder> embed_;
    std::unique_ptr<inbox> inbox_;
};

TEST_F(Inbox, TakesIntoTheStoreWhatWasKept)
{
    start();
    ASSERT_TRUE(send("a.md", "# A\n\nwords"));
    wait_until_empty();
    EXPECT_EQ(stored(), lines{"a.md 1"});
}

TEST_F(Inbox, ReceivesAnotherVersionAsSoonAsOneIsKept)
{
    start();
    auto first = inbox_->receive("a.md", when_there::refuse);
    ASSERT_TRUE(first);
    ASSERT_TRUE((*first)->write("one"));
    ASSERT_TRUE((*first)->keep());

    const auto second = inbox_->receive("a.md", when_there::replace);
    ASSERT_TRUE(second);
    first->reset();
    EXPECT_EQ(inbox_->receive("a.md", when_there::replace).error().code, errc::busy);
}

TEST_F(Inbox, GivesUpWhatIsNotKept)
{
    start();
    {
        auto place = inbox_->receive("a.md", when_there::refuse);
        ASSERT_TRUE(place);
        ASSERT_TRUE((*place)->write("half of it"));
        EXPECT_EQ(files(), 1U);
        EXPECT_EQ(inbox_->receive("a.md", when_there::refuse).error().code, errc::busy);
    }
    EXPECT_EQ(files(), 0U);
    EXPECT_TRUE(send("a.md", "all of it"));
}

TEST_F(Inbox, RefusesWhatIsNoDocumentOfItsKind)
{
    EXPECT_EQ(send("a.md", "").error().code, errc::invalid_input);
    EXPECT_EQ(send("a.pdf", "no PDF at all").error().code, errc::unsupported);
    make({.file_bytes_max = 10});
    EXPECT_EQ(send("a.md", "more than ten bytes").error().code, errc::too_large);
    EXPECT_EQ(files(), 0U);
}

TEST_F(Inbox, HoldsNoMoreFilesThanItMay)
{
    make({.files_max = 1});
    ASSERT_TRUE(send("a.md", "words"));
    EXPECT_EQ(send("b.md", "words").error().code, errc::busy);
    EXPECT_EQ(send("a.md", "words").error().code, errc::invalid_input);
    EXPECT_TRUE(send("a.md", "other words", when_there::replace));
}

TEST_F(Inbox, TellsHowFarAFileIsAndBeginsAgainWithAnotherVersionOfIt)
{
    embed_->is_held = true;
    start();
    ASSERT_TRUE(send("a.md", "first"));
    wait_until_at("a.md", inbox::stage::embedding);
    ASSERT_TRUE(send("b.md", "waits"));
    EXPECT_EQ(inbox_->under_way().back().at, inbox::stage::waiting);
    ASSERT_TRUE(send("a.md", "# Second\n\nversion", when_there::replace));
    while (embed_->calls < 2) std::this_thread::yield();
    embed_->is_held = false;
    wait_until_empty();
    EXPECT_EQ(stored(), (lines{"a.md 1", "b.md 1"}));
}

TEST_F(Inbox, EndsARunWithAFileThatIsRemoved)
{
    embed_->is_held = true;
    start();
    ASSERT_TRUE(send("a.md", "words"));
    wait_until_at("a.md", inbox::stage::embedding);
    EXPECT_TRUE(remove("a.md"));
    EXPECT_EQ(files(), 0U);
    EXPECT_EQ(stored(), lines{});
    EXPECT_EQ(remove("a.md").error().code, errc::not_found);
    EXPECT_EQ(remove("../parley.db").error().code, errc::not_found);
}

TEST_F(Inbox, ReadsOnWhileOtherFilesAreRemoved)
{
    start();
    ASSERT_TRUE(send("small.md", "words"));
    wait_until_empty();
    embed_->is_held = true;
    ASSERT_TRUE(send("large.md", "many words"));
    wait_until_at("large.md", inbox::stage::embedding);
    EXPECT_EQ(remove("nothing.md").error().code, errc::not_found);
    auto removed = begin_removal(*inbox_, "small.md");
    EXPECT_FALSE(inbox_->stop_flag());
    embed_->is_held = false;
    EXPECT_TRUE(removed.get());
    EXPECT_EQ(stored(), lines{"large.md 1"});
    EXPECT_EQ(embed_->calls, 2);
}

TEST_F(Inbox, AnswersRemovalsThatAStopOvertakes)
{
    start();
    ASSERT_TRUE(send("small.md", "words"));
    wait_until_empty();
    embed_->is_held = true;
    ASSERT_TRUE(send("large.md", "many words"));
    wait_until_at("large.md", inbox::stage::embedding);
    auto waiting = begin_removal(*inbox_, "small.md");
    inbox_->stop();
    waiting.wait();  // removed or refused, as the stop found it
    EXPECT_EQ(remove("small.md").error().code, waiting.get() ? errc::not_found : errc::busy);
}

TEST_F(Inbox, WaitsOnceForAllRemovalsWhileAnotherProgramWritesToTheStore)
{
    start();
    for (const std::string name : {"a.md", "b.md", "c.md"}) ASSERT_TRUE(send(name, "words"));
    wait_until_empty();
    const auto other = retrieval::store::open(folder_.path, retrieval::access::write);
    ASSERT_TRUE(other);
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::future<result<void>>> asked;
    for (const std::string name : {"a.md", "b.md", "c.md"}) asked.push_back(begin_removal(*inbox_, name));
    for (auto& each : asked) EXPECT_EQ(each.get().error().code, errc::busy);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(9));  // one patience is 5 s
}

TEST_F(Inbox, LetsNoOtherInboxIntoItsFolder)
{
    start();
    auto place = inbox_->receive("a.md", when_there::refuse);
    ASSERT_TRUE(place);
    {
        inbox second(folder_.path, {}, log_);
        const auto started = second.start(nullptr);
        ASSERT_FALSE(started);
        EXPECT_EQ(started.error().code, errc::busy);
        EXPECT_NE(started.error().detail.find("another server takes uploads"), std::string::npos);
    }
    ASSERT_TRUE((*place)->write("words"));
    EXPECT_TRUE((*place)->keep());
}

TEST_F(Inbox, TakesOneOfManyThatAreSentUnderOneNameAtOnce)
{
    for (int round = 0; round < 100; ++round) {
        const auto name = "a" + std::to_string(round) + ".md";
        std::atomic<int> kept = 0;
        {
            std::vector<std::jthread> senders;
            for (int i = 0; i < 4; ++i) senders.emplace_back([&] { kept += send(name, "words") ? 1 : 0; });
        }
        ASSERT_EQ(kept, 1) << name;
    }
}

TEST_F(Inbox, KeepsNoFileWhoseSenderHearsOfAFailure)
{
    auto place = inbox_->receive("a.md", when_there::refuse);
    ASSERT_TRUE(place);
    ASSERT_TRUE((*place)->write("words"));
    {
        const no_more_descriptors scarce;  // the folder cannot be put on disk
        EXPECT_FALSE((*place)->keep());
    }
    place->reset();
    EXPECT_EQ(files(), 0U);
}

TEST_F(Inbox, TakesUpWhatAStopInterrupted)
{
    embed_->is_held = true;
    start();
    ASSERT_TRUE(send("a.md", "words"));
    wait_until_at("a.md", inbox::stage::embedding);
    make();  // stops the one before
    EXPECT_EQ(stored(), lines{});
    write(folder_.path / "uploads/.incoming-abcdef", "what a kill has left");
    start();
    while (stored().empty()) std::this_thread::yield();
    EXPECT_EQ(stored(), lines{"a.md 1"});
    EXPECT_EQ(files(), 1U);
}

TEST_F(Inbox, RemovesADocumentWhoseFileWent)
{
    start();
    ASSERT_TRUE(send("a.md", "words"));
    wait_until_empty();
    inbox_->stop();
    fs::remove(folder_.path / "uploads/a.md");
    make();
    start();
    while (!stored().empty()) std::this_thread::yield();
}

TEST_F(Inbox, WaitsWhileAnotherProgramWritesToTheStore)
{
    auto other = retrieval::store::open(folder_.path, retrieval::access::write);
    ASSERT_TRUE(other);
    start();
    ASSERT_TRUE(send("a.md", "words"));
    while (inbox_->under_way().at(0).reason.empty()) std::this_thread::yield();
    EXPECT_NE(inbox_->under_way().at(0).reason.find("writing to this store"), std::string::npos);
    {
        const auto ended = *std::move(other);
    }
    wait_until_empty();
    EXPECT_EQ(stored(), lines{"a.md 1"});
}

TEST_F(Inbox, LeavesDocumentsFromElsewhereAlone)
{
    write(folder_.path / "manual/a.md", "words");
    {
        auto store = retrieval::store::open(folder_.path / "data", retrieval::access::write);
        ASSERT_TRUE(store);
        recorder nobody;
        options what;
        what.paths = {folder_.path / "manual"};
        ASSERT_TRUE(run(*store, what, nobody));
    }
    inbox beside(folder_.path / "data", {}, log_);
    ASSERT_TRUE(beside.start(nullptr));
    EXPECT_EQ(beside.receive("a.md", when_there::replace).error().code, errc::invalid_input);
    EXPECT_EQ(begin_removal(beside, "a.md").get().error().code, errc::invalid_input);
}

}  // namespace
}  // namespace parley::ingest
