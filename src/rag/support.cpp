#include "rag/support.hpp"

#include "base/ascii.hpp"
#include "rag/units.hpp"
#include "rag/words.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

constexpr std::size_t paragraph_bytes_max = 4096;  // longer ones are judged in parts
constexpr std::size_t judged_words_min = 3;
constexpr double telling_weight = 2;  // of numbers and names

// Short words are mostly those that every sentence of a language has.
constexpr std::size_t short_word_bytes_max = 4;
constexpr double same_language_share_min = 0.34;
constexpr std::size_t short_words_min = 4;

// Costly to make, and the same for all answers of a loop.
std::vector<word> read_words(std::string_view text)
{
    thread_local word_reader reader;
    return reader.read(text);
}

bool is_short(const word& w)
{
    return !w.has_digit && w.lower.size() <= short_word_bytes_max;
}

void add_words(word_set& to, std::string_view text)
{
    for (const auto& w : read_words(text)) {
        to.add(w.term);
        if (is_short(w)) to.add(w.lower);
    }
}

struct bracket {
    std::size_t begin;
    std::size_t end;  // behind the `]`
};

std::vector<bracket> brackets_in(std::string_view text)
{
    std::vector<bracket> found;
    for (auto begin = text.find('['); begin < text.size();) {
        const auto close = text.find_first_of("[]", begin + 1);
        if (close == std::string_view::npos) break;
        if (text[close] == ']') found.push_back({begin, close + 1});
        begin = text[close] == '[' ? close : text.find('[', close + 1);
    }
    return found;
}

std::string without_brackets(std::string_view text)
{
    std::string plain;
    std::size_t at = 0;
    for (const auto& each : brackets_in(text)) {
        plain.append(text.substr(at, each.begin - at));
        at = each.end;
        const bool ends_here =
            at < text.size() && std::string_view(".,;:!?").find(text[at]) != std::string_view::npos;
        if (ends_here) plain = ascii::trimmed_right(plain);
    }
    plain.append(text.substr(at));
    return std::string(ascii::trimmed(plain));
}

// Citations that follow a full stop belong to the sentence in front of it.
std::size_t leading_citations(std::string_view sentence)
{
    std::size_t end = 0;
    for (const auto& each : brackets_in(sentence)) {
        if (!ascii::trimmed(sentence.substr(end, each.begin - end)).empty()) break;
        end = each.end;
    }
    return end;
}

bool is_markup(std::string_view line)
{
    return line.starts_with('#') || line.starts_with('|') || line.starts_with("---");
}

bool any_holds(const std::vector<const word_set*>& sources, std::string_view word)
{
    return std::ranges::any_of(sources, [word](const auto* each) { return each->holds(word); });
}

bool is_in_language_of(const std::vector<word>& sentence, const std::vector<const word_set*>& sources)
{
    std::size_t all = 0;
    std::size_t known = 0;
    for (const auto& w : sentence) {
        if (!is_short(w)) continue;
        ++all;
        if (any_holds(sources, w.lower)) ++known;
    }
    return all < short_words_min ||
           static_cast<double>(known) >= same_language_share_min * static_cast<double>(all);
}

}  // namespace

support_checker::support_checker(const citation_index& known, const std::vector<retrieval::passage>& sources,
                                 std::string_view question)
    : known_(known), sources_(known.citations().size())
{
    const auto& citations = known.citations();
    for (const auto& source : sources) {
        const auto place = std::ranges::find(citations, source.citation);
        if (place == citations.end()) continue;
        auto& words = sources_[static_cast<std::size_t>(place - citations.begin())];
        add_words(words, source.text);
        add_words(words, source.heading);
        add_words(words, question);
    }
}

void support_checker::feed(std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        paragraph_.append(text.substr(0, end));
        if (end < text.size() || paragraph_.size() > paragraph_bytes_max) end_paragraph();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

support support_checker::finish()
{
    end_paragraph();
    return std::move(found_);
}

void support_checker::end_paragraph()
{
    const auto line = ascii::trimmed(paragraph_);
    if (line.starts_with("```")) in_code_ = !in_code_;
    if (!in_code_ && !is_markup(line)) {
        std::string_view before;
        for (auto sentence : sentences_of(line)) {
            const auto citations = before.empty() ? 0 : leading_citations(sentence);
            if (citations > 0)
                before = {before.data(),
                          static_cast<std::size_t>(sentence.data() - before.data()) + citations};
            sentence.remove_prefix(citations);
            if (ascii::trimmed(sentence).empty()) continue;
            if (!before.empty()) judge(before, cited_in(before));
            before = sentence;
        }
        if (!before.empty()) judge(before, cited_in(before));
    }
    paragraph_.clear();
}

support_checker::source_list support_checker::cited_in(std::string_view sentence) const
{
    source_list cited;
    for (const auto& each : brackets_in(sentence)) {
        const auto name = sentence.substr(each.begin + 1, each.end - each.begin - 2);
        const auto place = std::ranges::find(known_.citations(), name);
        if (place == known_.citations().end()) continue;
        cited.push_back(&sources_[static_cast<std::size_t>(place - known_.citations().begin())]);
    }
    return cited.empty() ? all() : cited;
}

support_checker::source_list support_checker::all() const
{
    source_list every;
    for (const auto& each : sources_) every.push_back(&each);
    return every;
}

void support_checker::judge(std::string_view sentence, const source_list& from)
{
    auto text = without_brackets(sentence);
    const auto words = read_words(text);
    if (!is_in_language_of(words, all())) return;
    double weight = 0;
    double found = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& w = words[i];
        if (w.is_stop_word) continue;
        const bool is_name = w.has_capital && i > 0;  // the first word of a sentence always has one
        const double worth = w.has_digit || is_name ? telling_weight : 1;
        ++count;
        weight += worth;
        if (any_holds(from, w.term)) found += worth;
    }
    if (count < judged_words_min) return;
    const double score = found / weight;
    ++found_.judged;
    if (score >= support_score_min)
        ++found_.supported;
    else if (found_.unsupported.size() < support::shown_max)
        found_.unsupported.push_back({std::move(text), score});
}

}  // namespace parley::rag
