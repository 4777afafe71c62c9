#include "audit/page/chromium_auditor.hpp"

#include "audit/browser/chromium.hpp"
#include "audit/engine/axe.hpp"
#include "audit/page/visit_of_page.hpp"

#include <boost/asio/redirect_error.hpp>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

constexpr auto start_max = 30s;     // a cold disk is slow
constexpr auto open_tab_max = 20s;  // beside others that start

std::string view_name(const page_view& view)
{
    std::string name = view.scheme == color_scheme::dark ? "dark " : "light ";
    if (view.palette == colors::forced) name += "forced-colors ";
    return name + std::to_string(view.width) + "x" + std::to_string(view.height);
}

// The one browser of all its auditors: who finds it gone starts it again, the others wait for that.
class kept_browser {
public:
    kept_browser(const asio::any_io_executor& loop, browser_options options)
        : options_(std::move(options)), started_(loop, deadline::max())
    {
    }

    asio::awaitable<result<browser*>> running()
    {
        while (starts_) {
            boost::system::error_code ignored;
            co_await started_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        if (browser_ && !browser_->is_gone()) co_return browser_.get();
        starts_ = true;
        chromium_options how{options_.path, options_.profiles, options_.results_bytes_max};
        auto made = co_await chromium::start(std::move(how), deadline_after(start_max));
        starts_ = false;
        started_.cancel();
        if (!made) co_return made.error();
        gone_.push_back(std::exchange(browser_, std::move(*made)));
        co_return browser_.get();
    }

    std::string_view engine() const
    {
        return options_.engine.empty() ? axe_source() : std::string_view(options_.engine);
    }

    std::string name() const { return browser_ ? browser_->name() : std::string(); }

private:
    browser_options options_;
    std::unique_ptr<browser> browser_;
    std::vector<std::unique_ptr<browser>> gone_;  // another auditor may still be at work with one
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

    static page_outcome blank(const page_plan& plan)
    {
        return {.page = plan.address,
                .variant = "chromium " + view_name(plan.view),
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
        auto& browser = **running;
        const auto opened = co_await browser.open_tab(deadline_after(open_tab_max));
        if (!opened) {
            outcomes.push_back(blank(plan));
            outcomes.back().results = opened.error();
        } else {
            visit_of_page visit(browser, **opened, end_, in_.engine(), plan);
            while (!visit.is_done()) co_await look_on(visit, plan, outcomes);
        }
        const bool is_whole = outcomes.back().results.has_value();
        co_return !is_whole && browser.is_gone() ? ending::browser_gone : ending::of_itself;
    }

    // One outcome more.
    static asio::awaitable<void> look_on(visit_of_page& visit, const page_plan& plan,
                                         std::vector<page_outcome>& outcomes)
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
};

}  // namespace

class chromium_auditor::impl {
public:
    impl(const asio::any_io_executor& loop, browser_options options) : kept(loop, std::move(options)) {}

    kept_browser kept;
};

asio::awaitable<result<std::unique_ptr<chromium_auditor>>> chromium_auditor::start(browser_options options)
{
    const auto loop = co_await asio::this_coro::executor;
    auto made = std::make_unique<impl>(loop, std::move(options));
    const auto running = co_await made->kept.running();
    if (!running) co_return running.error();
    co_return std::unique_ptr<chromium_auditor>(new chromium_auditor(std::move(made)));
}

chromium_auditor::chromium_auditor(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
chromium_auditor::~chromium_auditor() = default;

std::unique_ptr<auditor> chromium_auditor::new_auditor()
{
    return std::make_unique<one_auditor>(impl_->kept);
}

std::string chromium_auditor::browser() const
{
    return impl_->kept.name();
}

std::string chromium_auditor::engine_version() const
{
    return version_of_axe(impl_->kept.engine());
}

}  // namespace parley::audit
