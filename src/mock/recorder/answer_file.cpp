#include "mock/recorder/answer_file.hpp"

#include "base/ascii.hpp"
#include "mock/facts.hpp"
#include "mock/recorder/located_json.hpp"

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::string_view end_of_chat = "[DONE]";

enum class form { stream, whole };

std::optional<endpoint> api_of_event(const json::value& event)
{
    const auto* members = event.if_object();
    if (members == nullptr) return std::nullopt;
    if (list_in(*members, "choices")) return endpoint::chat;
    const auto type = text_in(*members, "type").value_or("");
    if (type.starts_with("response.") || type == "error") return endpoint::responses;
    return std::nullopt;
}

std::optional<endpoint> api_of_answer(const json::object& answer)
{
    const auto object = text_in(answer, "object").value_or("");
    if (object == "chat.completion") return endpoint::chat;
    if (object == "response") return endpoint::responses;
    const auto* data = list_in(answer, "data");
    const bool is_embedding = object == "list" && data && !data->empty() && data->front().is_object() &&
                              data->front().get_object().contains("embedding");
    return is_embedding ? std::optional(endpoint::embeddings) : std::nullopt;
}

std::string path_of(endpoint at)
{
    if (at == endpoint::embeddings) return "/v1/embeddings";
    return at == endpoint::chat ? "/v1/chat/completions" : "/v1/responses";
}

recorded_request any_request(endpoint at, form how)
{
    const std::string name(name_of(at));
    if (at == endpoint::embeddings) return {name + "-any", "{endpoint: embeddings}"};
    const bool is_stream = how == form::stream;
    return {name + (is_stream ? "-any-stream" : "-any"),
            "{endpoint: " + name + ", stream: " + (is_stream ? "true}" : "false}")};
}

result<recorded_request> request_of(endpoint at, form how, const import_settings& settings)
{
    if (!settings.request) return any_request(at, how);
    http::request asked;
    asked.method = "POST";
    asked.path = path_of(at);
    asked.headers.set("Content-Type", "application/json");
    asked.body = settings.request->body;
    const auto read = read_request(asked, {});
    auto made = recordable(asked, read, settings.masked);
    if (!made) return made;
    if (read.what.stream != (how == form::stream))
        return error{errc::invalid_input, how == form::stream
                                              ? "it asks for no stream, and the answer is one"
                                              : "it asks for a stream, and the answer is none"};
    return made;
}

void add_exchange(imported_file& to, endpoint at, form how, recorded_answer answer,
                  const import_settings& settings)
{
    auto about = request_of(at, how, settings);
    if (!about) {
        to.mistakes.push_back(
            {settings.request->name, 0, "this is not what " + to.name + " answers: " + about.error().detail});
        return;
    }
    answer.times = recorded_answer::known_times::none;
    to.exchanges.push_back({std::move(*about), std::move(answer), "it"});
}

// As hosts frame it: events of Responses are named by their type.
std::string framed(endpoint at, const json::value& event, std::string_view line)
{
    std::string made;
    if (at == endpoint::responses)
        made.append("event: ").append(*text_in(event.get_object(), "type")).append("\n");
    return made.append("data: ").append(line).append("\n\n");
}

class line_reader {
public:
    explicit line_reader(imported_file& into) : into_(into) {}

    void read(std::string_view text)
    {
        while (!text.empty() && into_.mistakes.empty()) {
            ++number_;
            const auto line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            if (const auto said = ascii::trimmed(line); !said.empty()) read_line(said);
        }
        if (at_ == endpoint::chat && !is_ended_) add("data: [DONE]\n\n");
    }

    std::optional<endpoint> at() const { return at_; }
    std::vector<timed_piece> take() { return std::move(pieces_); }

private:
    void add(std::string bytes) { pieces_.push_back({std::chrono::microseconds(0), std::move(bytes)}); }
    void complain(std::string sentence)
    {
        into_.mistakes.push_back({into_.name, number_, std::move(sentence)});
    }

    void read_line(std::string_view line)
    {
        if (is_ended_) return complain("there is more behind [DONE]");
        if (line == end_of_chat && at_ == endpoint::chat) {
            is_ended_ = true;
            return add("data: [DONE]\n\n");
        }
        const auto event = parse_located(line, into_.name, number_);
        if (event.wrong) return into_.mistakes.push_back(*event.wrong);
        const auto at = api_of_event(event.value);
        if (!at)
            return complain(
                "this is no event of Chat Completions, which has `choices`, nor of Responses, "
                "which has a `type` such as response.created");
        if (at_ && at_ != at) return complain("events of two APIs are in one file");
        at_ = at;
        add(framed(*at, event.value, line));
    }

    imported_file& into_;
    std::optional<endpoint> at_ = {};
    std::vector<timed_piece> pieces_ = {};
    std::size_t number_ = 0;
    bool is_ended_ = false;
};

}  // namespace

bool is_event(const json::value& value)
{
    return api_of_event(value).has_value();
}

imported_file read_event_lines(std::string_view text, const std::string& file,
                               const import_settings& settings)
{
    imported_file made{.name = file};
    line_reader lines(made);
    lines.read(text);
    if (!made.mistakes.empty()) return made;
    if (!lines.at()) {
        made.mistakes.push_back({file, 0, "there is nothing in it"});
        return made;
    }
    recorded_answer answer;
    answer.headers = {{"Content-Type", "text/event-stream"}};
    answer.pieces = lines.take();
    add_exchange(made, *lines.at(), form::stream, std::move(answer), settings);
    return made;
}

std::optional<imported_file> read_whole_answer(std::string_view text, const json::object& value,
                                               const std::string& file, const import_settings& settings)
{
    const auto at = api_of_answer(value);
    if (!at) return std::nullopt;
    imported_file made{.name = file};
    recorded_answer answer;
    answer.headers = {{"Content-Type", "application/json"}};
    answer.pieces = {{std::chrono::microseconds(0), std::string(text)}};
    add_exchange(made, *at, form::whole, std::move(answer), settings);
    return made;
}

}  // namespace parley::mock
