#include "audit/browser/opened_windows.hpp"

#include "audit/browser/json_member.hpp"

#include <boost/json/array.hpp>

namespace parley::audit {

using boost::json::object;

opened_windows::opened_windows(std::shared_ptr<devtools> pipe) : pipe_(std::move(pipe))
{
    boost::json::array followed;
    followed.push_back(object{{"type", "page"}});
    pipe_->listen("", *this);
    pipe_->tell("", "Target.setAutoAttach",
                {{"autoAttach", true},
                 {"waitForDebuggerOnStart", true},
                 {"flatten", true},
                 {"filter", std::move(followed)}});
}

opened_windows::~opened_windows()
{
    pipe_->forget("");
}

void opened_windows::hear(const devtools_event& event)
{
    const auto session = text_member(event.parameters, "sessionId");
    if (event.method == "Page.javascriptDialogOpening") {
        pipe_->tell(event.session, "Page.handleJavaScriptDialog", {{"accept", true}});
    } else if (event.method == "Target.detachedFromTarget") {
        pipe_->forget(session);
    } else if (event.method == "Target.attachedToTarget") {
        if (object_member(event.parameters, "targetInfo").contains("openerId")) {  // no tab of ours
            pipe_->listen(session, *this);
            pipe_->tell(session, "Page.enable", {});
        }
        pipe_->tell(session, "Runtime.runIfWaitingForDebugger", {});
    }
}

}  // namespace parley::audit
