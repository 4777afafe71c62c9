// The answer to one request on the wire: the server's `exchange`.
//
// What it adds to a handler's bytes is framing only. Belongs to one loop and lives as long as its answer.
#pragma once

#include "http/detail/connection.hpp"
#include "http/detail/file_plan.hpp"
#include "http/detail/response_head.hpp"
#include "http/detail/site.hpp"
#include "http/exchange.hpp"
#include "http/status.hpp"

namespace parley::http {

class file_body;

// What must be remembered of a request while its handler owns the rest.
struct asked_facts {
    request about;  // method, path, query, id, peer and deadline; its headers hold conditions and ranges, its
                    // body nothing
    keep_alive keep = keep_alive::no;
    bool knows_chunks = true;
    std::string_view allowed_origin = {};  // of the options' policy; empty: none
};

class reply final : public exchange {
public:
    // All three outlive the reply.
    reply(connection& wire, site& where, const asked_facts& asked)
        : wire_(wire), where_(where), asked_(asked), keep_(asked.keep)
    {
    }

    asio::awaitable<result<void>> send(response answer) override;
    asio::awaitable<result<void>> send_static(static_response answer) override;
    asio::awaitable<result<void>> send_file(file_response answer) override;
    void begin_stream(unsigned status, fields headers) override;
    asio::awaitable<result<void>> write(std::string_view bytes) override;
    bool nudge(std::string_view bytes) override;
    asio::awaitable<result<void>> finish(std::string_view last) override;
    void cut(cut_how how) override;
    bool head_sent() const override { return head_sent_; }

    // Answers with what the application makes of `problem`; only while the head is not sent.
    // Both arguments are named values of the caller: GCC 12 destroys braced lists in a co_await twice.
    asio::awaitable<result<void>> send_problem(const refusal& why, const fields& headers);

    bool complete() const { return stage_ == stage::complete; }
    bool was_cut() const { return stage_ == stage::cut; }
    unsigned status() const { return status_; }  // 0: none yet
    keep_alive keep() const { return keep_; }
    void close_afterwards() { keep_ = keep_alive::no; }

    // The reader would take the end of the connection for the end of the answer.
    bool ends_with_connection() const { return how_ == framing::until_close; }

private:
    enum class stage { empty, streaming, complete, cut };

    void prepare_head(unsigned status, framing how, std::uint64_t body_bytes, const fields& headers);
    asio::awaitable<result<void>> send_body(unsigned status, const fields& headers, std::string_view body);
    asio::awaitable<result<void>> send_parts(std::span<const std::string_view> parts);
    asio::awaitable<result<void>> send_unmet(file_plan plan);
    asio::awaitable<result<void>> send_content(const file_body& file, const file_plan& plan);
    bool flush_held();
    bool is_head() const { return asked_.about.method == "HEAD"; }

    connection& wire_;
    site& where_;
    const asked_facts& asked_;
    std::string head_;  // not yet sent
    std::string held_;  // what a nudge could not send
    unsigned status_ = 0;
    framing how_ = framing::length;
    stage stage_ = stage::empty;
    keep_alive keep_;
    bool head_sent_ = false;
    bool writing_ = false;  // stays so after a write that did not end well: half a chunk is out
};

}  // namespace parley::http
