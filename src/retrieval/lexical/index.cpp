#include "retrieval/lexical/index.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace parley::retrieval {
namespace {

// Measured with bench/retrieval_quality: a title says what the text is about in its densest form.
constexpr std::uint32_t title_weight = 2;
constexpr std::uint32_t heading_weight = 1;

// A title's terms go to every passage of its document: a long one would cost its length times their number.
constexpr std::size_t title_bytes_max = 200;

}  // namespace

void lexical_index::remove(std::int64_t document)
{
    removed_.insert(document);
}

void lexical_index::start_document(std::int64_t number, std::string_view id, std::string_view category,
                                   std::string_view title)
{
    apply_removals();
    document_number_ = number;
    document_id_ = id;
    document_category_ = category;
    title_ = split_.of_document(utf8::prefix(title, title_bytes_max));
    building_.start_document(number, id, category);
}

void lexical_index::add_passage(std::int64_t number, std::uint32_t ordinal, std::string_view heading,
                                std::string_view text, std::span<const float> unit)
{
    if (building_.is_full()) {
        flush();
        building_.start_document(document_number_, document_id_, document_category_);
    }
    building_.start_passage(number, ordinal);
    building_.add_terms(title_, title_weight);
    building_.add_terms(split_.of_document(heading), heading_weight);
    building_.add_terms(split_.of_document(text), 1);
    building_.set_vector(unit);
}

std::shared_ptr<const snapshot> lexical_index::publish()
{
    apply_removals();
    flush();
    return std::make_shared<snapshot>(parts_);
}

void lexical_index::flush()
{
    if (!building_.is_empty()) parts_.push_back({building_.finish(), nullptr});
}

void lexical_index::apply_removals()
{
    if (removed_.empty()) return;
    flush();
    for (living_segment& part : parts_) {
        const segment& in = *part.all;
        std::vector<bool> dead = part.dead ? part.dead->bits() : std::vector<bool>(in.passages.size());
        bool has_changed = false;
        for (std::size_t i = 0; i < in.passages.size(); ++i) {
            if (dead[i] || !removed_.contains(in.documents[in.passages[i].document].number)) continue;
            dead[i] = true;
            has_changed = true;
        }
        if (has_changed) part.dead = std::make_shared<deletions>(in, std::move(dead));
    }
    std::erase_if(parts_, [](const living_segment& part) { return part.size() == 0; });
    removed_.clear();
}

// Sizes are kept apart by a factor of two, so there are few small segments (about log2 of 65,536), and each
// passage is written again only that often. Large ones stay as they are until half of them is gone.
bool lexical_index::tidy_up()
{
    apply_removals();
    flush();
    std::vector<std::size_t> by_size(parts_.size());
    for (std::size_t i = 0; i < by_size.size(); ++i) by_size[i] = i;
    std::sort(by_size.begin(), by_size.end(),
              [this](std::size_t a, std::size_t b) { return parts_[a].size() < parts_[b].size(); });

    for (const std::size_t i : by_size) {
        if (parts_[i].size() * 2 < parts_[i].all->passages.size()) {
            replace_parts({i});
            return true;
        }
    }
    // The smallest ones that together are within a factor of two of the next are merged with it at once.
    std::vector<std::size_t> together;
    std::size_t total = 0;
    for (const std::size_t i : by_size) {
        const std::size_t living = parts_[i].size();
        if (!together.empty() && (living > total * 2 || total + living > segment::passages_max)) {
            if (together.size() > 1) break;
            together.clear();
            total = 0;
        }
        together.push_back(i);
        total += living;
    }
    if (together.size() < 2) return false;
    replace_parts(std::move(together));
    return true;
}

void lexical_index::replace_parts(std::vector<std::size_t> places)
{
    std::sort(places.begin(), places.end());
    std::vector<living_segment> parts;
    for (const std::size_t place : places) parts.push_back(parts_[place]);
    auto merged = merge_segments(parts);
    for (auto place = places.rbegin(); place != places.rend(); ++place)
        parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(*place));
    parts_.push_back({std::move(merged), nullptr});
}

}  // namespace parley::retrieval
