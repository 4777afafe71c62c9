#include "audit/page/frame_walk.hpp"

#include "audit/browser/json_member.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace parley::audit {
namespace {

constexpr std::size_t depth_max = 16;    // of frames in frames; a page may hold itself
constexpr std::size_t frames_max = 500;  // of one page

// Why a frame is not even tried; empty: it is.
std::string why_left_out(std::string_view state, frames scope)
{
    if (scope == frames::none) return "frames are not asked for";
    if (state == "waiting") return "it has not been loaded yet";
    if (state == "foreign" && scope == frames::same_origin) return "it is of another origin";
    return {};
}

// What is left for the frames when axe is to have a part of the time for putting all together.
deadline frames_end(deadline page_end)
{
    return page_end - (page_end - std::chrono::steady_clock::now()) / 4;
}

std::string why_unseen(const error& failed, std::chrono::milliseconds patience)
{
    if (failed.code != errc::timed_out) return failed.detail;
    return "it gave no results within " + std::to_string(patience.count()) + " ms; scripts may not run in it";
}

}  // namespace

std::string_view default_axe_options()
{
    // Without the limit a page with dead media costs 10 s.
    return R"({"resultTypes":["violations"],"preload":{"assets":["cssom","media"],"timeout":2000}})";
}

asio::awaitable<result<std::string>> frame_walk::run(deadline until)
{
    place top{page_.top_frame(), "", plan_.context, frame_role::top};
    auto looked = co_await look_at(std::move(top), 0, until);
    if (!looked) co_return looked.error();
    if (!whole_.empty()) co_return std::move(whole_);
    auto options = plan_.options.empty() ? std::string(default_axe_options()) : plan_.options;
    co_return co_await end_.finish(in_, std::move(parts_) + "]", std::move(options), until);
}

asio::awaitable<result<void>> frame_walk::look_at(place at, std::size_t depth, deadline until)
{
    const bool is_top = at.role == frame_role::top;
    const auto own_end = is_top ? until : std::min(until, deadline_after(plan_.limits.frame));
    auto inner = co_await start(at, own_end);
    if (!inner) co_return inner.error();
    auto found = co_await page_.evaluate(at.frame, collect_script(), own_end);
    if (!found) co_return found.error();
    ++frames_seen_;
    if (is_top && inner->empty()) {
        whole_ = std::move(*found);
        co_return result<void>{};
    }
    parts_ += (parts_.empty() ? "[" : ",") + *found;
    const auto inner_end = is_top ? frames_end(until) : until;
    for (std::size_t i = 0; i < inner->size(); ++i)
        if (inner->at(i).is_object())
            co_await look_into(at, i, std::move(inner->at(i).get_object()), depth + 1, inner_end);
    co_return result<void>{};
}

// The frames that axe found in this one.
asio::awaitable<result<boost::json::array>> frame_walk::start(const place& at, deadline until)
{
    const bool is_settled = at.role == frame_role::top && plan_.settle == settling::on;  // which defines axe
    result<boost::json::object> said = boost::json::object{{"lacks", "axe"}};
    if (is_settled) said = co_await start_axe(at, until);
    if (said && said->contains("lacks")) said = co_await define_and_start_axe(at, until);
    if (!said) co_return said.error();
    auto why = text_member(*said, "failed");
    if (!why.empty()) co_return error{errc::unreachable, std::move(why)};
    auto* frames = said->if_contains("frames");
    if (!frames || !frames->is_array()) co_return error{errc::malformed, "axe named no frames"};
    co_return std::move(frames->get_array());
}

asio::awaitable<result<boost::json::object>> frame_walk::define_and_start_axe(const place& at, deadline until)
{
    auto defined = co_await page_.evaluate(at.frame, engine_script(engine_), until);
    if (!defined) co_return defined.error();
    co_return co_await start_axe(at, until);
}

asio::awaitable<result<boost::json::object>> frame_walk::start_axe(const place& at, deadline until)
{
    const auto options = plan_.options.empty() ? default_axe_options() : std::string_view(plan_.options);
    auto script =
        start_script(at.context, options, at.role, plan_.settle == settling::on ? still::yes : still::no);
    const auto started = co_await page_.evaluate(at.frame, std::move(script), until);
    if (!started) co_return started.error();
    boost::json::error_code failed;
    auto said = boost::json::parse(*started, failed);
    if (failed || !said.is_object()) co_return error{errc::malformed, "axe did not start"};
    co_return std::move(said.get_object());
}

asio::awaitable<void> frame_walk::look_into(const place& parent, std::size_t index, boost::json::object frame,
                                            std::size_t depth, deadline until)
{
    const auto own = text_member(frame, "place");
    unseen_frame about{parent.where.empty() ? own : parent.where + " >>> " + own,
                       text_member(frame, "address"), why_left_out(text_member(frame, "state"), plan_.scope)};
    about.is_left_out = !about.reason.empty();
    if (about.reason.empty() && (depth > depth_max || frames_seen_ >= frames_max))
        about.reason = "it is beyond the limit of " + std::to_string(frames_max) + " frames, " +
                       std::to_string(depth_max) + " deep";
    if (about.reason.empty() && std::chrono::steady_clock::now() >= until)
        about.reason = "the time for the page was up before its turn came";
    if (!about.reason.empty()) co_return leave_out(std::move(about));

    const auto patience = std::min(until, deadline_after(plan_.limits.frame));
    auto inside = co_await page_.frame_inside(parent.frame, frame_element(index), patience);
    if (!inside) {
        about.reason = why_unseen(inside.error(), plan_.limits.frame);
        co_return leave_out(std::move(about));
    }
    place child{std::move(*inside), about.place, boost::json::serialize(frame["context"]), frame_role::inner};
    auto looked = co_await look_at(std::move(child), depth, until);
    if (looked) co_return;
    about.reason = why_unseen(looked.error(), plan_.limits.frame);
    leave_out(std::move(about));
}

void frame_walk::leave_out(unseen_frame frame)
{
    parts_ += ",null";
    frames_unseen_.push_back(std::move(frame));
}

}  // namespace parley::audit
