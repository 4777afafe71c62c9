#include "mock/context_extract.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <set>

namespace parley::mock {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t word_bytes_min = 4;  // shorter words are in every sentence
constexpr std::size_t sentences_max = 2;

struct source_line {
    std::string_view name;  // empty: not a source
    std::string_view text;
};

// `handbook.pdf#page=4: The leave is 30 days.`
source_line read_line(std::string_view line)
{
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos || colon > name_bytes_max) return {{}, line};
    const auto name = line.substr(0, colon);
    const auto dot = name.rfind('.');
    const bool is_file =
        dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() && ascii::is_letter(name[dot + 1]);
    if (!is_file) return {{}, line};
    return {name, line.substr(colon + 2)};
}

template <class Each>
void for_each_line(std::string_view text, Each each)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = ascii::trimmed(text.substr(0, end)); !line.empty()) each(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::set<std::string> words_of(std::string_view text)
{
    std::set<std::string> words;
    std::string word;
    const auto close = [&] {
        if (word.size() >= word_bytes_min) words.insert(word);
        word.clear();
    };
    for (const char c : text) {
        if (ascii::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80)
            word += ascii::lower(c);
        else
            close();
    }
    close();
    return words;
}

std::string_view take_sentence(std::string_view& text)
{
    auto end = text.size();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const bool is_mark = text[i] == '.' || text[i] == '!' || text[i] == '?';
        if (!is_mark || !ascii::is_white_space(text[i + 1])) continue;
        end = i + 1;
        break;
    }
    const auto sentence = ascii::trimmed(text.substr(0, end));
    text.remove_prefix(end);
    return sentence;
}

struct found_sentence {
    std::string_view text;
    std::string_view source;
    std::size_t shared = 0;  // words with the question
};

class sentence_finder {
public:
    explicit sentence_finder(const std::string& question) : wanted_(words_of(question)) {}

    void add(const source_line& line)
    {
        auto rest = line.text;
        while (!rest.empty()) {
            const auto sentence = take_sentence(rest);
            if (sentence.empty()) continue;
            const auto words = words_of(sentence);
            const auto shared = static_cast<std::size_t>(
                std::ranges::count_if(words, [this](const auto& word) { return wanted_.contains(word); }));
            found_.push_back({sentence, line.name, shared});
        }
    }

    bool is_empty() const { return found_.empty(); }

    std::string best()
    {
        std::ranges::stable_sort(found_, std::ranges::greater{}, &found_sentence::shared);
        std::string answer;
        for (const auto& one : found_) {
            if (&one - found_.data() == sentences_max || one.shared == 0) break;
            if (!answer.empty()) answer += ' ';
            answer += one.text;
            if (!one.source.empty()) answer.append(" [").append(one.source).append("]");
        }
        return answer.empty() ? "The sources do not answer this question." : answer;
    }

private:
    std::set<std::string> wanted_;
    std::vector<found_sentence> found_;
};

const said* last_of(const asked& asking, std::string_view role)
{
    const auto it = std::find_if(asking.messages.rbegin(), asking.messages.rend(),
                                 [role](const said& message) { return message.role == role; });
    return it == asking.messages.rend() ? nullptr : &*it;
}

}  // namespace

std::string question_of(const asked& asking)
{
    std::string question;
    if (const auto* const last = last_of(asking, "user"))
        for_each_line(last->text, [&](std::string_view line) {
            // Lines that only frame the sources are no words of the user.
            if (!read_line(line).name.empty() || line.starts_with(":::") || line == "Sources:") return;
            if (!question.empty()) question += '\n';
            question += line;
        });
    return question;
}

std::string extract_from_context(const asked& asking)
{
    sentence_finder finder(question_of(asking));
    for (const auto& message : asking.messages)
        for_each_line(message.text, [&](std::string_view line) {
            if (const auto source = read_line(line); !source.name.empty()) finder.add(source);
        });
    if (finder.is_empty())
        for (const auto& message : asking.messages)
            if (message.role != "user" && message.role != "assistant")
                for_each_line(message.text, [&](std::string_view line) { finder.add({{}, line}); });
    return finder.is_empty() ? std::string() : finder.best();
}

}  // namespace parley::mock
