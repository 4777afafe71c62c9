// One visit to a page, from its address to what axe found: the steps of its lifecycle in their order.
//
// Knows no protocol: it is told a tab that is fresh. What was learned on the way is kept, however it ends.
#pragma once

#include "audit/page/frame_walk.hpp"

namespace parley::audit {

class visit_of_page {
public:
    // All of which outlive this.
    visit_of_page(browser& in, tab& page, finisher& end, std::string_view engine, const page_plan& plan);

    // The page as it is at the next `audit as` of the plan, or at the end of its steps.
    asio::awaitable<result<page_results>> next();

    // Whether there is no other: the last one was the end, or failed.
    bool is_done() const { return is_done_; }

    const page_visit& learned() const { return learned_; }

private:
    asio::awaitable<result<void>> begin();
    asio::awaitable<result<page_results>> go_on();
    asio::awaitable<void> learn_links();
    asio::awaitable<result<void>> show();
    asio::awaitable<result<void>> wait();
    asio::awaitable<result<void>> wait_for_element();
    asio::awaitable<result<void>> settle();
    asio::awaitable<result<std::string>> settle_beside_engine(deadline until);
    asio::awaitable<result<page_results>> look();
    asio::awaitable<result<page_results>> look_once();
    asio::awaitable<void> ask_about_document();
    result<void> check_document();
    error too_late() const;
    void end_step(std::string name);

    browser& in_;
    tab& page_;
    finisher& end_;
    std::string_view engine_;
    const page_plan& plan_;
    deadline until_;
    std::chrono::steady_clock::time_point step_began_;
    std::size_t next_step_ = 0;
    std::optional<std::size_t> engine_in_;  // which document settling defined axe in
    bool is_begun_ = false;
    bool is_done_ = false;
    page_visit learned_;
};

}  // namespace parley::audit
