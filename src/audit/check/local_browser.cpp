#include "audit/check/local_browser.hpp"

#include "base/deadline.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>

namespace parley::audit {
namespace {

// The pipe of a running browser always waits, so the loop is left as soon as the work is done.
template <class T>
T run_while(asio::io_context& loop, asio::awaitable<T> work)
{
    std::optional<T> returned;
    std::exception_ptr thrown;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e, T value) {
        thrown = e;
        returned = std::move(value);
        loop.stop();
    });
    loop.restart();
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*returned);
}

}  // namespace

class local_browser::impl {
public:
    explicit impl(browser_options options) : options_(std::move(options)) {}

    std::vector<page_outcome> look_at(const page_plan& plan)
    {
        if (!auditor_) {
            auto started = run_while(loop_, chromium_auditor::start(options_));
            if (!started) {
                if (started.error().code == errc::not_found) missing_ = started.error().detail;
                return {page_outcome{plan.address, {}, {}, started.error()}};
            }
            browser_ = *std::move(started);
            auditor_ = browser_->new_auditor();
        }
        return run_while(loop_, auditor_->audit(plan));
    }

    const std::string& missing() const { return missing_; }

private:
    browser_options options_;
    asio::io_context loop_;
    std::unique_ptr<chromium_auditor> browser_;
    std::unique_ptr<auditor> auditor_;
    std::string missing_;
};

local_browser::local_browser(browser_options options) : impl_(std::make_unique<impl>(std::move(options))) {}

local_browser::~local_browser() = default;

std::vector<page_outcome> local_browser::look_at(const page_plan& plan)
{
    return impl_->look_at(plan);
}

const std::string& local_browser::missing() const
{
    return impl_->missing();
}

}  // namespace parley::audit
