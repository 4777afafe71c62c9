// Asks the first of several endpoints that is not busy, in the order in which they are preferred.
//
// Belongs to one loop. One endpoint is asked as patiently as it says. Of several, each is asked once, and one
// that is busy is passed over until its pause has ended; when all are, the request waits for the one that
// expects it first. An answer that has begun stays where it is.
#pragma once

#include "openai/detail/upstream.hpp"

#include <functional>

namespace parley::openai {

// The call as the host with that number wants it; `model_name` is what that host calls the model.
using call_for = std::function<result<call>(std::size_t host, const std::string& model_name)>;

class upstreams {
public:
    // `client` outlives it; `in_order` is not empty.
    upstreams(http::client& client, std::vector<endpoint> in_order);

    // `model` is the name in the request. `answer::from` says who answered.
    asio::awaitable<result<answer>> ask(std::string model, call_for make, deadline until,
                                        refusal_facts* refused = nullptr);

    std::size_t size() const { return hosts_.size(); }
    const endpoint& where(std::size_t host) const { return hosts_[host]->where(); }

private:
    asio::awaitable<result<answer>> ask_in_turn(const std::string& model, const call_for& make,
                                                deadline until, refusal_facts* refused);

    void log_spill(std::size_t host) const;

    std::vector<std::unique_ptr<upstream>> hosts_;
};

}  // namespace parley::openai
