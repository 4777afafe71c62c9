#include "audit/browser/firefox_tab.hpp"
#include "audit/browser/json_member.hpp"
#include "base/ascii.hpp"

namespace parley::audit {
namespace {

constexpr std::size_t answers_max = 64;  // of documents that were never shown, such as downloads

bool is_of_an_error(const std::string& address)
{
    return address.starts_with("about:neterror") || address.starts_with("about:certerror") ||
           address.starts_with("about:httpsonlyerror") || address.starts_with("about:blocked");
}

// An answer after which a browser goes on showing what it shows.
bool is_no_document(int status)
{
    return status == 204 || status == 205;
}

// Without the character set.
std::string media_type_of(const boost::json::object& response)
{
    const auto type = text_member(response, "mimeType");
    return std::string(ascii::trimmed(std::string_view(type).substr(0, type.find(';'))));
}

}  // namespace

void firefox_tab::hear(const bidi_event& event)
{
    const auto& what = event.parameters;
    if (event.method == "browsingContext.contextCreated") {
        if (frames_.contains(text_member(what, "parent"))) frames_.insert(text_member(what, "context"));
        return;
    }
    if (!frames_.contains(text_member(what, "context"))) return;
    if (event.method.starts_with("network."))
        hear_of_network(event.method, what);
    else
        hear_of_place(event.method, what);
    changed_.cancel();
}

// Of any frame: what was asked in a document that is gone is never answered.
void firefox_tab::hear_of_place(const std::string& event, const object& what)
{
    const auto frame = text_member(what, "context");
    const bool is_crash = text_member(what, "url").starts_with("about:tabcrashed");
    if (event == "browsingContext.navigationCommitted" && !is_crash) {
        session_->abandon(frame, {errc::closed, "its document went away"});
    } else if (event == "browsingContext.contextDestroyed") {
        if (frame == top_) return lose();
        session_->abandon(frame, {errc::closed, "its document went away"});
        frames_.erase(frame);
        // Whether they end is not told any more.
        if (std::erase_if(requests_, [&frame](const auto& each) { return each.second == frame; }) > 0)
            busy_until_ = std::chrono::steady_clock::now();
    }
    if (frame == top_) hear_of_top(event, what);
}

void firefox_tab::hear_of_top(const std::string& event, const object& what)
{
    const auto address = text_member(what, "url");
    const auto navigation = text_member(what, "navigation");
    if (event == "browsingContext.navigationStarted") {
        coming_ = navigation;
        loaded_ = false;  // what it shows is no longer what it is about to be
    } else if (event == "browsingContext.navigationCommitted") {
        if (address.starts_with("about:tabcrashed")) return lose();
        begin_document(what);
    } else if (event == "browsingContext.navigationFailed") {
        failures_.emplace(navigation, "");
        if (coming_ == navigation) end_navigation();  // it led nowhere
    } else if (event == "browsingContext.downloadWillBegin") {
        downloads_ = true;
        end_navigation();
    } else if (event == "browsingContext.fragmentNavigated" || event == "browsingContext.historyUpdated") {
        document_.address = address;
        within_ = navigation;
    } else if (event == "browsingContext.load" || document_.is_browsers_own) {
        loaded_ = coming_.empty();  // pages of errors never say that they have loaded
    }
}

void firefox_tab::begin_document(const object& committed)
{
    const auto coming = answers_[text_member(committed, "navigation")];
    const auto address = text_member(committed, "url");
    loaded_ = false;
    coming_.clear();
    ++documents_shown_;
    document_ = {.address = address,
                 .status = coming.status,
                 .media_type = coming.media_type,
                 .is_browsers_own = is_of_an_error(address)};
    answers_.clear();
}

void firefox_tab::end_navigation()
{
    coming_.clear();
    loaded_ = true;
}

void firefox_tab::lose()
{
    crashed_ = true;
    session_->abandon(container_, {errc::closed, "the page crashed"});
    for (const auto& each : frames_) session_->abandon(each, {errc::closed, "the page crashed"});
}

void firefox_tab::hear_of_network(const std::string& event, const object& what)
{
    const auto request = text_member(object_member(what, "request"), "request");
    const auto navigation = text_member(what, "navigation");
    const bool is_document = !navigation.empty() && text_member(what, "context") == top_;
    if (event == "network.beforeRequestSent") {
        requests_[request] = text_member(what, "context");
        const auto* is_blocked = what.if_contains("isBlocked");
        if (is_blocked && is_blocked->is_bool() && is_blocked->get_bool()) hear_of_request(what);
    } else if (event == "network.authRequired") {
        hear_of_login(what);
    } else if (event == "network.responseStarted") {
        const auto response = object_member(what, "response");
        if (answers_.size() >= answers_max) answers_.clear();
        if (is_document && text_member(response, "url").starts_with("http"))
            answers_[navigation] = {number_member(response, "status"), media_type_of(response)};
    } else {
        requests_.erase(request);
        busy_until_ = std::chrono::steady_clock::now();
        if (failures_.size() >= answers_max) failures_.clear();
        const auto answer = answers_.find(navigation);
        const bool is_empty = answer != answers_.end() && is_no_document(answer->second.status);
        if (is_document && is_empty && coming_ == navigation) end_navigation();
        if (is_document && event == "network.fetchError")
            failures_[navigation] = text_member(what, "errorText");
    }
}

}  // namespace parley::audit
