#include "retrieval/lexical/segment_builder.hpp"

#include <algorithm>

namespace parley::retrieval {
namespace {

constexpr std::uint32_t frequency_max = 0xFF;
constexpr std::uint32_t length_max = 0xFFFF;

std::uint32_t category_place(segment& in, std::string_view category)
{
    const auto found = std::find(in.categories.begin(), in.categories.end(), category);
    if (found == in.categories.end()) in.categories.emplace_back(category);
    return static_cast<std::uint32_t>(std::find(in.categories.begin(), in.categories.end(), category) -
                                      in.categories.begin());
}

void append_document(segment& to, std::int64_t number, std::string_view id, std::string_view category)
{
    to.document_ids += id;
    to.documents.push_back(
        {number, static_cast<std::uint32_t>(to.document_ids.size()), category_place(to, category)});
}

// Counts by term become the place where each term's postings begin; returned for filling.
std::vector<std::uint32_t> lay_out_postings(segment& of, std::vector<std::uint32_t> counts)
{
    std::uint32_t total = 0;
    for (auto& count : counts) {
        const std::uint32_t begin = total;
        total += count;
        count = begin;
    }
    of.posting_passages.resize(total);
    of.posting_frequencies.resize(total);
    return counts;
}

// Copies documents and passages that live; gives each old passage its new place (none: it is gone).
std::vector<std::uint32_t> append_living(segment& to, const living_segment& from)
{
    std::vector<std::uint32_t> place_of(from.all->passages.size(), vocabulary::none);
    std::uint32_t document_before = vocabulary::none;
    for (std::size_t i = 0; i < from.all->passages.size(); ++i) {
        if (from.is_dead(i)) continue;
        auto entry = from.all->passages[i];
        if (entry.document != document_before) {
            const auto& document = from.all->documents[entry.document];
            append_document(to, document.number, from.all->document_id(entry.document),
                            from.all->categories[document.category]);
            document_before = entry.document;
        }
        entry.document = static_cast<std::uint32_t>(to.documents.size() - 1);
        place_of[i] = static_cast<std::uint32_t>(to.passages.size());
        to.passages.push_back(entry);
        to.lengths.push_back(from.all->lengths[i]);
    }
    return place_of;
}

}  // namespace

void segment_builder::start_document(std::int64_t number, std::string_view id, std::string_view category)
{
    append_document(built_, number, id, category);
}

void segment_builder::start_passage(std::int64_t number, std::uint32_t ordinal)
{
    built_.passages.push_back({number, static_cast<std::uint32_t>(built_.documents.size() - 1), ordinal});
    built_.lengths.push_back(0);
    passage_begin_ = occurrences_.size();
}

void segment_builder::add_terms(const term_list& terms, std::uint32_t weight)
{
    const auto passage = static_cast<std::uint16_t>(built_.passages.size() - 1);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const std::uint32_t term = built_.terms.add(terms[i]);
        if (term == latest_.size()) latest_.push_back(0);
        if (latest_[term] <= passage_begin_) {
            occurrences_.push_back({term, passage, 0});
            latest_[term] = static_cast<std::uint32_t>(occurrences_.size());
        }
        auto& frequency = occurrences_[latest_[term] - 1].frequency;
        frequency = static_cast<std::uint8_t>(std::min(frequency_max, frequency + weight));
    }
    const auto length = built_.lengths.back() + terms.size() * weight;
    built_.lengths.back() = static_cast<std::uint16_t>(std::min<std::size_t>(length_max, length));
}

std::shared_ptr<const segment> segment_builder::finish()
{
    std::vector<std::uint32_t> counts(built_.terms.size());
    for (const auto& seen : occurrences_) ++counts[seen.term];
    built_.posting_ends = lay_out_postings(built_, std::move(counts));
    for (const auto& seen : occurrences_) {
        const std::uint32_t place = built_.posting_ends[seen.term]++;  // a begin becomes an end
        built_.posting_passages[place] = seen.passage;
        built_.posting_frequencies[place] = seen.frequency;
    }
    built_.shrink();
    auto finished = std::make_shared<segment>(std::move(built_));
    *this = segment_builder();
    return finished;
}

std::shared_ptr<const segment> merge_segments(std::span<const living_segment> parts)
{
    auto merged = std::make_shared<segment>();
    std::vector<std::vector<std::uint32_t>> places;
    std::vector<std::vector<std::uint32_t>> terms;  // by part: old term to new
    std::vector<std::uint32_t> counts;
    for (const auto& part : parts) {
        places.push_back(append_living(*merged, part));
        auto& term_of = terms.emplace_back(part.all->terms.size(), vocabulary::none);
        for (std::uint32_t term = 0; term < part.all->terms.size(); ++term) {
            const std::size_t living = part.size_with(term);
            if (living == 0) continue;
            term_of[term] = merged->terms.add(part.all->terms.term(term));
            if (term_of[term] == counts.size()) counts.push_back(0);
            counts[term_of[term]] += static_cast<std::uint32_t>(living);
        }
    }
    merged->posting_ends = lay_out_postings(*merged, std::move(counts));
    for (std::size_t p = 0; p < parts.size(); ++p) {
        for (std::uint32_t term = 0; term < terms[p].size(); ++term) {
            if (terms[p][term] == vocabulary::none) continue;
            const auto old = parts[p].all->postings_of(term);
            std::uint32_t& place = merged->posting_ends[terms[p][term]];
            for (std::size_t i = 0; i < old.passages.size(); ++i) {
                const std::uint32_t passage = places[p][old.passages[i]];
                if (passage == vocabulary::none) continue;
                merged->posting_passages[place] = static_cast<std::uint16_t>(passage);
                merged->posting_frequencies[place++] = old.frequencies[i];
            }
        }
    }
    merged->shrink();
    return merged;
}

}  // namespace parley::retrieval
