#include "ingest/manifest.hpp"

#include <algorithm>
#include <set>

namespace parley::ingest {

manifest::manifest(std::vector<retrieval::document> known)
{
    for (auto& document : known) {
        names_.add_known(document.name, document.id);
        std::string id = document.id;
        known_.emplace(std::move(id), std::move(document));
    }
}

retrieval::document manifest::row_for(const listed_file& file)
{
    const std::string id = document_id(file.path);
    if (const auto known = known_.find(id); known != known_.end()) return known->second;

    retrieval::document row;
    row.id = id;
    row.name = names_.name_for(id, file.path);
    row.title = file.path.stem().string();
    row.source_path = file.path.string();
    row.media_type = media_type_of(kind_of(file.path));
    return row;
}

step manifest::next_step(const listed_file& file, const retrieval::document& row) const
{
    const auto kind = kind_of(file.path);
    const file_stamp stamp{row.size_bytes, row.modified_ns};
    const bool same = knows(row.id) && stamp == file.stamp && row.fingerprint == fingerprint_of(kind);
    if (same) return row.state == retrieval::document_state::ready ? step::leave : step::repeat_fault;
    return kind == file_kind::unknown ? step::skip : step::read;
}

std::vector<retrieval::document> manifest::gone_from(const listing& found) const
{
    std::set<std::string> listed;
    for (const auto& file : found.files) listed.insert(file.path.string());

    std::vector<retrieval::document> gone;
    for (const auto& [id, document] : known_) {
        const std::filesystem::path path = document.source_path;
        const bool below = std::ranges::any_of(
            found.roots, [&path](const auto& root) { return path != root && lies_below(path, root); });
        if (below && !listed.contains(document.source_path)) gone.push_back(document);
    }
    return gone;
}

bool is_passing(const error& fault)
{
    switch (fault.code) {
        case errc::malformed:
        case errc::unsupported:
        case errc::too_large:
        case errc::timed_out:
            return false;
        default:
            return true;
    }
}

}  // namespace parley::ingest
