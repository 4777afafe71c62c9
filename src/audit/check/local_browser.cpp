#include "audit/check/local_browser.hpp"

#include "base/run_on_loop.hpp"

namespace parley::audit {
namespace {

// The pipe of a running browser always waits.
constexpr auto rest = loop_rest::is_left;

}  // namespace

class local_browser::impl {
public:
    explicit impl(browser_options options) : options_(std::move(options)) {}

    std::vector<page_outcome> look_at(const page_plan& plan)
    {
        if (!auditor_) {
            auto started = run_on_loop(loop_, browser_auditor::start(options_), rest);
            if (!started) {
                if (started.error().code == errc::not_found) missing_ = started.error().detail;
                return {page_outcome{plan.address, {}, {}, started.error()}};
            }
            browser_ = *std::move(started);
            auditor_ = browser_->new_auditor();
        }
        return run_on_loop(loop_, auditor_->audit(plan), rest);
    }

    browser_kind kind() const { return options_.kind; }
    const std::string& missing() const { return missing_; }

private:
    browser_options options_;
    asio::io_context loop_;
    std::unique_ptr<browser_auditor> browser_;
    std::unique_ptr<auditor> auditor_;
    std::string missing_;
};

local_browser::local_browser(browser_options options) : impl_(std::make_unique<impl>(std::move(options))) {}

local_browser::~local_browser() = default;

std::vector<page_outcome> local_browser::look_at(const page_plan& plan)
{
    return impl_->look_at(plan);
}

browser_kind local_browser::kind() const
{
    return impl_->kind();
}

const std::string& local_browser::missing() const
{
    return impl_->missing();
}

}  // namespace parley::audit
