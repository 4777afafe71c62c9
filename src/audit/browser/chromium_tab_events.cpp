#include "audit/browser/chromium_tab.hpp"
#include "audit/browser/json_member.hpp"

namespace parley::audit {
namespace {

constexpr std::size_t answers_max = 64;  // of documents that were never shown, such as downloads

}  // namespace

void chromium_tab::hear(const devtools_event& event)
{
    if (event.method == "Page.javascriptDialogOpening")
        pipe_->tell(event.session, "Page.handleJavaScriptDialog", {{"accept", true}});
    else if (event.method == "Target.attachedToTarget")
        follow(event.parameters);
    else if (event.method == "Target.detachedFromTarget")
        leave(text_member(event.parameters, "sessionId"));
    else if (event.method == "Fetch.requestPaused")
        hear_of_request(event);
    else if (event.method == "Fetch.authRequired")
        hear_of_login(event);
    else if (event.method == "Inspector.targetCrashed")
        lose(event.session);
    else if (event.session == session_)
        hear_of_document(event);
    changed_.cancel();
}

// Of the tab's own session, where documents of frames are told too.
void chromium_tab::hear_of_document(const devtools_event& event)
{
    const auto& what = event.parameters;
    if (event.method == "Page.downloadWillBegin") {
        downloads_ = true;
    } else if (event.method == "Page.frameNavigated") {
        const auto frame = object_member(what, "frame");
        if (text_member(frame, "id") == target_) begin_document(frame);
    } else if (text_member(what, "frameId") != target_) {
        return;
    } else if (event.method == "Page.frameRequestedNavigation") {
        // By the page itself: what it shows is no longer what it is about to be.
        if (text_member(what, "disposition") == "currentTab") loaded_ = network_idle_ = false;
    } else if (event.method == "Page.frameStoppedLoading") {
        loaded_ = true;  // whether it led anywhere or not
    } else if (event.method == "Page.navigatedWithinDocument") {
        document_.address = text_member(what, "url");
    } else if (event.method == "Network.responseReceived" && text_member(what, "type") == "Document") {
        const auto response = object_member(what, "response");
        const auto is_web = text_member(response, "url").starts_with("http");
        if (answers_.size() >= answers_max) answers_.clear();
        answers_[text_member(what, "loaderId")] = {is_web ? number_member(response, "status") : 0,
                                                   text_member(response, "mimeType")};
    } else if (event.method == "Page.lifecycleEvent" && text_member(what, "loaderId") == loader_) {
        const auto name = text_member(what, "name");
        loaded_ |= name == "load";
        network_idle_ |= name == "networkIdle";
    }
}

void chromium_tab::begin_document(const object& frame)
{
    loader_ = text_member(frame, "loaderId");
    loaded_ = network_idle_ = false;
    ++documents_shown_;
    const auto coming = answers_[loader_];
    document_ = {.address = text_member(frame, "url") + text_member(frame, "urlFragment"),
                 .status = coming.status,
                 .media_type = coming.media_type.empty() ? text_member(frame, "mimeType") : coming.media_type,
                 .is_browsers_own = frame.contains("unreachableUrl")};
    if (document_.address.starts_with("http")) stored_origins_.insert(told_origin(document_.address));
    answers_.clear();
    parents_sessions_.clear();
}

// A frame got a process of its own, or a worker began. It waits until it is told to run.
void chromium_tab::follow(const object& attached)
{
    const auto session = text_member(attached, "sessionId");
    const auto target = object_member(attached, "targetInfo");
    if (text_member(target, "type") == "worker")
        return pipe_->tell(session, "Runtime.runIfWaitingForDebugger", {});
    frame_sessions_[session] = text_member(target, "targetId");
    pipe_->listen(session, *this);
    prepare(session);
    pipe_->tell(session, "Runtime.runIfWaitingForDebugger", {});
}

void chromium_tab::leave(const std::string& session)
{
    pipe_->abandon(session, {errc::closed, "its document went away"});
    pipe_->forget(session);
    frame_sessions_.erase(session);
}

void chromium_tab::lose(const std::string& session)
{
    if (session != session_) return pipe_->abandon(session, {errc::closed, "the frame crashed"});
    crashed_ = true;
    pipe_->abandon(session_, {errc::closed, "the page crashed"});
    for (const auto& [other, frame] : frame_sessions_)
        pipe_->abandon(other, {errc::closed, "the page crashed"});
}

}  // namespace parley::audit
