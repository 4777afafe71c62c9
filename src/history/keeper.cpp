#include "history/keeper.hpp"

namespace parley::history {

result<void> keeper::open()
{
    if (store_) return {};
    auto opened = store::open(folder_, limits_, now_);
    if (!opened) return opened.error();
    store_.emplace(*std::move(opened));
    return {};
}

}  // namespace parley::history
