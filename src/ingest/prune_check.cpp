#include "ingest/prune_check.hpp"

#include "base/printable.hpp"
#include "ingest/listing.hpp"

#include <algorithm>
#include <string>

namespace parley::ingest {
namespace {

constexpr std::ptrdiff_t percent_max = 30;  // more than this at once is more likely a mistake

// What was skipped or failed answers no question: it neither counts as lost nor hides a loss.
bool answers(const retrieval::document& one)
{
    return one.state == retrieval::document_state::ready;
}

std::ptrdiff_t count_below(const std::vector<retrieval::document>& documents,
                           const std::filesystem::path& root)
{
    return std::ranges::count_if(
        documents, [&root](const auto& each) { return answers(each) && lies_below(each.source_path, root); });
}

}  // namespace

result<void> check_prune(const std::vector<retrieval::document>& known,
                         const std::vector<retrieval::document>& gone,
                         const std::vector<std::filesystem::path>& roots)
{
    for (const auto& root : roots) {
        const auto gone_here = count_below(gone, root);
        if (gone_here > 0 && gone_here == count_below(known, root))
            return error{errc::invalid_input, "pruning would remove all " + std::to_string(gone_here) +
                                                  " documents that were below " +
                                                  printable_line(root.string()) +
                                                  ": check that the folder is there, or use --force"};
    }
    const auto lost = std::ranges::count_if(gone, answers);
    const auto all = std::ranges::count_if(known, answers);
    if (lost * 100 > all * percent_max)
        return error{errc::invalid_input,
                     "pruning would remove " + std::to_string(lost) + " of " + std::to_string(all) +
                         " documents below these folders, more than " + std::to_string(percent_max) +
                         " %: check the folders, or use --force"};
    return {};
}

}  // namespace parley::ingest
