#include "base/split_list.hpp"

#include "base/ascii.hpp"

namespace parley::ascii {

std::vector<std::string> split_list(std::string_view list, char between)
{
    std::vector<std::string> items;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(between), list.size());
        if (const auto item = trimmed(list.substr(0, end)); !item.empty()) items.emplace_back(item);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return items;
}

}  // namespace parley::ascii
