#include "sqlite/transaction.hpp"

namespace parley::sqlite {

result<transaction> transaction::begin(database& on, access mode)
{
    auto begun = on.execute(mode == access::write ? "begin immediate" : "begin");
    if (!begun) return begun.error();
    return transaction(on);
}

transaction::~transaction()
{
    // Some failures (disk full) have rolled back already; then this says so, and nobody needs to hear.
    if (on_) (void)on_->execute("rollback");
}

result<void> transaction::commit()
{
    auto committed = on_->execute("commit");
    if (committed) on_ = nullptr;
    return committed;
}

}  // namespace parley::sqlite
