#include "http/detail/response_head.hpp"

#include "base/ascii.hpp"
#include "http/status.hpp"

#include <algorithm>
#include <array>

namespace parley::http {
namespace {

constexpr std::array<std::string_view, 5> our_names = {"Connection", "Content-Length", "Date",
                                                       "Transfer-Encoding", "X-Request-Id"};
constexpr std::size_t usual_head_bytes = 768;

bool is_ours(std::string_view name)
{
    return std::ranges::any_of(our_names,
                               [name](auto ours) { return ascii::equals_without_case(ours, name); });
}

void append_field(std::string& head, std::string_view name, std::string_view value)
{
    head += name;
    head += ": ";
    for (const char c : value) head += (c >= 0 && c < 0x20) || c == 0x7f ? ' ' : c;
    head += "\r\n";
}

}  // namespace

std::string format_head(const head_facts& facts, const fields& headers, const fields& common)
{
    std::string head;
    head.reserve(usual_head_bytes);
    head += "HTTP/1.1 ";
    head += std::to_string(facts.status);
    head += ' ';
    head += reason_of(facts.status);
    head += "\r\n";
    for (const auto& [name, value] : headers)
        if (!is_ours(name)) append_field(head, name, value);
    for (const auto& [name, value] : common)
        if (!is_ours(name) && !headers.find(name)) append_field(head, name, value);
    append_field(head, "Date", facts.date);
    append_field(head, "X-Request-Id", facts.request_id);
    if (facts.how == framing::length) append_field(head, "Content-Length", std::to_string(facts.body_bytes));
    if (facts.how == framing::chunked) append_field(head, "Transfer-Encoding", "chunked");
    if (facts.keep == keep_alive::no)
        append_field(head, "Connection", "close");
    else if (facts.says_keep_alive)
        append_field(head, "Connection", "keep-alive");
    head += "\r\n";
    return head;
}

}  // namespace parley::http
