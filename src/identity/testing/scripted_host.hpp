// For tests: a machine whose clocks, variables, files, HTTP answers and programs follow a script.
//
// Time is virtual: pauses and slow answers move the clocks and return at once. Thread-safe: loops may call it
// together; the script and the records are for the test, before and after they run.
#pragma once

#include "identity/host.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <mutex>

namespace parley::identity::testing {

struct scripted_answer {
    result<http_answer> outcome;
    std::chrono::milliseconds takes{0};  // longer than the caller waits: errc::timed_out
};

struct scripted_program {
    result<program_output> outcome;
    std::chrono::milliseconds takes{0};
};

inline http_answer json_answer(unsigned status, std::string body, http::fields headers = {})
{
    headers.set("Content-Type", "application/json");
    return {.status = status, .reason = {}, .headers = std::move(headers), .body = std::move(body)};
}

enum class exchanges { at_once, held };  // held: until `release` or the caller's cancellation
enum class pauses { kept, cancelled };   // cancelled: as when the caller is, during each

class scripted_host : public host {
public:
    // The script. Answers and programs are used from the front; one too many is errc::unreachable, or
    // not_found.
    std::map<std::string, std::string> variables = {};
    std::map<std::filesystem::path, result<std::string>> files = {};
    mutable std::deque<scripted_answer> answers = {};
    std::function<scripted_answer(const http_call&)> answer_to = {};  // when set, in place of `answers`
    mutable std::deque<scripted_program> programs = {};
    exchanges exchange_mode = exchanges::at_once;
    pauses pause_mode = pauses::kept;
    wall_time wall{std::chrono::seconds(1'769'860'800)};  // 2026-01-31 12:00:00 UTC
    std::chrono::steady_clock::time_point steady = std::chrono::steady_clock::now();

    // What was asked, in order.
    mutable std::vector<http_call> calls = {};
    mutable std::vector<std::chrono::milliseconds> call_limits = {};  // from its begin to its deadline
    mutable std::vector<program_call> program_calls = {};
    mutable std::vector<std::chrono::milliseconds> program_limits = {};
    mutable std::vector<std::chrono::milliseconds> waits = {};

    // Lets held exchanges go on. On the loop that they wait on.
    void release()
    {
        exchange_mode = exchanges::at_once;
        for (auto* each : held_) each->expires_at(asio::steady_timer::time_point::min());
    }

    void pass_time(std::chrono::milliseconds time) const
    {
        const std::lock_guard lock(mutex_);
        passed_ += time;
    }

    wall_time wall_now() const override
    {
        const std::lock_guard lock(mutex_);
        return wall + passed_;
    }

    std::chrono::steady_clock::time_point steady_now() const override
    {
        const std::lock_guard lock(mutex_);
        return steady + passed_;
    }

    std::optional<std::string> variable(const std::string& name) const override
    {
        const auto found = variables.find(name);
        if (found == variables.end() || found->second.empty()) return std::nullopt;
        return found->second;
    }

    result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) const override
    {
        const auto found = files.find(path);
        if (found == files.end()) return error{errc::not_found, "no such file: " + path.string()};
        if (found->second && found->second->size() > bytes_max)
            return error{errc::too_large, path.string() + " is larger than " + std::to_string(bytes_max)};
        return found->second;
    }

    void fill_random(std::span<std::byte> bytes) const override
    {
        const std::lock_guard lock(mutex_);
        for (auto& each : bytes) each = static_cast<std::byte>(random_++ & 0xFFU);
    }

    asio::awaitable<result<http_answer>> exchange(http_call call, deadline until) const override
    {
        auto next = take_answer(call, until);
        if (exchange_mode == exchanges::held && !co_await was_released())
            co_return error{errc::cancelled, "the caller was cancelled"};
        const auto in_time = spend(next.takes, until);
        if (!in_time) co_return in_time.error();
        co_return std::move(next.outcome);
    }

    asio::awaitable<result<program_output>> run_program(program_call call, deadline until) const override
    {
        auto next = take_program(std::move(call), until);
        const auto in_time = spend(next.takes, until);
        if (!in_time) co_return in_time.error();
        co_return std::move(next.outcome);
    }

    asio::awaitable<result<void>> sleep_until(deadline when) const override
    {
        if (pause_mode == pauses::cancelled) co_return error{errc::cancelled, "the caller was cancelled"};
        const std::lock_guard lock(mutex_);
        waits.push_back(until_then(when));
        if (when > steady + passed_) passed_ = when - steady;
        co_return result<void>();
    }

private:
    std::chrono::milliseconds until_then(deadline when) const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(when - (steady + passed_));
    }

    scripted_answer take_answer(const http_call& call, deadline until) const
    {
        const std::lock_guard lock(mutex_);
        calls.push_back(call);
        call_limits.push_back(until_then(until));
        if (answer_to) return answer_to(call);
        if (answers.empty()) return {error{errc::unreachable, "the script has no more answers"}};
        auto next = std::move(answers.front());
        answers.pop_front();
        return next;
    }

    scripted_program take_program(program_call call, deadline until) const
    {
        const std::lock_guard lock(mutex_);
        program_calls.push_back(std::move(call));
        program_limits.push_back(until_then(until));
        if (programs.empty()) return {error{errc::not_found, "no such program on the path"}};
        auto next = std::move(programs.front());
        programs.pop_front();
        return next;
    }

    result<void> spend(std::chrono::milliseconds time, deadline until) const
    {
        const std::lock_guard lock(mutex_);
        const bool late = steady + passed_ + time > until;
        passed_ = late ? std::max(passed_, std::chrono::nanoseconds(until - steady)) : passed_ + time;
        if (late) return error{errc::timed_out, "the deadline passed"};
        return {};
    }

    asio::awaitable<bool> was_released() const
    {
        asio::steady_timer gate(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        const auto place = held_.insert(held_.end(), &gate);
        boost::system::error_code ignored;
        co_await gate.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        held_.erase(place);
        const auto state = co_await asio::this_coro::cancellation_state;
        co_return state.cancelled() == asio::cancellation_type::none;
    }

    mutable std::mutex mutex_;
    mutable std::chrono::nanoseconds passed_{0};
    mutable unsigned random_ = 0;
    mutable std::list<asio::steady_timer*> held_;  // of one loop
};

}  // namespace parley::identity::testing
