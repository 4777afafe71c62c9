#include "audit/page/browser_auditor.hpp"

#include "audit/browser/chromium.hpp"
#include "audit/browser/firefox.hpp"
#include "audit/engine/axe.hpp"
#include "audit/page/visit_of_page.hpp"

#include <boost/asio/redirect_error.hpp>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

constexpr auto start_max = 60s;     // Firefox on a cold disk and a busy machine
constexpr auto open_tab_max = 20s;  // beside others that start
constexpr auto leaving_max = 2s;

std::string view_name(const page_view& view)
{
    std::string name = view.scheme == color_scheme::dark ? "dark " : "light ";
    if (view.palette == colors::forced) name += "forced-colors ";
    return name + std::to_string(view.width) + "x" + std::to_string(view.height);
}

asio::awaitable<result<std::unique_ptr<browser>>> start_browser(const browser_options& options)
{
    const auto until = deadline_after(start_max);
    if (options.kind == browser_kind::firefox) {
        firefox_options how{options.path, options.profiles, options.results_bytes_max};
        return firefox::start(std::move(how), until);
    }
    chromium_options how{options.path, options.profiles, options.results_bytes_max};
    return chromium::start(std::move(how), until);
}

// The one browser of all its auditors: who finds it gone starts it again, the others wait for that.
class kept_browser {
public:
    kept_browser(const asio::any_io_executor& loop, browser_options options)
        : options_(std::move(options)), started_(loop, deadline::max())
    {
    }

    // Lives for as long as somebody is at work with it.
    asio::awaitable<result<std::shared_ptr<browser>>> running()
    {
        while (starts_) {
            boost::system::error_code ignored;
            co_await started_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        if (browser_ && !browser_->is_gone()) co_return browser_;
        starts_ = true;
        auto made = co_await start_browser(options_);
        starts_ = false;
        started_.cancel();
        if (!made) co_return made.error();
        browser_ = *std::move(made);
        co_return browser_;
    }

    std::string_view engine() const
    {
        return options_.engine.empty() ? axe_source() : std::string_view(options_.engine);
    }

    std::string name() const { return browser_ ? browser_->name() : std::string(); }
    browser_kind kind() const { return options_.kind; }

private:
    browser_options options_;
    std::shared_ptr<browser> browser_;
    bool starts_ = false;
    asio::steady_timer started_;
};

class one_auditor final : public auditor {
public:
    explicit one_auditor(kept_browser& in) : in_(in), end_(in.engine()) {}

    asio::awaitable<std::vector<page_outcome>> audit(const page_plan& plan) override
    {
        std::vector<page_outcome> outcomes;
        if (co_await look(plan, outcomes) == ending::browser_gone) {
            outcomes.clear();
            const auto again = co_await look(plan, outcomes);
            const auto* note = again == ending::browser_gone ? "the browser crashed twice"
                                                             : "the browser crashed and was started again";
            for (auto& each : outcomes) each.visit.notes.insert(each.visit.notes.begin(), note);
        }
        co_return outcomes;
    }

private:
    enum class ending { of_itself, browser_gone };

    page_outcome blank(const page_plan& plan) const
    {
        return {.page = plan.address,
                .variant = std::string(name_of(in_.kind())) + " " + view_name(plan.view),
                .file = {},
                .results = error{errc::closed, "it was not looked at"}};
    }

    asio::awaitable<ending> look(const page_plan& plan, std::vector<page_outcome>& outcomes)
    {
        const auto running = co_await in_.running();
        if (!running) {
            outcomes.push_back(blank(plan));
            outcomes.back().results = running.error();
            co_return ending::of_itself;
        }
        auto page = co_await tab_for(**running, plan);
        if (!page) {
            outcomes.push_back(blank(plan));
            outcomes.back().results = page.error();
        } else {
            visit_of_page visit(**running, **page, end_, in_.engine(), plan);
            while (!visit.is_done()) co_await look_on(visit, plan, outcomes);
        }
        const bool is_whole = outcomes.back().results.has_value();
        const bool is_only_shown = is_whole && plan.actions.empty();
        if (is_only_shown && co_await (*page)->leaves_nothing(deadline_after(leaving_max)))
            kept_ = *std::move(page);
        co_return !is_whole && (*running)->is_gone() ? ending::browser_gone : ending::of_itself;
    }

    // The one before, when it can be used again: another one costs more than a small page.
    asio::awaitable<result<std::unique_ptr<tab>>> tab_for(browser& in, const page_plan& plan)
    {
        auto kept = std::exchange(kept_, nullptr);
        // What it shows may have another address by now, and a place in the same document is not loaded.
        const bool is_place = plan.address.find('#') != std::string::npos;
        if (kept && !kept->has_crashed() && !is_place) co_return kept;
        kept.reset();
        co_return co_await in.open_tab(deadline_after(open_tab_max));
    }

    // One outcome more.
    asio::awaitable<void> look_on(visit_of_page& visit, const page_plan& plan,
                                  std::vector<page_outcome>& outcomes) const
    {
        const auto began = std::chrono::steady_clock::now();
        auto made = blank(plan);
        made.results = co_await visit.next();
        made.visit = visit.learned();
        const auto took = std::chrono::steady_clock::now() - began;
        made.took = std::chrono::duration_cast<std::chrono::milliseconds>(took);
        outcomes.push_back(std::move(made));
    }

    kept_browser& in_;
    finisher end_;
    std::unique_ptr<tab> kept_;  // shows the page before, which leaves nothing in it
};

}  // namespace

class browser_auditor::impl {
public:
    impl(const asio::any_io_executor& loop, browser_options options) : kept(loop, std::move(options)) {}

    kept_browser kept;
};

asio::awaitable<result<std::unique_ptr<browser_auditor>>> browser_auditor::start(browser_options options)
{
    const auto loop = co_await asio::this_coro::executor;
    auto made = std::make_unique<impl>(loop, std::move(options));
    const auto running = co_await made->kept.running();
    if (!running) co_return running.error();
    co_return std::unique_ptr<browser_auditor>(new browser_auditor(std::move(made)));
}

browser_auditor::browser_auditor(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
browser_auditor::~browser_auditor() = default;

std::unique_ptr<auditor> browser_auditor::new_auditor()
{
    return std::make_unique<one_auditor>(impl_->kept);
}

std::string browser_auditor::browser() const
{
    return impl_->kept.name();
}

browser_kind browser_auditor::kind() const
{
    return impl_->kept.kind();
}

std::string browser_auditor::engine_version() const
{
    return version_of_axe(impl_->kept.engine());
}

}  // namespace parley::audit
