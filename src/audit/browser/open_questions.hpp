// What a browser was asked and has not answered yet: by number, until the answer, a refusal or the deadline.
//
// No I/O. Belongs to one loop.
#pragma once

#include "base/deadline.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parley::audit {

namespace asio = boost::asio;

class open_questions {
public:
    // Of a question that was sent just now. `about` is what `fail` knows it by. errc::timed_out; cancelled;
    // or what it was answered or failed with. This must outlive it.
    asio::awaitable<result<boost::json::object>> answer_to(std::uint64_t number, std::string about,
                                                           std::string method, deadline until);

    // Answers that nobody waits for are dropped; the first one counts.
    void answer(std::uint64_t number, result<boost::json::object> outcome);
    void fail(std::string_view about, const error& why);
    void fail_all(const error& why);

private:
    struct question {
        question(const asio::any_io_executor& loop, std::string about_, deadline until)
            : about(std::move(about_)), answered(loop, until)
        {
        }

        void close(result<boost::json::object> outcome)
        {
            if (answer) return;
            answer = std::move(outcome);
            answered.cancel();
        }

        std::string about;
        std::optional<result<boost::json::object>> answer;
        asio::steady_timer answered;
    };

    std::map<std::uint64_t, std::shared_ptr<question>> open_;
};

}  // namespace parley::audit
