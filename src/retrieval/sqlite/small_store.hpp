// For tests: a store in a folder of its own, and documents in one line.
#pragma once

#include "base/temporary_folder.hpp"
#include "retrieval/sqlite/store.hpp"

#include <string>
#include <vector>

namespace parley::retrieval {

struct small_store {
    temporary_folder folder;
    std::filesystem::path data = folder.path / "data";

    store open_writer() const { return std::move(store::open(data, access::write)).value(); }

    static document describe(const std::string& id)
    {
        document made;
        made.id = id;
        made.name = id + ".txt";
        made.media_type = "text/plain";
        made.category = "handbook";
        return made;
    }
    // One chunk per text, one page per chunk.
    static result<void> put(store& into, const document& what, const std::vector<std::string>& texts,
                            const chunk_vectors& vectors = {})
    {
        std::vector<chunk> chunks;
        for (const auto& text : texts) {
            const auto page = static_cast<int>(chunks.size()) + 1;
            chunks.push_back(
                {what.id + "-" + std::to_string(page) + "-" + text, page, page, "Heading", text});
        }
        return into.replace(what, chunks, vectors);
    }
    static result<void> put(store& into, const std::string& id, const std::vector<std::string>& texts,
                            const chunk_vectors& vectors = {})
    {
        return put(into, describe(id), texts, vectors);
    }
};

}  // namespace parley::retrieval
