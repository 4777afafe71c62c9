#include "http/detail/request_reader.hpp"

#include "base/ascii.hpp"
#include "http/detail/request_target.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace parley::http {
namespace {

namespace beast = boost::beast;
using beast::http::field;

constexpr std::size_t method_bytes_max = 32;
constexpr std::size_t field_overhead = 4;  // ": " and the end of the line

// A chunked body takes at least this: "0\r\n\r\n". Beast's parser asserts on a shorter one cut in two.
constexpr std::size_t chunked_body_bytes_min = 5;

constexpr auto content_length_rule = "Content-Length must be one number.";

refusal bad_request(std::string detail)
{
    return {400, {errc::invalid_input, std::move(detail)}};
}

refusal not_implemented(std::string detail)
{
    return {501, {errc::unsupported, std::move(detail)}};
}

refusal over_limit(unsigned status, std::string_view what, std::size_t limit)
{
    return {status, {errc::too_large, std::string(what) + std::to_string(limit) + "."}};
}

refusal head_too_large(const request_limits& limits)
{
    return over_limit(431, "The bytes of the request's head are over the limit of ", limits.header_bytes_max);
}

refusal target_too_long(const request_limits& limits)
{
    return over_limit(414, "The bytes of the address are over the limit of ", limits.target_bytes_max);
}

bool is_number(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, ascii::is_digit);
}

// Whether a line of the head continues the one before (obs-fold). Not every reader joins the two, and RFC
// 9112 §5.2 lets a server refuse them. `bytes` begin at a line; what lies behind the head is not looked at.
bool has_folded_line(std::string_view bytes)
{
    while (!bytes.empty() && !bytes.starts_with("\r\n")) {
        if (bytes.front() == ' ' || bytes.front() == '\t') return true;
        const auto line_end = bytes.find("\r\n");
        if (line_end == std::string_view::npos) return false;
        bytes.remove_prefix(line_end + 2);
    }
    return false;
}

std::string_view std_view(beast::string_view text)
{
    return {text.data(), text.size()};
}

}  // namespace

class request_reader::parser final : public beast::http::basic_parser<true> {
public:
    parser(const request_limits& limits, other_body_limit other)
        : body_bytes_max(limits.body_bytes_max), limits_(limits), other_limit_(std::move(other))
    {
        eager(true);
        header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
        body_limit(body_bytes_max);
    }

    std::size_t body_bytes_max;

    request asked;
    std::optional<refusal> refused;  // set beside an error code that stops the parser
    int version = 11;
    bool expects_continue = false;
    bool body_begun = false;

private:
    using error_code = beast::error_code;

    void refuse(refusal why, error_code& failed)
    {
        refused = std::move(why);
        failed = beast::http::error::bad_value;
    }

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int number,
                         error_code& failed) override
    {
        if (method.size() > method_bytes_max)
            return refuse(not_implemented("The request method is not one we know."), failed);
        asked.method = std::string(method);
        version = number;
        if (target.size() > limits_.target_bytes_max) return refuse(target_too_long(limits_), failed);
        head_bytes_ = method.size() + target.size();
        auto parsed = http::parse_target(std_view(target));
        if (!parsed) return refuse({400, parsed.error()}, failed);
        asked.path = std::move(parsed->path);
        asked.query = std::move(parsed->query);
        if (!other_limit_) return;
        body_bytes_max = other_limit_(asked.method, asked.path).value_or(body_bytes_max);
        body_limit(body_bytes_max);
    }

    void on_field_impl(field known, beast::string_view name, beast::string_view value,
                       error_code& failed) override
    {
        if (is_header_done()) return;  // trailers: nobody needs them, and they must not pose as headers
        head_bytes_ += name.size() + value.size() + field_overhead;
        if (head_bytes_ > limits_.header_bytes_max) return refuse(head_too_large(limits_), failed);
        if (++header_count_ > limits_.header_count_max)
            return refuse(over_limit(431, "Header fields are over the limit of ", limits_.header_count_max),
                          failed);

        const auto text = std_view(value);
        if (known == field::content_length && !is_number(text))
            return refuse(bad_request(content_length_rule), failed);
        if (known == field::transfer_encoding) {
            if (!ascii::equals_without_case(text, "chunked"))
                return refuse(not_implemented("Transfer-Encoding must be chunked, or absent."), failed);
            chunked_ = true;
        }
        if (known == field::host) ++host_count_;
        if (known == field::expect) {
            if (!ascii::equals_without_case(text, "100-continue"))
                return refuse({417, {errc::unsupported, "The one expectation we meet is 100-continue."}},
                              failed);
            expects_continue = version == 11;
        }
        asked.headers.add(std_view(name), std::string(text));
    }

    void on_header_impl(error_code& failed) override
    {
        if (chunked_ && version != 11)
            return refuse(bad_request("HTTP/1.0 knows no Transfer-Encoding."), failed);
        if (host_count_ > 1 || (version == 11 && host_count_ == 0))
            return refuse(bad_request("An HTTP/1.1 request has exactly one Host field."), failed);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

    std::size_t on_body_impl(beast::string_view bytes, error_code&) override
    {
        body_begun = true;
        asked.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view extensions, error_code& failed) override
    {
        body_begun = true;
        extension_bytes_ += extensions.size();
        if (extension_bytes_ > limits_.header_bytes_max)
            refuse(bad_request("The chunk extensions are longer than a header may be."), failed);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code& failed) override
    {
        return on_body_impl(bytes, failed);
    }

    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, beast::string_view, int, error_code&) override {}

    request_limits limits_;
    other_body_limit other_limit_;
    std::size_t head_bytes_ = 0;
    std::size_t header_count_ = 0;
    std::size_t host_count_ = 0;
    std::size_t extension_bytes_ = 0;
    bool chunked_ = false;
};

namespace {

enum class framing { unknown, chunked };

// `so_far`: what the fields before the refused one said; it tells a repetition from a contradiction.
refusal refusal_for(boost::beast::error_code failed, framing so_far, const request_limits& limits,
                    std::size_t body_bytes_max)
{
    using beast::http::error;
    if (failed == error::header_limit) return head_too_large(limits);
    if (failed == error::body_limit)
        return over_limit(413, "The bytes of the request's body are over the limit of ", body_bytes_max);
    if (failed == error::bad_chunk || failed == error::bad_chunk_extension)
        return bad_request("The body is not in chunks as its header says.");
    if (failed == error::multiple_content_length)
        return bad_request("Content-Length is given twice, with different numbers.");
    const bool is_chunked = so_far == framing::chunked;
    if (failed == error::bad_content_length && !is_chunked) return bad_request(content_length_rule);
    if (failed == error::bad_transfer_encoding && is_chunked)
        return bad_request("Transfer-Encoding is given twice.");
    if (failed == error::bad_content_length || failed == error::bad_transfer_encoding)
        return bad_request("Content-Length and Transfer-Encoding exclude each other.");
    return bad_request("This is not an HTTP/1.1 request.");
}

}  // namespace

request_reader::request_reader(request_limits limits, other_body_limit other)
    : limits_(limits), parser_(std::make_unique<parser>(limits, std::move(other)))
{
}

request_reader::~request_reader() = default;

std::optional<refusal> request_reader::feed(std::string_view bytes)
{
    // Most requests arrive in one piece: parse it where it lies and keep only what is left.
    if (pending_.empty()) return advance(bytes);
    const auto joined = std::exchange(pending_, {}).append(bytes);
    return advance(joined);
}

std::optional<refusal> request_reader::advance(std::string_view bytes)
{
    // RFC 9112 §2.2: an empty line before a request is forgiven, some clients send one after a body.
    if (!parser_->got_some()) bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));

    while (!bytes.empty() && !parser_->is_done()) {
        const bool may_be_cut_short = parser_->is_header_done() && parser_->chunked() && !parser_->body_begun;
        if (may_be_cut_short && bytes.size() < chunked_body_bytes_min) break;

        const bool is_folded = !parser_->is_header_done() && has_folded_line(bytes);
        boost::beast::error_code failed;
        const auto taken = parser_->put(asio::const_buffer(bytes.data(), bytes.size()), failed);
        bytes.remove_prefix(taken);
        if (is_folded) return bad_request("A line of the request's head begins with a blank.");
        if (failed == beast::http::error::need_more) break;
        if (parser_->refused) return parser_->refused;
        if (failed == beast::http::error::header_limit && in_request_line(bytes))
            return target_too_long(limits_);
        if (failed)
            return refusal_for(failed, parser_->chunked() ? framing::chunked : framing::unknown, limits_,
                               parser_->body_bytes_max);
    }

    if (in_request_line(bytes) && bytes.size() > limits_.target_bytes_max + method_bytes_max)
        return target_too_long(limits_);
    if (!parser_->is_done() && bytes.size() > limits_.header_bytes_max)
        return parser_->is_header_done() ? bad_request("A chunk's header or the trailers are too long.")
                                         : head_too_large(limits_);
    pending_ = bytes;
    return std::nullopt;
}

// Whether not even the first line has ended.
bool request_reader::in_request_line(std::string_view bytes) const
{
    return !parser_->is_header_done() && parser_->asked.method.empty() &&
           bytes.find('\n') == std::string_view::npos;
}

bool request_reader::begun() const
{
    return parser_->got_some() || !pending_.empty();
}

bool request_reader::head_complete() const
{
    return parser_->is_header_done();
}

bool request_reader::complete() const
{
    return parser_->is_done();
}

bool request_reader::waits_for_continue() const
{
    return head_complete() && !complete() && parser_->expects_continue && !parser_->body_begun &&
           pending_.empty();
}

keep_alive request_reader::wanted() const
{
    return complete() && parser_->keep_alive() ? keep_alive::yes : keep_alive::no;
}

bool request_reader::knows_chunks() const
{
    return parser_->version == 11;
}

std::size_t request_reader::body_bytes() const
{
    return parser_->asked.body.size();
}

std::string request_reader::take_body()
{
    return std::exchange(parser_->asked.body, {});
}

const request& request_reader::head() const
{
    return parser_->asked;
}

request request_reader::take_request()
{
    return std::move(parser_->asked);
}

std::string request_reader::take_rest()
{
    return std::exchange(pending_, {});
}

}  // namespace parley::http
