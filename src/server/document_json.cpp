#include "server/document_json.hpp"

#include <boost/json.hpp>

#include <map>

namespace parley::server {
namespace {

namespace json = boost::json;

std::string_view name_of(ingest::inbox::stage at)
{
    switch (at) {
        case ingest::inbox::stage::waiting:
            return "waiting";
        case ingest::inbox::stage::reading:
            return "reading";
        case ingest::inbox::stage::embedding:
            return "embedding";
    }
    return "waiting";
}

json::object entry_for(const retrieval::document& document, const ingest::inbox* uploads)
{
    const bool is_ready = document.state == retrieval::document_state::ready;
    return {{"name", document.name},        {"title", document.title},
            {"bytes", document.size_bytes}, {"pages", document.pages},
            {"passages", document.chunks},  {"state", is_ready ? "ready" : "failed"},
            {"reason", document.reason},    {"uploaded", uploads != nullptr && uploads->owns(document)}};
}

json::object entry_for(const ingest::inbox::job& job)
{
    return {{"name", job.name}, {"title", ""}, {"bytes", job.bytes}, {"pages", 0}, {"passages", 0}};
}

}  // namespace

std::string documents_json(const known_documents& known, const ingest::inbox* uploads, std::string_view after)
{
    std::map<std::string, json::object, std::less<>> by_name;
    for (const auto& document : known.stored) by_name.emplace(document.name, entry_for(document, uploads));
    for (const auto& job : known.under_way) {
        if (job.name <= after) continue;
        // What is known of an earlier version stays: it answers meanwhile.
        auto& entry = by_name.try_emplace(job.name, entry_for(job)).first->second;
        entry["state"] = name_of(job.at);
        entry["reason"] = job.reason;
        entry["uploaded"] = true;
    }
    json::array documents;
    json::value next;
    for (auto& [name, entry] : by_name) {
        if (documents.size() == listed_documents_max) {
            next = documents.back().at("name");
            break;
        }
        documents.emplace_back(std::move(entry));
    }
    return json::serialize(json::object{{"documents", std::move(documents)}, {"next", std::move(next)}}) +
           "\n";
}

std::string uploaded_names_json(const std::vector<retrieval::document>& known, const ingest::inbox& uploads)
{
    json::array names;
    for (const auto& document : known)
        if (uploads.owns(document)) names.emplace_back(document.name);
    return json::serialize(names) + "\n";
}

}  // namespace parley::server
