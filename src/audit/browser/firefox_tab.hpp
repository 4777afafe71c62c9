// A tab of Firefox: a window and a container of its own, the document that it shows, the sandboxes in its
// frames.
//
// Firefox has no command that ends a script: what runs for ever ends with the tab. Never awake in two places:
// one call at a time.
#pragma once

#include "audit/browser/bidi.hpp"
#include "audit/browser/firefox_command.hpp"
#include "audit/browser/introduction.hpp"
#include "audit/browser/tab.hpp"
#include "audit/page/storage_state.hpp"

#include <map>
#include <set>

namespace parley::audit {

class firefox_sessions;

class firefox_tab final : public tab, private bidi_listener {
public:
    static asio::awaitable<result<std::unique_ptr<firefox_tab>>> open(
        std::shared_ptr<firefox_sessions> sessions, deadline until);

    firefox_tab(std::weak_ptr<firefox_sessions> sessions, const asio::any_io_executor& loop)
        : sessions_(std::move(sessions)), changed_(loop, deadline::max())
    {
    }
    ~firefox_tab() override { close(); }
    firefox_tab(const firefox_tab&) = delete;
    firefox_tab& operator=(const firefox_tab&) = delete;

    asio::awaitable<result<void>> show_as(page_view view, std::string user_agent, deadline until) override;
    asio::awaitable<result<void>> come_as(visitor who, std::string address, deadline until) override;
    asio::awaitable<result<void>> go_to(std::string address, deadline until) override;
    asio::awaitable<result<void>> wait_for(wait_until ready, deadline until) override;
    shown_document document() const override { return document_; }
    std::size_t documents_shown() const override { return documents_shown_; }
    const frame_id& top_frame() const override { return top_; }
    asio::awaitable<result<frame_id>> frame_inside(frame_id parent, std::string element,
                                                   deadline until) override;
    asio::awaitable<result<std::string>> evaluate(frame_id frame, std::string script,
                                                  deadline until) override;
    asio::awaitable<result<void>> click(point where, deadline until) override;
    asio::awaitable<result<void>> press(key_press key, deadline until) override;
    asio::awaitable<result<std::string>> picture(area part, deadline until) override;
    asio::awaitable<bool> leaves_nothing(deadline) override { co_return false; }
    bool has_crashed() const override { return crashed_ || !session_ || session_->is_closed(); }

private:
    using object = boost::json::object;

    asio::awaitable<result<void>> open_in(appearance shown, deadline until);
    void close();
    asio::awaitable<result<void>> dress(deadline until);
    asio::awaitable<result<void>> check_dress(deadline until);
    asio::awaitable<result<object>> call(std::string method, object parameters, deadline until);
    asio::awaitable<result<object>> in_sandbox(frame_id frame, std::string script, deadline until);
    asio::awaitable<void> wait_for_change(deadline until);
    asio::awaitable<result<void>> arrive(std::string navigation, std::size_t before, deadline until);
    asio::awaitable<result<void>> learn_media_type(deadline until);
    asio::awaitable<result<void>> act(object source, deadline until);

    asio::awaitable<result<void>> put_cookies(boost::json::array cookies, deadline until);
    asio::awaitable<result<void>> put_given_cookies(const visitor& who, deadline until);
    asio::awaitable<result<void>> put_storage(storage_state state, deadline until);
    asio::awaitable<result<void>> watch_requests(deadline until);
    asio::awaitable<result<void>> leave_requests(deadline until);

    void hear(const bidi_event& event) override;
    void hear_the_end() override { changed_.cancel(); }
    void hear_of_place(const std::string& event, const object& what);
    void hear_of_top(const std::string& event, const object& what);
    void hear_of_network(const std::string& event, const object& what);
    void hear_of_request(const object& what);
    void hear_of_login(const object& what);
    void begin_document(const object& committed);
    void end_navigation();
    void lose();
    bool is_network_idle() const;

    std::weak_ptr<firefox_sessions> sessions_;
    std::shared_ptr<bidi> session_;
    appearance shown_;
    std::string container_;  // the user context: cookies and storage of its own
    frame_id top_;
    std::set<frame_id> frames_;  // with the top
    page_view view_;
    std::string user_agent_;
    bool is_dressed_ = false;  // view_ and user_agent_ were asked for

    bool is_used_ = false;  // has been anywhere
    introduction introduced_;
    std::string intercept_;  // of requests; empty: none stops at us

    std::map<std::string, coming_document> answers_;  // by navigation, until one of them is shown
    std::map<std::string, std::string> failures_;     // of navigations, in the browser's words
    std::map<std::string, frame_id> requests_;        // under way, and whose they are
    deadline busy_until_;                             // when the last of them ended
    std::string within_;                              // the last navigation inside the document
    shown_document document_;
    std::size_t documents_shown_ = 0;
    std::string coming_;  // the navigation under way to another document; empty: none
    bool loaded_ = false;
    bool downloads_ = false;
    bool crashed_ = false;
    asio::steady_timer changed_;
};

}  // namespace parley::audit
