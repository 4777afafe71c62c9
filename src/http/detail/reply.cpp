#include "http/detail/reply.hpp"

#include "base/offload.hpp"
#include "http/detail/file_body.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::http {
namespace {

// A file is read ahead by this much on the blocking pool, then sent from the page cache.
constexpr std::size_t window_bytes = 256 * 1024;

error used_wrongly()
{
    return {errc::invalid_input, "The handler wrote to an answer that is not a stream under way."};
}

// One chunk of a chunked body, or the bytes as they are for a reader that knows no chunks.
class piece {
public:
    piece(std::string_view bytes, framing how) : body_(bytes)
    {
        if (how != framing::chunked || body_.empty()) return;
        char* const begin = size_line_.data();
        auto* end = std::to_chars(begin, begin + size_line_.size(), body_.size(), 16).ptr;
        *end++ = '\r';
        *end++ = '\n';
        size_ = {begin, static_cast<std::size_t>(end - begin)};
    }
    piece(const piece&) = delete;

    std::string_view size() const { return size_; }
    std::string_view body() const { return body_; }
    std::string_view end() const { return size_.empty() ? "" : "\r\n"; }

private:
    std::string_view body_;
    std::string_view size_;
    std::array<char, 20> size_line_;
};

std::size_t total(std::span<const std::string_view> parts)
{
    std::size_t bytes = 0;
    for (const auto part : parts) bytes += part.size();
    return bytes;
}

bool is_refusal(const file_plan& plan)
{
    return plan.status == 412 || plan.status == 416;
}

void release(std::string& text)
{
    std::string().swap(text);
}

}  // namespace

void reply::prepare_head(unsigned status, framing how, std::uint64_t body_bytes, const fields& headers)
{
    if (where_.stopping || how == framing::until_close) keep_ = keep_alive::no;
    status_ = status;
    how_ = how;
    const auto& cors = where_.options.cors;
    std::optional<fields> with_cors;
    if (!cors.origins.empty()) add_cors_fields(cors, asked_.allowed_origin, with_cors.emplace(headers));
    head_ = format_head({.status = status,
                         .how = how,
                         .body_bytes = body_bytes,
                         .keep = keep_,
                         .says_keep_alive = !asked_.knows_chunks,
                         .date = where_.date(),
                         .request_id = asked_.about.id},
                        with_cors ? *with_cors : headers, where_.options.common_headers);
}

asio::awaitable<result<void>> reply::send_parts(std::span<const std::string_view> parts)
{
    if (writing_) co_return used_wrongly();
    head_sent_ = true;
    const auto written = wire_.try_write(parts);
    if (!written) co_return written.error();
    if (*written < total(parts)) {
        writing_ = true;
        auto rest = co_await wire_.write_rest(parts, *written);
        if (!rest) co_return rest.error();
        writing_ = false;
    }
    release(head_);
    release(held_);
    co_return result<void>{};
}

asio::awaitable<result<void>> reply::send_body(unsigned status, const fields& headers, std::string_view body)
{
    const bool is_bodiless = status == 204 || status == 304;
    prepare_head(status, is_bodiless ? framing::none : framing::length, body.size(), headers);
    const std::array<std::string_view, 2> parts = {head_, is_bodiless || is_head() ? "" : body};
    auto sent = co_await send_parts(parts);
    if (sent) stage_ = stage::complete;
    co_return sent;
}

asio::awaitable<result<void>> reply::send(response answer)
{
    if (stage_ != stage::empty) co_return used_wrongly();
    co_return co_await send_body(answer.status, answer.headers, answer.body);
}

asio::awaitable<result<void>> reply::send_static(static_response answer)
{
    if (stage_ != stage::empty) co_return used_wrongly();
    const auto plan = plan_file(asked_.about.method, asked_.about.headers,
                                {.bytes = answer.body.size(), .etag = answer.etag});
    if (is_refusal(plan)) co_return co_await send_unmet(plan);
    answer.headers.set("Content-Type", std::string(answer.media_type));
    if (!answer.etag.empty()) answer.headers.set("ETag", std::string(answer.etag));
    answer.headers.set("Accept-Ranges", "bytes");
    if (!plan.content_range.empty()) answer.headers.set("Content-Range", plan.content_range);
    co_return co_await send_body(plan.status, answer.headers, answer.body.substr(plan.offset, plan.bytes));
}

asio::awaitable<result<void>> reply::send_file(file_response answer)
{
    if (stage_ != stage::empty) co_return used_wrongly();
    auto open = [path = answer.path] { return file_body::open(path); };
    const auto opened = co_await offload(where_.blocking, std::move(open));
    if (!opened) co_return opened.error();
    const auto& file = **opened;

    const auto plan = plan_file(asked_.about.method, asked_.about.headers,
                                {.bytes = file.bytes(), .etag = answer.etag, .modified = file.modified()});
    if (is_refusal(plan)) co_return co_await send_unmet(plan);
    answer.headers.set("Content-Type", answer.media_type);
    answer.headers.set("Accept-Ranges", "bytes");
    answer.headers.set("Last-Modified", format_date(file.modified()));
    if (!answer.etag.empty()) answer.headers.set("ETag", answer.etag);
    if (!plan.content_range.empty()) answer.headers.set("Content-Range", plan.content_range);
    if (plan.bytes == 0 || is_head()) {
        prepare_head(plan.status, plan.status == 304 ? framing::none : framing::length, plan.bytes,
                     answer.headers);
        const std::array<std::string_view, 1> parts = {head_};
        auto sent = co_await send_parts(parts);
        if (sent) stage_ = stage::complete;
        co_return sent;
    }
    prepare_head(plan.status, framing::length, plan.bytes, answer.headers);
    co_return co_await send_content(file, plan);
}

asio::awaitable<result<void>> reply::send_content(const file_body& file, const file_plan& plan)
{
    auto offset = plan.offset;
    const auto end = plan.offset + plan.bytes;
    while (offset < end) {
        // sendfile keeps no buffer per reader, but a page that is not in memory would hold up the whole loop:
        // the pool brings the window in first. One hop per 256 KiB is cheap beside sending them.
        const auto window_end = std::min<std::uint64_t>(end, offset + window_bytes);
        const auto bytes = static_cast<std::size_t>(window_end - offset);
        co_await offload(where_.blocking, [&file, offset, bytes] { file.warm(offset, bytes); });
        if (!head_sent_) {
            const std::array<std::string_view, 1> parts = {head_};
            auto sent = co_await send_parts(parts);
            if (!sent) co_return sent;
        }
        while (offset < window_end) {
            const auto sent =
                wire_.try_send_file(file.number(), offset, static_cast<std::size_t>(window_end - offset));
            if (!sent) co_return sent.error();
            offset += *sent;
            if (*sent > 0) continue;
            auto ready = co_await wire_.writable();
            if (!ready) co_return ready;
        }
    }
    stage_ = stage::complete;
    co_return result<void>{};
}

void reply::begin_stream(unsigned status, fields headers)
{
    if (stage_ != stage::empty) return;
    stage_ = stage::streaming;
    prepare_head(status, asked_.knows_chunks ? framing::chunked : framing::until_close, 0, headers);
}

asio::awaitable<result<void>> reply::write(std::string_view bytes)
{
    if (stage_ != stage::streaming || writing_) co_return used_wrongly();
    const piece chunk(is_head() ? "" : bytes, how_);
    const std::array<std::string_view, 5> parts = {held_, head_, chunk.size(), chunk.body(), chunk.end()};

    // The usual case costs one system call and no further coroutine.
    head_sent_ = true;
    const auto written = wire_.try_write(parts);
    if (!written) co_return written.error();
    if (*written < total(parts)) {
        writing_ = true;
        auto rest = co_await wire_.write_rest(parts, *written);
        if (!rest) co_return rest;
        writing_ = false;
    }
    if (!head_.empty()) release(head_);
    if (!held_.empty()) release(held_);
    co_return result<void>{};
}

bool reply::nudge(std::string_view bytes)
{
    if (stage_ != stage::streaming || writing_ || !flush_held()) return false;
    const piece chunk(is_head() ? "" : bytes, how_);
    const std::array<std::string_view, 4> parts = {head_, chunk.size(), chunk.body(), chunk.end()};
    const auto written = wire_.try_write(parts);
    if (!written || *written == 0) return false;  // full, or gone: then the session ends the handler

    head_sent_ = true;
    std::size_t skip = *written;
    for (const auto part : parts) {
        const auto skipped = std::min(skip, part.size());
        skip -= skipped;
        held_ += part.substr(skipped);
    }
    release(head_);
    return true;
}

// Whether nothing that was promised is waiting any more.
bool reply::flush_held()
{
    if (held_.empty()) return true;
    const std::array<std::string_view, 1> parts = {held_};
    const auto written = wire_.try_write(parts);
    if (!written) return false;
    held_.erase(0, *written);
    return held_.empty();
}

asio::awaitable<result<void>> reply::finish(std::string_view last)
{
    if (stage_ != stage::streaming) co_return used_wrongly();
    const piece chunk(is_head() ? "" : last, how_);
    const bool is_chunked = how_ == framing::chunked && !is_head();
    const std::array<std::string_view, 6> parts = {held_,        head_,       chunk.size(),
                                                   chunk.body(), chunk.end(), is_chunked ? "0\r\n\r\n" : ""};
    auto sent = co_await send_parts(parts);
    if (sent) stage_ = stage::complete;
    co_return sent;
}

void reply::cut(cut_how how)
{
    stage_ = stage::cut;
    keep_ = keep_alive::no;
    if (how == cut_how::reset) return wire_.reset();
    wire_.close();
}

asio::awaitable<result<void>> reply::send_unmet(file_plan plan)
{
    refusal why{416, {errc::invalid_input, "It is shorter than the range asked for."}};
    if (plan.status == 412) why = {412, {errc::invalid_input, "It is not the version that was asked for."}};
    fields headers;
    if (!plan.content_range.empty()) headers.set("Content-Range", plan.content_range);
    co_return co_await send_problem(why, headers);
}

asio::awaitable<result<void>> reply::send_problem(const refusal& why, const fields& headers)
{
    const auto& [status, problem] = why;
    response answer;
    if (where_.options.render_error) {
        answer = where_.options.render_error(status, problem, asked_.about);
    } else {
        answer.status = status;
        answer.headers.set("Content-Type", "text/plain");
        answer.body = problem.detail + "\n";
    }
    for (const auto& [name, value] : headers) answer.headers.set(name, value);
    if (problem.retry_after.count() > 0)
        answer.headers.set("Retry-After", std::to_string(problem.retry_after.count()));
    release(head_);  // of a stream that was begun and never written to
    co_return co_await send_body(answer.status, answer.headers, answer.body);
}

}  // namespace parley::http
