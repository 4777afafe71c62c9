// Has axe look at every frame of a page (axe-core doc/run-partial.md): at the top first, then into each frame
// that it names, each in its sandbox.
//
// A frame that fails, hangs or shows an error of the browser is left out with all that is in it, and said.
// Without frames one plain run is enough.
#pragma once

#include "audit/engine/scripts.hpp"
#include "audit/outcome.hpp"
#include "audit/page/finisher.hpp"

#include <boost/json/array.hpp>

namespace parley::audit {

class frame_walk {
public:
    // All of which outlive this.
    frame_walk(browser& in, tab& page, finisher& end, std::string_view engine, const page_plan& plan)
        : in_(in), page_(page), end_(end), engine_(engine), plan_(plan)
    {
    }

    // axe's results as JSON. errc::closed when the page went away meanwhile.
    asio::awaitable<result<std::string>> run(deadline until);

    std::size_t frames_seen() const { return frames_seen_; }
    const std::vector<unseen_frame>& frames_unseen() const { return frames_unseen_; }

private:
    struct place {
        frame_id frame;
        std::string where;  // as unseen_frame::place; empty: the top
        std::string context;
        frame_role role;
    };

    asio::awaitable<result<void>> look_at(place at, std::size_t depth, deadline until);
    asio::awaitable<result<boost::json::array>> start(const place& at, deadline until);
    asio::awaitable<result<boost::json::object>> define_and_start_axe(const place& at, deadline until);
    asio::awaitable<result<boost::json::object>> start_axe(const place& at, deadline until);
    asio::awaitable<void> look_into(const place& parent, std::size_t index, boost::json::object frame,
                                    std::size_t depth, deadline until);
    void leave_out(unseen_frame frame);

    browser& in_;
    tab& page_;
    finisher& end_;
    std::string_view engine_;
    const page_plan& plan_;
    std::string whole_;  // results of a page without frames
    std::string parts_;  // else a JSON list without its end, in the order of the frames
    std::size_t frames_seen_ = 0;
    std::vector<unseen_frame> frames_unseen_;
};

// What axe is asked when nothing else is said.
std::string_view default_axe_options();

}  // namespace parley::audit
