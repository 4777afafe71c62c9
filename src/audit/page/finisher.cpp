#include "audit/page/finisher.hpp"

#include "audit/engine/scripts.hpp"

namespace parley::audit {

asio::awaitable<result<std::string>> finisher::finish(browser& in, std::string parts, std::string options,
                                                      deadline until)
{
    if (!blank_ || blank_->has_crashed()) {
        blank_.reset();
        auto opened = co_await open(in, until);
        if (!opened) co_return opened.error();
    }
    auto script = finish_script(parts, options);
    auto finished = co_await blank_->evaluate(blank_->top_frame(), std::move(script), until);
    if (!finished) blank_.reset();
    co_return finished;
}

asio::awaitable<result<void>> finisher::open(browser& in, deadline until)
{
    auto opened = co_await in.open_tab(until);
    if (!opened) co_return opened.error();
    auto defined = co_await (*opened)->evaluate((*opened)->top_frame(), engine_script(engine_), until);
    if (!defined) co_return defined.error();
    blank_ = std::move(*opened);
    co_return result<void>{};
}

}  // namespace parley::audit
