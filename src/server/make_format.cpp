#include "server/make_format.hpp"

#include "server/delta_dialect.hpp"
#include "server/event_dialect.hpp"

namespace parley::server {

std::unique_ptr<answer_format> make_format(const chat_request& wanted, const std::string& run_id)
{
    switch (wanted.spoken) {
        case dialect::b:
        case dialect::c:
            return std::make_unique<delta_dialect>(wanted, run_id);
        case dialect::d:
            return std::make_unique<event_dialect>();
        case dialect::a:
            break;
    }
    return std::make_unique<dialect_a>(wanted.session_state, wanted.asked.sources, run_id,
                                       wanted.asked.suggested);
}

}  // namespace parley::server
