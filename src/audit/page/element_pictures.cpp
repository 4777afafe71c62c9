#include "audit/page/element_pictures.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/report/compact.hpp"
#include "audit/report/joined.hpp"
#include "base/json_text.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

constexpr auto patience_with_all = 20s;  // a page may have little time left, and pictures are an extra
constexpr double margin = 8;             // of the page around an element
constexpr std::string_view unseen = "it is not to be seen";

// `path` is a selector for each shadow root and the element in the last one.
constexpr std::string_view find_element = R"js(
const find = (path) => {
  let inside = document, element = null;
  for (const selector of path) {
    element = inside?.querySelector(selector) ?? null;
    inside = element?.shadowRoot;
  }
  return element;
};
)js";

constexpr std::string_view scroll_to_element = R"js(
  const places = [];
  const parentOf = (node) => node.assignedSlot ?? node.parentNode ?? node.host;
  for (let at = element; at; at = parentOf(at))
    if (at.nodeType === Node.ELEMENT_NODE) places.push([at, at.scrollLeft, at.scrollTop]);
  globalThis.parleyAuditScrolled = places;
  element.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
  return '{}';
)js";

// In the window of its frame, but at the top in the whole page. A frame's content lies within its border.
constexpr std::string_view measure_element = R"js(
  const box = element.getBoundingClientRect();
  const isFrame = element.tagName === 'IFRAME' || element.tagName === 'FRAME';
  const style = getComputedStyle(element);
  const inner = (side) => isFrame ? element[`client${side}`] + parseFloat(style[`padding${side}`]) : 0;
  const isTop = window === window.top;
  const isShown = box.width > 0 && box.height > 0 && element.checkVisibility?.({
    checkOpacity: true, checkVisibilityCSS: true}) !== false;
  return JSON.stringify({
    x: box.x + inner('Left') + (isTop ? scrollX : 0), y: box.y + inner('Top') + (isTop ? scrollY : 0),
    width: isShown ? box.width : 0, height: isShown ? box.height : 0});
)js";

constexpr std::string_view scroll_back = R"js((() => {
  for (const [element, left, top] of globalThis.parleyAuditScrolled ?? [])
    element.scrollTo({left, top, behavior: 'instant'});
  globalThis.parleyAuditScrolled = undefined;
  return '{}';
})())js";

// Gives "" where the element is no more.
std::string with_element(std::string_view target, std::string_view work)
{
    constexpr std::string_view through_shadow = " >>> ";
    std::string path;
    for (std::size_t begin = 0; begin <= target.size();) {
        const auto end = std::min(target.find(through_shadow, begin), target.size());
        if (!path.empty()) path += ',';
        append_json_string(path, target.substr(begin, end - begin));
        begin = end + (end == target.size() ? 1 : through_shadow.size());
    }
    return "(() => {" + std::string(find_element) + "const element = find([" + path +
           "]); if (!element) return '';" + std::string(work) + "})()";
}

std::string frame_in(std::string_view target)
{
    return with_element(target, "return element;");
}

double real_member(const boost::json::object& from, std::string_view key)
{
    const auto* found = from.if_contains(key);
    return found != nullptr && found->is_number() ? found->to_number<double>() : 0;
}

tab::area read_area(std::string_view json)
{
    boost::json::error_code failed;
    const auto read = boost::json::parse(json, failed);
    if (failed || !read.is_object()) return {0, 0, 0, 0};
    const auto& of = read.get_object();
    return {real_member(of, "x"), real_member(of, "y"), real_member(of, "width"), real_member(of, "height")};
}

// The part of `inner`, which lies in the content of `outer`, that `outer` shows.
tab::area within(const tab::area& outer, const tab::area& inner)
{
    tab::area part{outer.x + std::max(inner.x, 0.0), outer.y + std::max(inner.y, 0.0), 0, 0};
    part.width = std::min(inner.x + inner.width, outer.width) - std::max(inner.x, 0.0);
    part.height = std::min(inner.y + inner.height, outer.height) - std::max(inner.y, 0.0);
    if (part.width <= 0 || part.height <= 0) part.width = part.height = 0;
    return part;
}

tab::area with_margin(const tab::area& of)
{
    const auto x = std::max(of.x - margin, 0.0);
    const auto y = std::max(of.y - margin, 0.0);
    return {x, y, std::min(of.x + of.width + margin - x, picture_width_max),
            std::min(of.y + of.height + margin - y, picture_height_max)};
}

class photographer {
public:
    photographer(tab& of, deadline until) : page_(of), until_(until) {}

    // An error ends the work; an element that cannot be shown is a reason.
    asio::awaitable<result<element_picture>> take(const std::vector<std::string>& target)
    {
        element_picture made{.target = joined(target, " >>> ")};
        auto frames = co_await frames_around(target);
        if (!frames) {
            if (frames.error().code == errc::closed) co_return frames.error();
            made.reason = "the frame that it is in cannot be reached";
            co_return made;
        }
        auto script = with_element(target.back(), scroll_to_element);
        auto scrolled = co_await page_.evaluate(frames->back(), std::move(script), until_);
        if (!scrolled) co_return scrolled.error();
        const auto place = co_await measure(target, *frames);
        if (!place) co_return place.error();
        if (place->width <= 0 || place->height <= 0) {
            made.reason = unseen;
        } else {
            auto png = co_await page_.picture(with_margin(*place), until_);
            if (!png) co_return png.error();
            made.png = *std::move(png);
        }
        auto back = co_await page_.evaluate(frames->back(), std::string(scroll_back), until_);
        if (!back) co_return back.error();
        co_return made;
    }

private:
    // The frame of each selector, from the top.
    asio::awaitable<result<std::vector<frame_id>>> frames_around(const std::vector<std::string>& target)
    {
        std::vector<frame_id> frames{page_.top_frame()};
        for (std::size_t i = 0; i + 1 < target.size(); ++i) {
            auto element = frame_in(target[i]);
            auto inside = co_await page_.frame_inside(frames.back(), std::move(element), until_);
            if (!inside) co_return inside.error();
            frames.push_back(*std::move(inside));
        }
        co_return frames;
    }

    asio::awaitable<result<tab::area>> measure(const std::vector<std::string>& target,
                                               const std::vector<frame_id>& frames)
    {
        tab::area place{0, 0, 0, 0};
        for (std::size_t i = 0; i < target.size(); ++i) {
            auto script = with_element(target[i], measure_element);
            const auto measured = co_await page_.evaluate(frames[i], std::move(script), until_);
            if (!measured) co_return measured.error();
            const auto own = read_area(*measured);
            place = i == 0 ? own : within(place, own);
        }
        co_return place;
    }

    tab& page_;
    deadline until_;
};

// Each once, in the order of the report.
std::vector<const node*> elements_of(const page_results& found)
{
    std::vector<const node*> elements;
    std::set<std::vector<std::string>> seen;
    for (const auto& rule : found.violations) {
        const auto shown = std::min(rule.nodes.size(), elements_per_rule_max);
        for (std::size_t i = 0; i < shown; ++i) {
            const auto& target = rule.nodes[i].target;
            if (!target.empty() && seen.insert(target).second) elements.push_back(&rule.nodes[i]);
        }
    }
    return elements;
}

}  // namespace

asio::awaitable<void> take_pictures(tab& of, const page_results& found, picture_limits limits, page_visit& to,
                                    deadline until)
{
    to.pictures.clear();
    to.pictures_left_out = 0;
    if (limits.count == 0 || limits.bytes == 0) co_return;
    photographer by(of, std::min(until, deadline_after(patience_with_all)));
    const auto elements = elements_of(found);
    std::size_t taken = 0;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        to.pictures_left_out = elements.size() - i;
        if (taken == limits.count) co_return;
        auto made = co_await by.take(elements[i]->target);
        if (!made || bytes + made->png.size() > limits.bytes) co_return;
        bytes += made->png.size();
        if (!made->png.empty()) ++taken;
        to.pictures.push_back(*std::move(made));
    }
    to.pictures_left_out = 0;
}

}  // namespace parley::audit
