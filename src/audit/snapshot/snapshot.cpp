#include "audit/snapshot/snapshot.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/python_literal.hpp"
#include "base/ascii.hpp"
#include "base/printable.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace parley::audit {
namespace {

constexpr std::string_view between = " : ";
constexpr std::array<std::string_view, 4> conflict_marks = {"<<<<<<<", "=======", ">>>>>>>", "|||||||"};

struct entry {
    std::string key;
    std::uint64_t count;
};

bool is_conflict_mark(std::string_view line)
{
    for (const auto mark : conflict_marks)
        if (line.starts_with(mark)) return true;
    return false;
}

std::optional<entry> entry_of(std::string_view line)
{
    const auto gap = line.rfind(between);
    if (gap == line.npos || gap == 0) return std::nullopt;
    const auto digits = line.substr(gap + between.size());
    std::uint64_t count = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return entry{std::string(line.substr(0, gap)), count};
}

error mistake(std::string_view name, std::size_t number, std::string sentence)
{
    return {errc::malformed, std::string(name) + ':' + std::to_string(number) + ": " + std::move(sentence)};
}

std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return ascii::trimmed(line);
}

}  // namespace

std::string snapshot_text(const page_results& of)
{
    std::vector<std::string> lines;
    for (const auto& each : of.violations)
        lines.push_back(each.rule + " (" + python_name(each.weight) + ')' + std::string(between) +
                        std::to_string(each.nodes.size()));
    return joined(lines, "\n");
}

result<snapshot_counts> read_snapshot(std::string_view text, std::string_view name)
{
    snapshot_counts counts;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto line = take_line(text);
        if (line.empty() || line.front() == '#') continue;
        if (is_conflict_mark(line))
            return mistake(name, number, "a merge conflict is not resolved: keep one side, or write it anew");
        const auto read = entry_of(line);
        if (!read)
            return mistake(name, number, "not `rule (impact) : number`, but `" + printable_line(line) + '`');
        if (!counts.emplace(read->key, read->count).second)
            return mistake(name, number, "`" + read->key + "` stands there twice: keep one of the lines");
    }
    return counts;
}

}  // namespace parley::audit
