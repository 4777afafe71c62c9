#include "retrieval/sqlite/document_row.hpp"

namespace parley::retrieval {
namespace {

document_state state_of(std::string_view name)
{
    if (name == "ready") return document_state::ready;
    return name == "skipped" ? document_state::skipped : document_state::failed;
}

}  // namespace

std::string_view name_of(document_state state)
{
    switch (state) {
        case document_state::ready:
            return "ready";
        case document_state::skipped:
            return "skipped";
        case document_state::failed:
            break;
    }
    return "failed";
}

document read_document(const sqlite::statement& row)
{
    const auto text = [&row](int column) { return std::string(row.text(column)); };
    document doc;
    doc.id = text(0);
    doc.name = text(1);
    doc.title = text(2);
    doc.source_path = text(3);
    doc.media_type = text(4);
    doc.category = text(5);
    doc.content_hash = text(6);
    doc.fingerprint = text(7);
    doc.size_bytes = row.integer(8);
    doc.modified_ns = row.integer(9);
    doc.pages = static_cast<int>(row.integer(10));
    doc.state = state_of(row.text(11));
    doc.reason = text(12);
    doc.chunks = static_cast<int>(row.integer(13));
    doc.vectors = static_cast<int>(row.integer(14));
    return doc;
}

}  // namespace parley::retrieval
