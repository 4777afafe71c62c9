// A tab of Chromium: its sessions on the DevTools pipe, the document that it shows, the sandboxes in its
// frames.
//
// A frame of another site lives in a process, and so in a session, of its own; such sessions are followed as
// they come and go. Never awake in two places: one call at a time.
#pragma once

#include "audit/browser/devtools.hpp"
#include "audit/browser/introduction.hpp"
#include "audit/browser/tab.hpp"
#include "audit/page/storage_state.hpp"

#include <set>

namespace parley::audit {

class chromium_tab final : public tab, private devtools_listener {
public:
    static asio::awaitable<result<std::unique_ptr<chromium_tab>>> open(std::shared_ptr<devtools> pipe,
                                                                       deadline until);

    chromium_tab(std::shared_ptr<devtools> pipe, std::string context);
    ~chromium_tab() override;
    chromium_tab(const chromium_tab&) = delete;
    chromium_tab& operator=(const chromium_tab&) = delete;

    asio::awaitable<result<void>> show_as(page_view view, std::string user_agent, deadline until) override;
    asio::awaitable<result<void>> come_as(visitor who, std::string address, deadline until) override;
    asio::awaitable<result<void>> go_to(std::string address, deadline until) override;
    asio::awaitable<result<void>> wait_for(wait_until ready, deadline until) override;
    shown_document document() const override;
    std::size_t documents_shown() const override { return documents_shown_; }
    const frame_id& top_frame() const override { return target_; }
    asio::awaitable<result<frame_id>> frame_inside(frame_id parent, std::string element,
                                                   deadline until) override;
    asio::awaitable<result<std::string>> evaluate(frame_id frame, std::string script,
                                                  deadline until) override;
    asio::awaitable<result<void>> click(point where, deadline until) override;
    asio::awaitable<result<void>> press(key_press key, deadline until) override;
    asio::awaitable<result<std::string>> picture(area part, deadline until) override;
    asio::awaitable<bool> leaves_nothing(deadline until) override;
    bool has_crashed() const override { return crashed_ || pipe_->is_closed(); }

private:
    using object = boost::json::object;

    asio::awaitable<result<void>> attach(deadline until);
    asio::awaitable<result<object>> call(std::string method, object parameters, deadline until);
    asio::awaitable<result<object>> in_sandbox(frame_id frame, object evaluation, deadline until);
    asio::awaitable<result<void>> forget_visitor(std::string origin, deadline until);
    asio::awaitable<result<void>> put_cookies(const visitor& who, deadline until);
    asio::awaitable<result<void>> put_storage(storage_state state, deadline until);
    asio::awaitable<void> free_if_stuck(std::string session);

    void hear(const devtools_event& event) override;
    void hear_the_end() override { changed_.cancel(); }
    void hear_of_request(const devtools_event& event);
    void hear_of_login(const devtools_event& event);
    void watch_requests(const std::string& session);
    void hear_of_document(const devtools_event& event);
    void begin_document(const object& frame);
    void follow(const object& attached);
    void leave(const std::string& session);
    void lose(const std::string& session);
    void prepare(const std::string& session);
    std::string session_of(const frame_id& frame) const;

    std::shared_ptr<devtools> pipe_;
    std::string context_;
    std::string target_;  // also the name of its top frame
    std::string session_;
    std::map<std::string, frame_id> frame_sessions_;    // of frames in other processes
    std::map<frame_id, std::string> parents_sessions_;  // of frames that were looked for
    object media_;                                      // how every frame is shown
    std::string locale_;

    bool is_used_ = false;  // has been anywhere
    bool is_plain_ = true;  // nobody's, and of the browser's own language and name
    introduction introduced_;
    std::set<std::string> stored_origins_;  // that were shown, or given local storage

    std::map<std::string, coming_document> answers_;  // by loader, until one of them is shown
    std::string loader_;                              // of the document that is shown
    shown_document document_;
    std::size_t documents_shown_ = 0;
    bool loaded_ = false;
    bool network_idle_ = false;
    bool downloads_ = false;
    bool crashed_ = false;
    asio::steady_timer changed_;
};

}  // namespace parley::audit
