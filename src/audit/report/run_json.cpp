#include "audit/report/run_json.hpp"

#include "audit/browser/json_member.hpp"
#include "audit/report/json.hpp"
#include "audit/report/totals.hpp"

#include <boost/json.hpp>

#include <array>

namespace parley::audit {
namespace {

namespace json = boost::json;

constexpr std::string_view ours = "parley";

json::array frames_of(const page_visit& visit)
{
    json::array list;
    for (const auto& each : visit.frames_unseen)
        list.push_back({{"place", each.place}, {"url", each.address}, {"reason", each.reason}});
    return list;
}

// What is empty or not known is left out.
json::object about(const page_outcome& page)
{
    json::object said{{"page", page.page}};
    const auto say = [&said](std::string_view name, const std::string& text) {
        if (!text.empty()) said[name] = text;
    };
    const auto& visit = page.visit;
    say("variant", page.variant);
    say("file", page.file);
    say("url", visit.address);
    say("title", visit.title);
    say("browser", visit.browser);
    say("viewport", visit.viewport);
    say("colorScheme", visit.scheme);
    if (visit.status != 0) said["status"] = visit.status;
    said["milliseconds"] = page.took.count();
    if (visit.frames_seen > 0) said["framesAudited"] = visit.frames_seen;
    if (!visit.frames_unseen.empty()) said["framesNotAudited"] = frames_of(visit);
    if (!visit.notes.empty()) said["notes"] = json::array(visit.notes.begin(), visit.notes.end());
    json::object steps;
    for (const auto& [name, took] : visit.steps) steps[name] = took.count();
    if (!steps.empty()) said["steps"] = std::move(steps);
    if (page.results.has_error())
        said["error"] = {{"code", name_of(page.results.error().code)},
                         {"detail", page.results.error().detail}};
    return said;
}

json::object whole(const page_outcome& page)
{
    json::object made;
    if (page.results)
        made = page.results->json;
    else
        made["url"] = page.visit.address.empty() ? page.page : page.visit.address;
    made[ours] = about(page);
    return made;
}

errc code_named(std::string_view name)
{
    for (auto code = static_cast<int>(errc::cancelled); code <= static_cast<int>(errc::authentication_failed);
         ++code)
        if (name_of(static_cast<errc>(code)) == name) return static_cast<errc>(code);
    return errc::upstream_failed;
}

const json::object& object_of(const json::object& from, std::string_view member)
{
    static const json::object none;
    const auto* value = from.if_contains(member);
    return value != nullptr && value->is_object() ? value->get_object() : none;
}

std::int64_t number_of(const json::object& from, std::string_view member)
{
    const auto* value = from.if_contains(member);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

page_visit visit_of(const json::object& said)
{
    page_visit visit;
    visit.address = text_member(said, "url");
    visit.title = text_member(said, "title");
    visit.browser = text_member(said, "browser");
    visit.viewport = text_member(said, "viewport");
    visit.scheme = text_member(said, "colorScheme");
    visit.status = static_cast<int>(number_of(said, "status"));
    visit.frames_seen = static_cast<std::size_t>(std::max<std::int64_t>(number_of(said, "framesAudited"), 0));
    if (const auto* frames = said.if_contains("framesNotAudited"); frames != nullptr && frames->is_array())
        for (const auto& each : frames->get_array())
            if (const auto* frame = each.if_object())
                visit.frames_unseen.push_back({text_member(*frame, "place"), text_member(*frame, "url"),
                                               text_member(*frame, "reason")});
    if (const auto* notes = said.if_contains("notes"); notes != nullptr && notes->is_array())
        for (const auto& each : notes->get_array())
            if (each.is_string()) visit.notes.emplace_back(each.get_string());
    for (const auto& [name, took] : object_of(said, "steps"))
        if (took.is_int64()) visit.steps.emplace_back(name, took.get_int64());
    return visit;
}

result<page_outcome> outcome_of(const json::value& from)
{
    const auto* members = from.if_object();
    if (members == nullptr) return error{errc::malformed, "there is something else than results in it"};
    const auto& said = object_of(*members, ours);
    page_outcome read{.page = text_member(said, "page"),
                      .variant = text_member(said, "variant"),
                      .file = text_member(said, "file"),
                      .results = error{errc::malformed, ""},
                      .took = std::chrono::milliseconds(number_of(said, "milliseconds")),
                      .visit = visit_of(said)};
    if (read.page.empty()) read.page = text_member(*members, "url");
    if (const auto& why = object_of(said, "error"); !why.empty()) {
        read.results = error{code_named(text_member(why, "code")), text_member(why, "detail")};
        return read;
    }
    auto results = read_results(json::serialize(from));
    if (!results) return results.error();
    results->json.erase(ours);
    read.results = *std::move(results);
    return read;
}

}  // namespace

std::string run_json(std::span<const page_outcome> pages)
{
    json::array all;
    for (const auto& each : pages) all.push_back(whole(each));
    if (!all.empty()) all.back().get_object()[ours].get_object()["totals"] = totals_json(totals_of(pages));
    if (all.size() == 1) return json_text(all.front()) + '\n';
    return json_text(all) + '\n';
}

result<std::vector<page_outcome>> read_run_json(std::string_view text)
{
    boost::system::error_code failure;
    auto parsed = json::parse(text, failure);
    if (failure) return error{errc::malformed, "the results are not JSON: " + failure.message()};
    if (!parsed.is_array()) parsed = json::array{std::move(parsed)};
    std::vector<page_outcome> pages;
    for (const auto& each : parsed.get_array()) {
        auto read = outcome_of(each);
        if (!read) return read.error();
        pages.push_back(*std::move(read));
    }
    return pages;
}

}  // namespace parley::audit
