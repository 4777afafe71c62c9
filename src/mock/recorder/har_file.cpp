#include "mock/recorder/har_file.hpp"

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "http/query_value.hpp"
#include "http/url.hpp"
#include "mock/recorder/located_json.hpp"
#include "mock/recorder/upstream.hpp"
#include "mock/redact.hpp"
#include "mock/wire/model_path.hpp"

namespace parley::mock {
namespace {

namespace json = boost::json;

error unusable(std::string why)
{
    return {errc::unsupported, std::move(why)};
}

// Hosts may keep the API below a path of their own: `/api/v1/responses`.
std::optional<std::string> model_path_in(const std::string& path)
{
    if (is_model_path(path)) return path;
    for (const std::string_view base : {"/v1/", "/openai/"}) {
        const auto at = path.rfind(base);
        if (at != path.npos && is_model_path(path.substr(at))) return path.substr(at);
    }
    return std::nullopt;
}

http::fields headers_of(const json::object& message)
{
    http::fields made;
    const auto* list = list_in(message, "headers");
    for (const auto& item : list ? *list : json::array()) {
        const auto* header = item.if_object();
        if (header == nullptr) continue;
        const auto name = text_in(*header, "name").value_or("");
        const bool is_of_http2 = name.starts_with(':');  // `:path`
        if (!name.empty() && !is_of_http2)
            made.add(name, std::string(text_in(*header, "value").value_or("")));
    }
    return made;
}

// `text`, as it is or in base64.
result<std::string> bytes_of(const json::object& body, std::string_view text)
{
    const auto encoding = text_in(body, "encoding").value_or("");
    if (encoding.empty()) return std::string(text);
    if (encoding != "base64") return unusable("its `encoding` is not base64: " + std::string(encoding));
    auto decoded = decoded_base64(text);
    if (!decoded) return unusable("its body says it is base64, and is not");
    return std::move(*decoded);
}

enum class answer_kind { whole, stream };

result<std::string> body_of_answer(const json::object& response, answer_kind kind)
{
    const auto* content = object_in(response, "content");
    const auto text = content ? text_in(*content, "text") : std::nullopt;
    if (!text) {
        const bool is_empty = content && kind == answer_kind::whole && number_in(*content, "size") == 0.0;
        if (is_empty) return std::string();
        return unusable("the body of its answer is not in the file: export it with content");
    }
    auto bytes = bytes_of(*content, *text);
    if (!bytes) return bytes;
    const bool was_compressed = headers_of(response).find("content-encoding").has_value();
    if (was_compressed && !utf8::is_valid(*bytes))
        return unusable("the body of its answer is still compressed: export it decoded");
    return bytes;
}

std::chrono::microseconds sum_of_ms(const json::object& timings, std::initializer_list<const char*> names)
{
    double sum_ms = 0;
    for (const auto* name : names) sum_ms += std::max(0.0, number_in(timings, name).value_or(0));
    constexpr double most_ms = 24.0 * 3600 * 1000;
    return std::chrono::microseconds(static_cast<std::int64_t>(std::min(sum_ms, most_ms) * 1000));
}

bool is_stream(const http::fields& headers)
{
    return ascii::lower_case(headers.find("content-type").value_or("")).starts_with("text/event-stream");
}

// Setting up the connection is no part of what the host took.
void add_body(recorded_answer& to, std::string body, const json::object* timings)
{
    using times = recorded_answer::known_times;
    const bool is_streamed = is_stream(to.headers);
    to.times = timings == nullptr ? times::none : is_streamed ? times::of_first : times::of_each;
    std::chrono::microseconds at{0};
    if (timings != nullptr)
        at = is_streamed ? sum_of_ms(*timings, {"send", "wait"})
                         : sum_of_ms(*timings, {"send", "wait", "receive"});
    to.pieces.push_back({at, std::move(body)});
}

result<recorded_answer> answer_of(const json::object& entry)
{
    const auto* response = object_in(entry, "response");
    const auto status = response ? number_in(*response, "status").value_or(0) : 0;
    if (status < 200 || status > 599) return unusable("it got no answer");
    recorded_answer made;
    made.status = static_cast<unsigned>(status);
    for (const auto& [name, value] : headers_to_keep(headers_of(*response)))
        if (!ascii::equals_without_case(name, "content-encoding")) made.headers.add(name, value);
    const auto* content = object_in(*response, "content");
    const auto type = content ? text_in(*content, "mimeType").value_or("") : "";
    if (!made.headers.find("content-type") && !type.empty())
        made.headers.add("Content-Type", std::string(type));
    auto body = body_of_answer(*response, is_stream(made.headers) ? answer_kind::stream : answer_kind::whole);
    if (!body) return body.error();
    add_body(made, std::move(*body), object_in(entry, "timings"));
    return made;
}

class har_reader {
public:
    har_reader(const std::string& file, const import_settings& settings) : settings_(settings)
    {
        made_.name = file;
    }

    void read(const json::array& entries)
    {
        for (const auto& entry : entries) {
            ++number_;
            if (const auto* members = entry.if_object())
                read_entry(*members);
            else
                add(made_.mistakes, "", "it is no object");
        }
    }
    imported_file take() { return std::move(made_); }

private:
    void add(std::vector<mistake>& to, const std::string& about, const std::string& sentence)
    {
        to.push_back({made_.name, 0, "entry " + std::to_string(number_) + about + ": " + sentence});
    }

    void read_entry(const json::object& entry)
    {
        const auto* request = object_in(entry, "request");
        const auto method = request ? text_in(*request, "method") : std::nullopt;
        const auto url = request ? text_in(*request, "url") : std::nullopt;
        if (!method || !url)
            return add(made_.mistakes, "", "it has no `request` with a `method` and a `url`");
        const auto where =
            redacted(std::string(*method) + " " + std::string(url->substr(0, url->find_first_of("?#"))));
        const auto to = http::parse_url(*url);
        const bool may_be_model = to && (*method == "GET" || *method == "POST");
        const auto target = to ? std::string_view(to->target) : std::string_view();
        const auto path = model_path_in(http::percent_decoded(target.substr(0, target.find('?'))));
        if (!may_be_model || !path) return made_.others.push_back(where);

        http::request asked;
        asked.method = *method;
        asked.path = *path;
        asked.headers = headers_of(*request);
        if (!asked.headers.find("Content-Type")) asked.headers.set("Content-Type", "application/json");
        if (const auto at = target.find('?'); at != target.npos) asked.query = target.substr(at + 1);
        auto exchange = read_exchange(entry, *request, std::move(asked));
        if (!exchange) return add(made_.refused, " (" + where + ")", exchange.error().detail);
        exchange->where = "entry " + std::to_string(number_) + " (" + where + ")";
        made_.exchanges.push_back(std::move(*exchange));
    }

    result<imported_exchange> read_exchange(const json::object& entry, const json::object& request,
                                            http::request asked)
    {
        if (const auto* posted = object_in(request, "postData")) {
            auto body = bytes_of(*posted, text_in(*posted, "text").value_or(""));
            if (!body) return body.error();
            asked.body = std::move(*body);
        }
        if (asked.method == "POST" && asked.body.empty())
            return unusable("the body of its request is not in the file");
        auto answer = answer_of(entry);
        if (!answer) return answer.error();
        auto about = recordable(asked, read_request(asked, {}), settings_.masked);
        if (!about) return about.error();
        return imported_exchange{std::move(*about), std::move(*answer)};
    }

    const import_settings& settings_;
    imported_file made_;
    std::size_t number_ = 0;
};

}  // namespace

imported_file read_har(const json::object& log, const std::string& file, const import_settings& settings)
{
    har_reader reader(file, settings);
    if (const auto* entries = list_in(log, "entries")) reader.read(*entries);
    return reader.take();
}

}  // namespace parley::mock
