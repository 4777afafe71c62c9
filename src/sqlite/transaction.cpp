#include "sqlite/transaction.hpp"

#include "sqlite/statement.hpp"

namespace parley::sqlite {

result<transaction> transaction::begin(database& on, access mode)
{
    if (mode == access::write) {
        if (auto begun = on.execute("begin immediate"); !begun) return begun.error();
        return transaction(on);
    }
    // Questions are many: what begins and ends their moment is compiled once.
    auto begin = on.prepare("begin");
    if (!begin) return begin.error();
    if (auto begun = begin->run(); !begun) return begun.error();
    return transaction(on);
}

transaction::~transaction()
{
    // Some failures (disk full) have rolled back already; then this says so, and nobody needs to hear.
    if (!on_) return;
    if (auto undo = on_->prepare("rollback")) (void)undo->run();
}

result<void> transaction::commit()
{
    auto committed = on_->execute("commit");
    if (committed) on_ = nullptr;
    return committed;
}

}  // namespace parley::sqlite
