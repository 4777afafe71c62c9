// One page in a browser, with cookies and storage of its own, whatever protocol the browser speaks.
//
// Scripts run in a sandbox beside the page: they see its document, and the page's scripts can neither see nor
// change them. Dialogs are accepted as they come. Belongs to one loop; one call at a time.
#pragma once

#include "audit/page/key.hpp"
#include "audit/page/plan.hpp"
#include "base/deadline.hpp"

#include <string>

namespace parley::audit {

using frame_id = std::string;  // the browser's name for it

// What the tab shows.
struct shown_document {
    std::string address;
    int status = 0;                // 0: not of HTTP
    std::string media_type;        // such as "text/html"
    bool is_browsers_own = false;  // its page about an error
};

// What is known of a document before it is there.
struct coming_document {
    int status = 0;
    std::string media_type;
};

class tab {
public:
    virtual ~tab() = default;

    virtual asio::awaitable<result<void>> show_as(page_view view, std::string user_agent, deadline until) = 0;

    // Who the browser is from now on; nothing is left of who it was before. Only the origin of `address`,
    // where the page lies, is told. A file is told nothing.
    virtual asio::awaitable<result<void>> come_as(visitor who, std::string address, deadline until) = 0;

    // Until the first byte of the new document has come. errc::unreachable with the browser's words;
    // unsupported for a download.
    virtual asio::awaitable<result<void>> go_to(std::string address, deadline until) = 0;

    // Until the document that is shown then has loaded, those that it redirects to included.
    virtual asio::awaitable<result<void>> wait_for(wait_until ready, deadline until) = 0;

    virtual shown_document document() const = 0;
    virtual std::size_t documents_shown() const = 0;  // so far: another number, another document
    virtual const frame_id& top_frame() const = 0;

    // The frame inside the element that `element`, an expression in the sandbox of `parent`, stands for.
    virtual asio::awaitable<result<frame_id>> frame_inside(frame_id parent, std::string element,
                                                           deadline until) = 0;

    // What `script`, an expression in the sandbox of the frame's document, gives: a string, or a promise of
    // one. errc::closed when that document went away; malformed with what it threw; timed_out, and then what
    // kept the frame busy is ended, at the latest with the tab.
    virtual asio::awaitable<result<std::string>> evaluate(frame_id frame, std::string script,
                                                          deadline until) = 0;

    // As a person does it with mouse and keyboard. The place is one of the window, not of the whole page.
    struct point {
        double x, y;
    };
    virtual asio::awaitable<result<void>> click(point where, deadline until) = 0;
    virtual asio::awaitable<result<void>> press(key_press key, deadline until) = 0;

    // PNG in base64, of a part of the whole page.
    struct area {
        double x, y, width, height;
    };
    virtual asio::awaitable<result<std::string>> picture(area part, deadline until) = 0;

    // Whether another page, shown in this tab to another visitor, could find nothing of what it shows now.
    // When that is not sure the answer is no, and another tab is to be opened.
    virtual asio::awaitable<bool> leaves_nothing(deadline until) = 0;

    // True when nothing more can be learned from it: its process, or the browser, is gone.
    virtual bool has_crashed() const = 0;
};

}  // namespace parley::audit
