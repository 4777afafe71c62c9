#include "ingest/splitter/split.hpp"

#include "base/ascii.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"
#include "ingest/splitter/draft.hpp"
#include "ingest/splitter/spans.hpp"
#include "ingest/text/clean.hpp"

namespace parley::ingest {
namespace {

constexpr std::size_t half_section = section_characters / 2;
constexpr std::size_t heading_bytes_max = 240;
constexpr std::size_t hash_prefix = 8;

// The sections that are open at some point of the document.
class sections {
public:
    void enter(const heading& next)
    {
        while (!open_.empty() && open_.back().level >= next.level) open_.pop_back();
        // Cut here, not only in the path: that is made again for every chunk.
        open_.push_back({next.begin, next.level, std::string(utf8::prefix(next.title, heading_bytes_max))});
    }
    std::string path() const
    {
        std::string text;
        for (const auto& each : open_) text += (text.empty() ? "" : " > ") + each.title;
        return std::string(utf8::prefix(text, heading_bytes_max));
    }

private:
    std::vector<heading> open_;
};

// Collects the spans of one page into chunks.
class page_splitter {
public:
    page_splitter(const page& of, sections& open) : page_(of), sections_(open) {}

    std::vector<draft> split()
    {
        for (const auto& next : spans_of(page_)) add(next);
        close_before(held_.size());
        return std::move(made_);
    }

private:
    void add(const span& next)
    {
        const bool new_section = next.opens == opening::heading && size_.characters >= half_section;
        if (new_section) close_before(held_.size());
        while (!held_.empty() && !(size_ + next.size).is_within(section_characters))
            close_before(best_close());
        held_.push_back(next);
        size_ = size_ + next.size;
    }

    // A paragraph's beginning when the part before it is large enough, else everything.
    std::size_t best_close() const
    {
        std::size_t best = held_.size();
        std::size_t characters = 0;
        for (std::size_t i = 0; i < held_.size(); ++i) {
            if (held_[i].opens != opening::sentence && characters >= half_section) best = i;
            characters += held_[i].size.characters;
        }
        return best;
    }

    // Makes a chunk of the first `count` spans held.
    void close_before(std::size_t count)
    {
        if (count == 0) return;
        const auto begin = held_.front().begin;
        const auto end = held_[count - 1].end;
        const auto text = std::string_view(page_.text).substr(begin, end - begin);
        const auto content = begin + std::min(text.find_first_not_of(" \n\t"), text.size());
        enter_headings_up_to(content);
        if (!is_blank(text))
            made_.push_back({std::string(text), page_.number, page_.number, sections_.path()});
        enter_headings_up_to(end - 1);

        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(count));
        size_ = {};
        for (const auto& each : held_) size_ = size_ + each.size;
    }

    void enter_headings_up_to(std::size_t position)
    {
        while (entered_ < page_.headings.size() && page_.headings[entered_].begin <= position)
            sections_.enter(page_.headings[entered_++]);
    }

    const page& page_;
    sections& sections_;
    std::size_t entered_ = 0;
    std::vector<span> held_;
    text_size size_;
    std::vector<draft> made_;
};

}  // namespace

std::vector<retrieval::chunk> split(const std::vector<page>& pages, std::string_view document_id)
{
    sections open;
    std::vector<draft> drafts;
    for (const auto& page : pages) {
        auto made = page_splitter(page, open).split();
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (i == 0)
                add_across_page_break(std::move(made[i]), drafts);
            else
                drafts.push_back(std::move(made[i]));
        }
    }
    add_overlaps(drafts);

    std::vector<retrieval::chunk> chunks;
    chunks.reserve(drafts.size());
    for (auto& each : drafts) {
        std::string text(ascii::trimmed(each.text));
        std::string id = std::string(document_id) + "-" + std::to_string(chunks.size()) + "-" +
                         sha256_of(text).substr(0, hash_prefix);
        chunks.push_back(
            {std::move(id), each.page_first, each.page_last, std::move(each.heading), std::move(text)});
        each.text = {};
    }
    return chunks;
}

}  // namespace parley::ingest
