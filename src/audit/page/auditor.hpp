// Audits pages in a browser that it keeps: one tab, one page at a time.
//
// A browser that crashes is started again and the page tried once more. Several auditors may run beside each
// other, each on a browser context of its own. Belongs to one loop.
#pragma once

#include "audit/outcome.hpp"
#include "audit/page/plan.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace parley::audit {

namespace asio = boost::asio;

class auditor {
public:
    virtual ~auditor() = default;

    // One outcome for each `audit as` of the plan, then one for the end of its actions. A page that could not
    // be looked at is an outcome with an error; the call itself does not fail.
    virtual asio::awaitable<std::vector<page_outcome>> audit(const page_plan& plan) = 0;
};

}  // namespace parley::audit
