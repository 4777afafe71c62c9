// An answer on standard output: text as it comes, then the sources it cites, and apart from it what is being
// done meanwhile; or, for machines, the lines of /chat/stream.
#pragma once

#include "rag/event.hpp"
#include "server/dialect_a.hpp"

#include <iosfwd>
#include <set>

namespace parley::cli {

class text_sink final : public rag::event_sink {
public:
    // Steps, when they are asked for, go to `aside`.
    text_sink(std::ostream& out, std::ostream& aside) : out_(out), aside_(aside) {}
    asio::awaitable<result<void>> send(rag::event what) override;

    // Ends the line of an answer that broke off, so that what is said next stands on its own.
    void break_off();

private:
    void list_sources();

    std::ostream& out_;
    std::ostream& aside_;
    std::vector<retrieval::passage> passages_;
    std::string answer_;
};

class json_sink final : public rag::event_sink {
public:
    explicit json_sink(std::ostream& out) : out_(out), lines_("null", rag::text_sources::send, "ask") {}
    asio::awaitable<result<void>> send(rag::event what) override;

private:
    std::ostream& out_;
    server::dialect_a lines_;
};

}  // namespace parley::cli
