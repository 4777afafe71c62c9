#include "server/upload_receivers.hpp"

#include "http/multipart_reader.hpp"
#include "http/query_value.hpp"
#include "server/replies.hpp"
#include "server/upload.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

namespace json = boost::json;

constexpr std::size_t form_overhead = 64 * 1024;  // what a form may have around its file

class file_receiver final : public http::body_receiver {
public:
    file_receiver(const document_services& with, const http::request& head, std::string name)
        : file_(with, head.id), name_(std::move(name))
    {
        if (http::query_value(head.query, "replace") == "yes") then_ = ingest::when_there::replace;
    }

    asio::awaitable<result<void>> take(std::string bytes) override
    {
        if (!file_.has_begun())
            if (auto begun = co_await file_.begin(name_, then_); !begun) co_return begun.error();
        co_return co_await file_.add(bytes);
    }

    asio::awaitable<result<void>> answer(http::request, http::exchange& out) override
    {
        if (!file_.has_begun()) co_return error{errc::invalid_input, "The file is empty."};
        auto kept = co_await file_.keep();
        if (!kept) co_return kept.error();
        const json::object job{{"name", *kept}, {"state", "waiting"}};
        auto told = json_response(json::serialize(job) + "\n", 202);
        co_return co_await out.send(std::move(told));
    }

private:
    upload file_;
    std::string name_;
    ingest::when_there then_ = ingest::when_there::refuse;
};

class form_receiver final : public http::body_receiver {
public:
    form_receiver(const document_services& with, const http::request& head, std::string_view boundary)
        : file_(with, head.id), form_(boundary)
    {
    }

    asio::awaitable<result<void>> take(std::string bytes) override
    {
        form_.feed(bytes);
        for (;;) {
            auto next = form_.next();
            if (!next) co_return next.error();
            if (!*next) co_return result<void>();
            auto taken = co_await take_piece(**next);
            if (!taken) co_return taken.error();
        }
    }

    asio::awaitable<result<void>> answer(http::request, http::exchange& out) override
    {
        if (!form_.complete())
            co_return error{errc::invalid_input, "The form with the file ends before it is complete."};
        if (!file_.has_begun()) {
            auto none = json_response(
                "{\"message\":\"No file part in the request\",\"status\":\"failed\","
                "\"error\":\"The form has no part `file` with a file.\"}\n",
                400);
            co_return co_await out.send(std::move(none));
        }
        auto kept = co_await file_.keep();
        if (!kept) co_return kept.error();
        const json::object done{{"message", "File uploaded successfully"}, {"name", *kept}};
        co_return co_await send_json(json::serialize(done) + "\n", out);
    }

private:
    asio::awaitable<result<void>> take_piece(const http::multipart_reader::piece& piece)
    {
        if (const auto* part = std::get_if<http::multipart_reader::part>(&piece)) {
            in_file_ = part->name == "file" && part->file_name && !file_.has_begun();
            if (!in_file_) co_return result<void>();
            co_return co_await file_.begin(*part->file_name, ingest::when_there::replace);
        }
        const auto* bytes = std::get_if<std::string_view>(&piece);
        if (bytes == nullptr || !in_file_) co_return result<void>();
        co_return co_await file_.add(*bytes);
    }

    upload file_;
    http::multipart_reader form_;
    bool in_file_ = false;
};

}  // namespace

http::body_rule file_bodies(const document_services& with)
{
    return {with.uploads->limits().file_bytes_max,
            [with](const http::request& head) -> result<std::unique_ptr<http::body_receiver>> {
                auto name = ingest::inbox::name_for(http::query_value(head.query, "name").value_or(""));
                if (!name) return name.error();
                return std::make_unique<file_receiver>(with, head, *std::move(name));
            }};
}

http::body_rule form_bodies(const document_services& with)
{
    return {with.uploads->limits().file_bytes_max + form_overhead,
            [with](const http::request& head) -> result<std::unique_ptr<http::body_receiver>> {
                auto boundary = http::form_boundary(head.headers.find("content-type").value_or(""));
                if (!boundary) return boundary.error();
                return std::make_unique<form_receiver>(with, head, *boundary);
            }};
}

}  // namespace parley::server
