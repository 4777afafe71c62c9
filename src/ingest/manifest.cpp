#include "ingest/manifest.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

// How many bytes two paths have in common at their ends.
std::ptrdiff_t shared_tail(const std::string& one, const std::string& other)
{
    return std::mismatch(one.rbegin(), one.rend(), other.rbegin(), other.rend()).first - one.rbegin();
}

}  // namespace

manifest::manifest(std::vector<retrieval::document> known)
{
    for (auto& document : known) {
        names_.add_known(document.name, document.id);
        ids_.insert(document.id);
        if (document.state == retrieval::document_state::ready)
            path_by_size_.emplace(document.size_bytes, document.source_path);
        std::string path = document.source_path;
        known_.emplace(std::move(path), std::move(document));
    }
}

bool manifest::may_have_moved(const listed_file& file) const
{
    if (knows(file)) return false;
    const auto [begin, end] = path_by_size_.equal_range(file.stamp.size_bytes);
    return std::any_of(begin, end,
                       [&](const auto& entry) { return is_gone_original(known_.at(entry.second), file); });
}

void manifest::follow(const listed_file& file, std::string_view content_hash)
{
    // Of several with the same content the one whose folders are most alike.
    const auto [begin, end] = path_by_size_.equal_range(file.stamp.size_bytes);
    auto original = end;
    std::ptrdiff_t likeness = -1;
    for (auto each = begin; each != end; ++each) {
        const auto& document = known_.at(each->second);
        if (document.content_hash != content_hash || !is_gone_original(document, file)) continue;
        const auto alike = shared_tail(each->second, file.path.string());
        if (alike > likeness) original = each;
        likeness = std::max(alike, likeness);
    }
    if (original == end) return;

    auto document = known_.extract(original->second);
    path_by_size_.erase(original);
    document.mapped().source_path = file.path.string();
    document.mapped().modified_ns = file.stamp.modified_ns;
    old_path_.emplace(file.path.string(), document.key());
    document.key() = file.path.string();
    known_.insert(std::move(document));
}

std::filesystem::path manifest::moved_from(const listed_file& file) const
{
    const auto moved = old_path_.find(file.path.string());
    return moved == old_path_.end() ? std::filesystem::path() : std::filesystem::path(moved->second);
}

bool manifest::is_gone_original(const retrieval::document& document, const listed_file& file) const
{
    std::error_code unknown;
    return kind_of(document.source_path) == kind_of(file.path) &&
           std::filesystem::symlink_status(document.source_path, unknown).type() ==
               std::filesystem::file_type::not_found;
}

retrieval::document manifest::row_for(const listed_file& file)
{
    if (const auto known = known_.find(file.path.string()); known != known_.end()) return known->second;

    retrieval::document row;
    row.id = new_id(file.path);
    row.name = names_.name_for(row.id, file.path);
    row.title = file.path.stem().string();
    row.source_path = file.path.string();
    row.media_type = media_type_of(kind_of(file.path));
    return row;
}

// Not that of a document which was at this path before it moved away.
std::string manifest::new_id(const std::filesystem::path& path) const
{
    std::string id = document_id(path);
    for (auto other = path; ids_.contains(id); id = document_id(other)) other += '\0';
    return id;
}

step manifest::next_step(const listed_file& file, const retrieval::document& row) const
{
    const auto kind = kind_of(file.path);
    const file_stamp stamp{row.size_bytes, row.modified_ns};
    const bool same = knows(file) && stamp == file.stamp && row.fingerprint == fingerprint_of(kind);
    if (same) return row.state == retrieval::document_state::ready ? step::leave : step::repeat_fault;
    return kind == file_kind::unknown ? step::skip : step::read;
}

std::vector<retrieval::document> manifest::gone_from(const listing& found) const
{
    std::set<std::string> listed;
    for (const auto& file : found.files) listed.insert(file.path.string());

    auto gone = documents_below(found.roots);
    std::erase_if(gone, [&](const auto& document) { return listed.contains(document.source_path); });
    return gone;
}

std::vector<retrieval::document> manifest::documents_below(
    const std::vector<std::filesystem::path>& roots) const
{
    std::vector<retrieval::document> below;
    for (const auto& [source, document] : known_) {
        const std::filesystem::path path = source;
        if (std::ranges::any_of(roots,
                                [&](const auto& root) { return path != root && lies_below(path, root); }))
            below.push_back(document);
    }
    return below;
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
