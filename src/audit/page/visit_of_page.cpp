#include "audit/page/visit_of_page.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/page/element_pictures.hpp"
#include "audit/page/page_links.hpp"
#include "audit/page/perform.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

constexpr auto settling_max = 8s;          // the script's own limits, and room for a slow machine
constexpr auto one_look_for_element = 1s;  // then the document may be another one
constexpr int looks_max = 2;               // a page that goes elsewhere meanwhile is looked at once more

bool is_page(std::string_view media_type)
{
    return media_type == "text/html" || media_type == "application/xhtml+xml";
}

bool is_empty(const page_results& found)
{
    return found.violations.empty() && found.incomplete.empty() && found.passes.empty() &&
           found.inapplicable.empty();
}

// What is not understood must not be left out in silence.
result<void> check_plan(const page_plan& plan)
{
    boost::json::error_code failed;
    if (!plan.options.empty() && !boost::json::parse(plan.options, failed).is_object())
        return error{errc::invalid_input, "the options for axe are no JSON object"};
    if (!plan.context.empty()) boost::json::parse(plan.context, failed);
    if (failed) return error{errc::invalid_input, "the context for axe is no JSON"};
    return {};
}

}  // namespace

visit_of_page::visit_of_page(browser& in, tab& page, finisher& end, std::string_view engine,
                             const page_plan& plan)
    : in_(in),
      page_(page),
      end_(end),
      engine_(engine),
      plan_(plan),
      until_(deadline_after(plan.limits.page)),
      step_began_(std::chrono::steady_clock::now())
{
    learned_.browser = in.name();
    learned_.viewport = std::to_string(plan.view.width) + 'x' + std::to_string(plan.view.height);
    learned_.scheme = plan.view.scheme == color_scheme::dark ? "dark" : "light";
}

asio::awaitable<result<page_results>> visit_of_page::next()
{
    learned_.steps.clear();
    if (!std::exchange(is_begun_, true)) {
        auto begun = co_await begin();
        is_done_ = !begun;
        if (!begun) co_return begun.error();
    }
    auto found = co_await go_on();
    is_done_ |= !found;
    co_return found;
}

asio::awaitable<result<void>> visit_of_page::begin()
{
    if (auto fit = check_plan(plan_); !fit) co_return fit.error();
    auto shown = co_await show();
    if (!shown) co_return shown.error();
    co_return co_await wait();
}

asio::awaitable<result<page_results>> visit_of_page::go_on()
{
    const auto stopped = co_await perform(page_, plan_, next_step_, until_);
    if (!stopped) co_return stopped.error();
    is_done_ = *stopped == plan_.actions.size();
    next_step_ = *stopped + 1;
    if (!plan_.actions.empty()) end_step("act");
    auto found = co_await look();
    if (found && plan_.to_pages == links::collected) co_await learn_links();
    if (found && plan_.pictures.count > 0) {
        co_await take_pictures(page_, *found, plan_.pictures, learned_, until_);
        end_step("pictures");
    }
    co_return found;
}

asio::awaitable<void> visit_of_page::learn_links()
{
    auto links = co_await links_of(page_, until_);
    learned_.has_other_links = !links || !links->are_all;
    if (!links) {
        learned_.notes.push_back("its links are not known: " + links.error().detail);
        co_return;
    }
    if (!links->are_all)
        learned_.notes.push_back("links beyond its first " + std::to_string(links_max) + " are not followed");
    learned_.links = std::move(links->addresses);
}

asio::awaitable<result<void>> visit_of_page::show()
{
    auto dressed = co_await page_.show_as(plan_.view, plan_.as.user_agent, until_);
    if (!dressed) co_return dressed.error();
    auto known = co_await page_.come_as(plan_.as, plan_.address, until_);
    if (!known) co_return known.error();
    end_step("prepare");

    const auto navigated_by = std::min(until_, deadline_after(plan_.limits.navigation));
    auto gone = co_await page_.go_to(plan_.address, navigated_by);
    learned_.status = page_.document().status;
    if (!gone && learned_.status < 400) co_return gone.error();
    if (auto fit = check_document(); !fit) co_return fit.error();
    if (!gone) co_return gone.error();
    auto loaded = co_await page_.wait_for(plan_.ready, navigated_by);
    end_step("navigate");
    co_return loaded;
}

result<void> visit_of_page::check_document()
{
    const auto shown = page_.document();
    learned_.address = shown.address;
    learned_.status = shown.status;
    if (shown.status >= 400 && plan_.errors == http_errors::refused)
        return error{errc::upstream_rejected, "it answered with status " + std::to_string(shown.status)};
    if (shown.is_browsers_own)
        return error{errc::unreachable, "it could not be loaded: the browser shows its own error page"};
    if (!is_page(shown.media_type))
        return error{
            errc::unsupported,
            "it is " + (shown.media_type.empty() ? "of no known type" : shown.media_type) + ", not HTML"};
    return {};
}

asio::awaitable<result<void>> visit_of_page::wait()
{
    if (!plan_.wait_for.empty()) {
        auto there = co_await wait_for_element();
        if (!there) co_return there.error();
    }
    if (plan_.delay > 0ms) {
        const auto end = std::min(deadline_after(plan_.delay), until_);
        asio::steady_timer timer(co_await asio::this_coro::executor, end);
        boost::system::error_code stopped;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
        if (stopped) co_return error{errc::cancelled, "the audit was stopped"};
        if (end == until_) co_return error{errc::timed_out, "the delay is longer than --timeout leaves"};
    }
    end_step("wait");
    co_return result<void>{};
}

asio::awaitable<result<void>> visit_of_page::wait_for_element()
{
    while (std::chrono::steady_clock::now() < until_) {
        auto script = matches_script(plan_.wait_for, one_look_for_element);
        const auto there = co_await page_.evaluate(page_.top_frame(), std::move(script), until_);
        if (there && *there == "yes") co_return result<void>{};
        if (there || (there.error().code == errc::closed && !page_.has_crashed())) continue;
        if (there.error().code == errc::malformed)
            co_return error{errc::invalid_input,
                            "cannot wait for " + plan_.wait_for + ": " + there.error().detail};
        if (there.error().code != errc::timed_out) co_return there.error();
    }
    co_return error{errc::timed_out, "no element matched " + plan_.wait_for + " in time"};
}

asio::awaitable<result<void>> visit_of_page::settle()
{
    if (std::chrono::steady_clock::now() >= until_) co_return too_late();
    const auto limit = std::min(until_, deadline_after(settling_max));
    const auto settled = co_await settle_beside_engine(limit);
    if (!settled && settled.error().code == errc::timed_out)
        co_return error{errc::timed_out, "a script kept it busy: nothing else could run in it"};
    if (!settled) co_return settled.error();
    boost::json::error_code failed;
    const auto said = boost::json::parse(*settled, failed);
    const auto* notes = said.is_object() ? said.get_object().if_contains("notes") : nullptr;
    if (notes && notes->is_array())
        for (const auto& note : notes->get_array())
            if (note.is_string()) learned_.notes.emplace_back(note.get_string());
    end_step("settle");
    co_return result<void>{};
}

// A page that settles leaves time to define axe in it.
asio::awaitable<result<std::string>> visit_of_page::settle_beside_engine(deadline until)
{
    if (std::exchange(engine_in_, page_.documents_shown()) == page_.documents_shown())
        co_return co_await page_.evaluate(page_.top_frame(), settle_script(), until);
    const auto loop = co_await asio::this_coro::executor;
    const auto beside = [&](std::string script) {
        return asio::co_spawn(loop, page_.evaluate(page_.top_frame(), std::move(script), until),
                              asio::deferred);
    };
    auto both =
        asio::experimental::make_parallel_group(beside(settle_script()), beside(engine_script(engine_)));
    auto [order, thrown, settled, also_thrown, defined] =
        co_await std::move(both).async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& each : {thrown, also_thrown})
        if (each) std::rethrow_exception(each);
    if (!defined) co_return defined;
    co_return std::move(settled);
}

asio::awaitable<result<page_results>> visit_of_page::look()
{
    for (int looks = 1;; ++looks) {
        const auto document = page_.documents_shown();
        learned_.notes.clear();
        auto found = co_await look_once();
        const bool is_same = document == page_.documents_shown();
        if (page_.has_crashed() || (found ? is_same : found.error().code != errc::closed)) co_return found;
        if (looks == looks_max)
            co_return error{errc::closed, "it went to another document while it was audited, twice"};
        auto loaded = co_await page_.wait_for(plan_.ready, until_);
        if (!loaded) co_return loaded.error();
        if (auto fit = check_document(); !fit) co_return fit.error();
    }
}

asio::awaitable<result<page_results>> visit_of_page::look_once()
{
    if (plan_.settle == settling::on) {
        auto settled = co_await settle();
        if (!settled) co_return settled.error();
    }
    if (auto fit = check_document(); !fit) co_return fit.error();
    frame_walk walk(in_, page_, end_, engine_, plan_);
    auto json = co_await walk.run(until_);
    if (!json && json.error().code == errc::timed_out) co_return too_late();
    if (!json) co_return json.error();
    learned_.frames_seen = walk.frames_seen();
    learned_.frames_unseen = walk.frames_unseen();
    co_await ask_about_document();
    end_step("audit");
    auto found = read_results(*json);
    if (found && is_empty(*found))
        co_return error{errc::invalid_input,
                        "no rule of axe has run: look at the names in --tags, --rules and --options"};
    co_return found;
}

asio::awaitable<void> visit_of_page::ask_about_document()
{
    const auto said = co_await page_.evaluate(page_.top_frame(), about_script(), until_);
    if (!said) co_return;
    boost::json::error_code failed;
    const auto about = boost::json::parse(*said, failed);
    if (failed || !about.is_object()) co_return;
    learned_.title = text_member(about.get_object(), "title");
    learned_.address = text_member(about.get_object(), "address");
}

error visit_of_page::too_late() const
{
    return {errc::timed_out,
            "the audit did not end within " + std::to_string(plan_.limits.page.count()) + " ms"};
}

void visit_of_page::end_step(std::string name)
{
    const auto now = std::chrono::steady_clock::now();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(now - step_began_);
    learned_.steps.emplace_back(std::move(name), took);
    step_began_ = now;
}

}  // namespace parley::audit
