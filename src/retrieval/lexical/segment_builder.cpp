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

// Room for every term's postings, then filled in any order of terms (but in the order of passages).
class posting_writer {
public:
    // How many passages hold each term once, and how many more often.
    posting_writer(segment& to, const std::vector<std::uint32_t>& once,
                   const std::vector<std::uint32_t>& often)
        : to_(to), next_once_(once.size()), next_often_(once.size()), next_frequency_(once.size())
    {
        std::uint32_t passages = 0;
        std::uint32_t frequencies = 0;
        for (std::size_t term = 0; term < once.size(); ++term) {
            next_once_[term] = passages;
            next_often_[term] = passages + once[term];
            next_frequency_[term] = frequencies;
            passages += once[term] + often[term];
            frequencies += often[term];
            to_.posting_ends.push_back(passages);
            to_.frequency_ends.push_back(frequencies);
        }
        to_.posting_passages.resize(passages);
        to_.posting_frequencies.resize(frequencies);
    }

    void write(std::uint32_t term, std::uint32_t passage, std::uint8_t frequency)
    {
        auto& next = frequency == 1 ? next_once_[term] : next_often_[term];
        to_.posting_passages[next++] = static_cast<std::uint16_t>(passage);
        if (frequency != 1) to_.posting_frequencies[next_frequency_[term]++] = frequency;
    }

private:
    segment& to_;
    std::vector<std::uint32_t> next_once_;
    std::vector<std::uint32_t> next_often_;
    std::vector<std::uint32_t> next_frequency_;
};

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
        to.vectors.copy(place_of[i], from.all->vectors, i);
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

void segment_builder::set_vector(std::span<const float> unit)
{
    if (!unit.empty()) built_.vectors.set(built_.passages.size() - 1, unit);
}

std::shared_ptr<const segment> segment_builder::finish()
{
    std::vector<std::uint32_t> once(built_.terms.size());
    std::vector<std::uint32_t> often(built_.terms.size());
    for (const auto& seen : occurrences_) ++(seen.frequency == 1 ? once : often)[seen.term];
    built_.posting_ends.reserve(once.size());
    built_.frequency_ends.reserve(once.size());
    posting_writer postings(built_, once, often);
    for (const auto& seen : occurrences_) postings.write(seen.term, seen.passage, seen.frequency);
    built_.shrink();
    auto finished = std::make_shared<segment>(std::move(built_));
    *this = segment_builder();
    return finished;
}

std::shared_ptr<const segment> merge_segments(std::span<const living_segment> parts)
{
    auto merged = std::make_shared<segment>();
    std::vector<std::vector<std::uint32_t>> places;  // by part: old passage to new
    std::vector<std::vector<std::uint32_t>> terms;   // by part: old term to new
    std::vector<std::uint32_t> once;
    std::vector<std::uint32_t> often;
    const auto is_living = [&places](std::uint16_t passage) {
        return places.back()[passage] != vocabulary::none;
    };
    for (const auto& part : parts) {
        places.push_back(append_living(*merged, part));
        auto& term_of = terms.emplace_back(part.all->terms.size(), vocabulary::none);
        for (std::uint32_t term = 0; term < part.all->terms.size(); ++term) {
            if (part.size_with(term) == 0) continue;
            const std::uint32_t number = term_of[term] = merged->terms.add(part.all->terms.term(term));
            once.resize(merged->terms.size());
            often.resize(merged->terms.size());
            const auto old = part.all->postings_of(term);
            once[number] +=
                static_cast<std::uint32_t>(std::count_if(old.once.begin(), old.once.end(), is_living));
            often[number] +=
                static_cast<std::uint32_t>(std::count_if(old.often.begin(), old.often.end(), is_living));
        }
    }
    posting_writer postings(*merged, once, often);
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const auto write = [&](std::uint32_t term, std::uint16_t passage, std::uint8_t frequency) {
            const std::uint32_t place = places[p][passage];
            if (place != vocabulary::none) postings.write(terms[p][term], place, frequency);
        };
        for (std::uint32_t term = 0; term < terms[p].size(); ++term) {
            if (terms[p][term] == vocabulary::none) continue;
            const auto old = parts[p].all->postings_of(term);
            for (const auto passage : old.once) write(term, passage, 1);
            for (std::size_t i = 0; i < old.often.size(); ++i) write(term, old.often[i], old.frequencies[i]);
        }
    }
    merged->shrink();
    return merged;
}

}  // namespace parley::retrieval
