// A model server inside a test in C++: answers what the test says, and tells what the test did not expect.
//
//     mock::local_mock model([](const std::string& problem) { ADD_FAILURE() << problem; });
//     model.when({.last_user = mock::exactly("hello")}).reply("Good day to you.").by_words();
//     EXPECT_EQ(ask(model.url(), "hello"), "Good day to you.");
//
// Strict: a request that nothing answers, an answer that nobody asked for, a tie, and no request at all are
// problems, told when it is destroyed. Runs on a thread of its own. Thread-safe.
#pragma once

#include "mock/faulty_ports.hpp"
#include "mock/mock_state.hpp"

namespace parley::mock {

text_condition exactly(std::string text);
text_condition begins_with(std::string text);
text_condition ends_with(std::string text);
text_condition contains(std::string text);
text_condition matches(const std::string& regular_expression);  // ECMAScript; throws when it is none

class scripted;

class local_mock {
public:
    // Called with one sentence for each problem, in the destructor; must not throw.
    using failure_handler = std::function<void(const std::string& problem)>;

    // A free port of 127.0.0.1. Throws when the machine has none left.
    explicit local_mock(failure_handler report, mock_settings settings = strict());
    ~local_mock();
    local_mock(const local_mock&) = delete;
    local_mock& operator=(const local_mock&) = delete;

    static mock_settings strict();

    std::string url() const;        // base URL of clients: http://127.0.0.1:PORT/v1
    std::string azure_url() const;  // an Azure resource: http://127.0.0.1:PORT

    // The same on a port where connections fail; what reaches the mock all the same is answered.
    std::string url_with(const faulty_port& what);

    // Requests of which all of this is true; with nothing in it, all requests. Say next what answers them.
    // In reports it goes by the place where it is written.
    scripted when(conditions what, const char* file = __builtin_FILE(), int line = __builtin_LINE());

    // Fixtures as in a file of `parley mock`; mistakes are problems.
    void load(std::string_view text, const std::string& name = "fixtures");
    void load_file(const std::string& path);

    // All so far, the last 1000 of them, without keys.
    std::vector<journal_entry> requests() const;

    // Lets an answer go on that waits at a point; one that comes there later does not wait.
    void release(const std::string& point);

    // Whether an answer waits at `point` before `until`; whether the reader of one has left.
    bool waits_at(const std::string& point, deadline until) const;
    bool reader_left(deadline until) const;

    // Lets time pass, with settings whose clock is clock_kind::virtual_time.
    void advance(std::chrono::nanoseconds by);

    // Ends it, and gives what it came to; then the destructor tells nothing.
    receipt finish();

private:
    friend class scripted;
    struct parts;
    std::unique_ptr<parts> parts_;
};

// What answers the requests of one `when`. Each word takes effect at once. Valid as long as its mock.
class scripted {
public:
    // Each adds an answer. One alone answers any number of requests; several are given in turn, and a request
    // more than there are answers is a problem.
    scripted reply(std::string text);
    scripted reply(mock::reply whole);
    scripted call_tool(std::string name, std::string arguments);  // JSON
    scripted fail(unsigned status, std::optional<std::chrono::milliseconds> retry_after = {});

    // Each changes the answer that was added last; without one it is a problem.
    scripted by_words(std::size_t words = 1);         // streamed so; by tokens unless said
    scripted in_pieces(std::vector<std::string> of);  // exactly these, which make up its text
    scripted after(std::chrono::milliseconds to_first, std::chrono::milliseconds per_event = {});
    scripted waiting_after(const std::string& text, const std::string& point);  // see local_mock::release
    scripted using_tokens(usage_reply count);
    scripted with_header(std::string name, std::string value);
    scripted broken(fault_kind how, std::size_t after_events = 0);

    // Of all its answers.
    scripted times(std::size_t requests);  // exactly so many, or it is a problem
    scripted repeating();                  // the last of several answers what comes after it
    scripted cycling();                    // or the first comes again

private:
    friend class local_mock;
    scripted(local_mock::parts& of, std::size_t position) : parts_(&of), position_(position) {}

    scripted add(mock::reply one);
    template <class Change>
    scripted change(Change what);

    local_mock::parts* parts_;
    std::size_t position_;
};

}  // namespace parley::mock
