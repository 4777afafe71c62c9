#include "audit/known/take_out.hpp"

namespace parley::audit {

std::size_t take_out(page_results& of, const element_test& is_taken)
{
    std::size_t taken = 0;
    for (auto* findings : {&of.violations, &of.incomplete})
        std::erase_if(*findings, [&](finding& each) {
            const auto gone =
                std::erase_if(each.nodes, [&](const node& element) { return is_taken(each, element); });
            taken += gone;
            return gone > 0 && each.nodes.empty();
        });
    return taken;
}

}  // namespace parley::audit
