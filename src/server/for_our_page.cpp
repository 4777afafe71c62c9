#include "server/for_our_page.hpp"

#include "server/errors.hpp"
#include "server/replies.hpp"
#include "server/visitor.hpp"

namespace parley::server {

http::handler for_our_page(http::handler handle)
{
    return [handle = std::move(handle)](http::request request, http::exchange& out) {
        if (is_from_another_site(request.headers)) return refuse(other_site());
        return handle(std::move(request), out);
    };
}

http::body_rule for_our_page(http::body_rule rule)
{
    rule.begin = [begin = std::move(rule.begin)](
                     const http::request& head) -> result<std::unique_ptr<http::body_receiver>> {
        if (is_from_another_site(head.headers)) return other_site();
        return begin(head);
    };
    return rule;
}

}  // namespace parley::server
