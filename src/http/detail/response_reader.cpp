#include "http/detail/response_reader.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstring>

namespace parley::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr int interim_answers_max = 8;

error malformed(std::string_view why)
{
    return error{errc::malformed, "the peer's answer is not valid HTTP: " + std::string(why)};
}

}  // namespace

// Beast finds the structure; we keep the head and join the body.
class response_reader::parser final : public beast_http::basic_parser<false> {
public:
    parser(std::size_t header_bytes_max, body_rule rule) : header_bytes_max_(header_bytes_max)
    {
        eager(true);
        skip(rule == body_rule::none);
        body_limit(boost::none);  // a stream has no end known beforehand; read_all() bounds the rest
        header_limit(static_cast<std::uint32_t>(header_bytes_max));
    }

    unsigned status = 0;
    std::string reason;
    fields headers;
    bool head_done = false;
    bool complete = false;
    char* body_begin = nullptr;
    std::size_t body_bytes = 0;

private:
    void on_response_impl(int code, string_view phrase, int, error_code& ec) override
    {
        ec = {};
        status = static_cast<unsigned>(code);
        reason.assign(phrase.data(), phrase.size());
    }

    void on_field_impl(beast_http::field, string_view name, string_view value, error_code& ec) override
    {
        ec = {};
        if (head_done) return;  // trailers
        // Beast limits each part it looks at; together they must stay within the limit as well.
        header_bytes_ += name.size() + value.size() + 4;
        if (header_bytes_ > header_bytes_max_) ec = beast_http::error::header_limit;
        if (!ec) headers.add({name.data(), name.size()}, std::string(value));
    }

    void on_header_impl(error_code& ec) override
    {
        ec = {};
        head_done = true;
    }

    std::size_t on_body_impl(string_view body, error_code& ec) override
    {
        ec = {};
        join(body);
        return body.size();
    }

    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) override
    {
        ec = {};
        join(body);
        return body.size();
    }

    void on_finish_impl(error_code& ec) override
    {
        ec = {};
        complete = true;
    }

    void on_request_impl(beast_http::verb, string_view, string_view, int, error_code& ec) override
    {
        ec = {};
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& ec) override { ec = {}; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code& ec) override { ec = {}; }

    // The parser has passed `body`, so earlier bytes of the buffer are ours to overwrite.
    void join(string_view body)
    {
        if (body_begin == nullptr) body_begin = const_cast<char*>(body.data());
        std::memmove(body_begin + body_bytes, body.data(), body.size());
        body_bytes += body.size();
    }

    std::size_t header_bytes_max_;
    std::size_t header_bytes_ = 0;
};

response_reader::response_reader(std::size_t header_bytes_max, body_rule rule)
    : parser_(std::make_unique<parser>(header_bytes_max, rule)),
      header_bytes_max_(header_bytes_max),
      rule_(rule)
{
}

response_reader::~response_reader() = default;

result<response_reader::progress> response_reader::feed(std::span<char> bytes)
{
    std::size_t used = 0;
    parser_->body_begin = nullptr;
    parser_->body_bytes = 0;
    while (used < bytes.size() && !parser_->complete) {
        error_code ec;
        const std::size_t taken = parser_->put({bytes.data() + used, bytes.size() - used}, ec);
        used += taken;
        if (ec == beast_http::error::need_more) break;
        if (ec == beast_http::error::header_limit)
            return error{errc::too_large, "the head of the peer's answer is longer than " +
                                              std::to_string(header_bytes_max_) + " bytes"};
        if (ec) return malformed(ec.message());
        if (!parser_->complete || parser_->status >= 200) continue;

        if (parser_->status == 101) return malformed("it wants another protocol");
        if (++interim_answers_ > interim_answers_max) return malformed("too many interim answers");
        parser_ = std::make_unique<parser>(header_bytes_max_, rule_);
    }
    return progress{used, {parser_->body_begin, parser_->body_bytes}};
}

result<void> response_reader::finish()
{
    if (parser_->complete) return {};
    error_code ec = beast_http::error::partial_message;
    if (parser_->head_done) parser_->put_eof(ec);
    if (ec) return error{errc::closed, "the peer closed the connection before its answer was complete"};
    return {};
}

bool response_reader::head_done() const
{
    return parser_->head_done;
}

bool response_reader::done() const
{
    return parser_->complete;
}

bool response_reader::keep_alive() const
{
    return parser_->complete && !parser_->need_eof() && parser_->keep_alive();
}

unsigned response_reader::status() const
{
    return parser_->status;
}

const std::string& response_reader::reason() const
{
    return parser_->reason;
}

const fields& response_reader::headers() const
{
    return parser_->headers;
}

void response_reader::forget_head()
{
    parser_->reason = {};
    parser_->headers = {};
}

}  // namespace parley::http
