#include "audit/page/perform.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/page/action_scripts.hpp"
#include "audit/page/picture_file.hpp"
#include "base/printable.hpp"

#include <boost/json/parse.hpp>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto patience_with_elements = 5s;  // until one is there, is seen and stands still
constexpr auto time_to_answer = 250ms;       // of a page, after its script gave up
constexpr auto pause_between_documents = 20ms;

// What the step was, without what may be secret in it.
std::string shown(const action& step)
{
    if (step.kind == action_kind::set_field) return "set field " + printable_line(step.subject) + " to …";
    auto text = step.text;
    const auto authority = step.kind == action_kind::go_to ? text.find("://") : std::string::npos;
    if (authority == std::string::npos) return printable_line(text);
    const auto path = std::min(text.find('/', authority + 3), text.size());
    const auto login = text.rfind('@', path);
    if (login != std::string::npos && login > authority) text.erase(authority + 3, login - authority - 2);
    return printable_line(text);
}

milliseconds left_until(deadline until)
{
    const auto left = until - std::chrono::steady_clock::now() - time_to_answer;
    return std::max(std::chrono::duration_cast<milliseconds>(left), milliseconds(0));
}

asio::awaitable<void> pause(milliseconds wait)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, wait);
    co_await timer.async_wait(asio::use_awaitable);
}

// What a script of action_scripts.hpp gave; invalid_input with its reason.
asio::awaitable<result<boost::json::object>> ask(tab& page, std::string script, deadline until)
{
    const auto text = co_await page.evaluate(page.top_frame(), std::move(script), until);
    if (!text && text.error().code == errc::malformed && text.error().detail.starts_with("SyntaxError"))
        co_return error{errc::invalid_input, "it has no CSS selector that the browser can read"};
    if (!text) co_return text.error();
    boost::json::error_code failed;
    const auto parsed = boost::json::parse(*text, failed);
    const auto* given = failed ? nullptr : parsed.if_object();
    if (!given) co_return error{errc::malformed, "the page gave something else than an answer"};
    if (const auto why = text_member(*given, "why"); !why.empty())
        co_return error{errc::invalid_input, printable_line(why)};
    co_return *given;
}

class performer {
public:
    // Both outlive it.
    performer(tab& page, const page_plan& plan) : page_(page), plan_(plan) {}

    asio::awaitable<result<void>> perform(const action& step, deadline until)
    {
        auto done = co_await begin(step, until);
        if (!done) co_return done.error();
        auto arrived = co_await arrive(until);
        if (!arrived) co_return arrived.error();
        const auto shown = page_.document();
        if (shown.is_browsers_own)
            co_return error{errc::unreachable, "it led to a page that could not be loaded"};
        if (shown.status >= 400 && plan_.errors == http_errors::refused)
            co_return error{errc::unreachable,
                            "it led to a page that was answered with status " + std::to_string(shown.status)};
        co_return result<void>{};
    }

private:
    asio::awaitable<result<void>> begin(const action& step, deadline until)
    {
        switch (step.kind) {
            case action_kind::click:
                return click(step, until);
            case action_kind::set_field:
            case action_kind::clear_field:
            case action_kind::check_field:
            case action_kind::uncheck_field:
                return change(step, until);
            case action_kind::press:
                return press(step, until);
            case action_kind::wait_for_element:
            case action_kind::wait_for_place:
            case action_kind::wait_for_other_place:
            case action_kind::wait_for_event:
                return wait(step, until);
            case action_kind::go_to:
                return go_to(step, until);
            case action_kind::screenshot:
                return take_picture(step, until);
            case action_kind::audit_as:
                break;
        }
        return nothing();
    }

    static asio::awaitable<result<void>> nothing() { co_return result<void>{}; }

    asio::awaitable<result<void>> click(const action& step, deadline until)
    {
        auto script = place_to_click(step.subject, patience(until));
        const auto place = co_await ask(page_, std::move(script), until);
        if (!place) co_return place.error();
        const tab::point where{real_member(*place, "x"), real_member(*place, "y")};
        co_return co_await page_.click(where, until);
    }

    asio::awaitable<result<void>> change(const action& step, deadline until)
    {
        auto script = change_field(step, patience(until));
        const auto changed = co_await ask(page_, std::move(script), until);
        if (!changed) co_return changed.error();
        co_return result<void>{};
    }

    asio::awaitable<result<void>> press(const action& step, deadline until)
    {
        auto key = key_named(step.value);
        if (!key) co_return key.error();
        co_return co_await page_.press(*std::move(key), until);
    }

    // Goes on in the next document when one comes.
    asio::awaitable<result<void>> wait(const action& step, deadline until)
    {
        for (;;) {
            auto script = wait_in_page(step, left_until(until));
            const auto waited = co_await ask(page_, std::move(script), until);
            if (waited) co_return result<void>{};
            const bool is_new_document = waited.error().code == errc::closed && !page_.has_crashed();
            if (!is_new_document || left_until(until) == 0ms) co_return waited.error();
            co_await pause(pause_between_documents);
        }
    }

    asio::awaitable<result<void>> go_to(const action& step, deadline until)
    {
        auto script = resolve_address(step.value);
        const auto resolved = co_await ask(page_, std::move(script), until);
        if (!resolved) co_return resolved.error();
        auto address = text_member(*resolved, "address");
        co_return co_await page_.go_to(std::move(address), navigation(until));
    }

    asio::awaitable<result<void>> take_picture(const action& step, deadline until)
    {
        auto script = page_size();
        const auto size = co_await ask(page_, std::move(script), until);
        if (!size) co_return size.error();
        const tab::area whole{0, 0, real_member(*size, "width"), real_member(*size, "height")};
        const auto png = co_await page_.picture(whole, until);
        if (!png) co_return png.error();
        co_return keep_picture(*png, step.value);
    }

    // The document that the step led to, if it did.
    asio::awaitable<result<void>> arrive(deadline until)
    {
        auto script = take_turns();
        const auto turned = co_await ask(page_, std::move(script), until);
        if (!turned && (turned.error().code != errc::closed || page_.has_crashed())) co_return turned.error();
        co_return co_await page_.wait_for(wait_until::loaded, navigation(until));
    }

    static milliseconds patience(deadline until)
    {
        return std::min<milliseconds>(left_until(until), patience_with_elements);
    }

    deadline navigation(deadline until) const
    {
        return std::min(until, deadline_after(plan_.limits.navigation));
    }

    static double real_member(const boost::json::object& from, std::string_view key)
    {
        const auto* found = from.if_contains(key);
        return found && found->is_number() ? found->to_number<double>() : 0;
    }

    tab& page_;
    const page_plan& plan_;
};

}  // namespace

asio::awaitable<result<std::size_t>> perform(tab& page, const page_plan& plan, std::size_t first,
                                             deadline until)
{
    performer hands(page, plan);
    for (auto at = first; at < plan.actions.size(); ++at) {
        const auto& step = plan.actions[at];
        if (step.kind == action_kind::audit_as) co_return at;
        const auto done = co_await hands.perform(step, until);
        if (done) continue;
        const auto& why = done.error();
        const auto place = step.place.empty() ? "action " + std::to_string(at + 1) : step.place;
        co_return error{why.code, printable_line(place) + ", `" + shown(step) + "`: " + why.detail};
    }
    co_return plan.actions.size();
}

}  // namespace parley::audit
