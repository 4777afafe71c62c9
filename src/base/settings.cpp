#include "base/settings.hpp"

#include "base/ascii.hpp"
#include "base/audit_settings.hpp"
#include "base/split_list.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace parley {
namespace {

constexpr auto text = setting_kind::text;
constexpr auto number = setting_kind::number;
constexpr auto toggle = setting_kind::toggle;
constexpr auto hidden = setting_kind::secret;
constexpr auto list = setting_kind::list;

// clang-format off
constexpr std::array table = {
    setting{"data", "PARLEY_DATA", text, "DIR", "", "serve ingest ask eval feedback",
            "folder of the store (default: parley under XDG_DATA_HOME, else ~/.local/share/parley)"},
    setting{"host", "PARLEY_HOST", text, "ADDRESS", "127.0.0.1", "serve mock", "address to listen on"},
    setting{"port", "PARLEY_PORT", number, "N", "8080", "serve",
            "port to listen on; 0 takes any free one", 0, 65535},
    setting{"port", "PARLEY_MOCK_PORT", number, "N", "8090", "mock",
            "port to listen on; 0 takes any free one", 0, 65535},
    setting{"model", "PARLEY_MODEL", text, "NAME", "", "serve ask eval doctor",
            "model that writes the answers; without one they are extracts from the documents. mock, without "
            "an address, is a stand-in in this process"},
    setting{"embedding-model", "PARLEY_EMBEDDING_MODEL", text, "NAME", "", "serve ask eval ingest",
            "model, at the same place, that makes vectors of passages and questions; without one passages "
            "are found by their words"},
    setting{"embedding-seconds", "PARLEY_EMBEDDING_SECONDS", number, "N", "5", "serve ask eval",
            "how long a question may wait for its vector before it is searched by words alone", 1, 600},
    setting{"rerank-model", "PARLEY_RERANK_MODEL", text, "NAME", "", "serve ask eval",
            "model that ranks what was found again, reading each passage beside the question; asked at "
            "/rerank, as vLLM, llama.cpp, Jina and Cohere have it"},
    setting{"rerank-url", "PARLEY_RERANK_URL", text, "URL", "", "serve ask eval",
            "where that is served, up to but without /rerank; empty is where the other models are"},
    setting{"rerank-key", "PARLEY_RERANK_KEY", hidden, "KEY", "", "serve ask eval",
            "key for --rerank-url, if it wants one (environment or file only); without one Azure's own hosts "
            "get a token"},
    setting{"rerank-candidates", "PARLEY_RERANK_CANDIDATES", number, "N", "30", "serve ask eval",
            "passages ranked again for one question: with more of them more is found, later", 1, 200},
    setting{"rerank-seconds", "PARLEY_RERANK_SECONDS", number, "N", "5", "serve ask eval",
            "how long a question may wait for that before its passages stay as they were found", 1, 600},
    setting{"openai-base-url", "OPENAI_BASE_URL", text, "URL", "https://api.openai.com/v1",
            "serve ask eval ingest doctor",
            "where the model is served: any endpoint that speaks Chat Completions"},
    setting{"openai-api-key", "OPENAI_API_KEY", hidden, "KEY", "", "serve ask eval ingest doctor",
            "key for that endpoint, if it wants one (environment or file only)"},
    setting{"openai-api", "PARLEY_OPENAI_API", text, "NAME", "chat", "serve ask eval doctor",
            "what that endpoint speaks: chat (Chat Completions, everywhere) or responses"},
    setting{"azure-openai-endpoint", "AZURE_OPENAI_ENDPOINT", text, "URL", "", "serve ask eval ingest doctor",
            "an Azure OpenAI resource, https://NAME.openai.azure.com, in place of the base URL; the model is "
            "then the name of a deployment"},
    setting{"azure-openai-key", "AZURE_OPENAI_KEY", hidden, "KEY", "", "serve ask eval ingest doctor",
            "key of that resource; without one a token is asked for (environment or file only)"},
    setting{"azure-openai-api-version", "AZURE_OPENAI_API_VERSION", text, "DATE", "",
            "serve ask eval ingest doctor",
            "for resources that want the older paths, such as 2024-10-21; empty speaks v1"},
    setting{"token-scope", "PARLEY_TOKEN_SCOPE", text, "SCOPE", "", "serve ask eval ingest doctor",
            "scope to ask a token for; empty goes by the endpoint: tokens are sent to Azure's own hosts, and "
            "to an AZURE_OPENAI_ENDPOINT on this machine"},
    setting{"fallback-models", "PARLEY_FALLBACK_MODELS", text, "NAMES", "", "serve ask eval doctor",
            "models or deployments asked in this order, by comma, while the first is busy or failing: NAME, "
            "or NAME@URL for one that is elsewhere"},
    setting{"fallback-keys", "PARLEY_FALLBACK_KEYS", hidden, "KEYS", "", "serve ask eval doctor",
            "keys of those that are elsewhere, by comma in their order; without one, Azure is logged in to "
            "with a token, and others get nothing (environment or file only)"},
    setting{"ca-file", "PARLEY_CA_FILE", text, "FILE", "", "serve ask eval ingest token doctor mock audit",
            "certificates (PEM) to trust beside the system's, for an endpoint with its own authority"},
    setting{"http-proxy", "HTTP_PROXY", hidden, "URL", "", "serve ask eval ingest token doctor mock audit",
            "proxy for http:// endpoints (environment or file only: it may hold a password)"},
    setting{"https-proxy", "HTTPS_PROXY", hidden, "URL", "", "serve ask eval ingest token doctor mock audit",
            "proxy for https:// endpoints (environment or file only: it may hold a password)"},
    setting{"no-proxy", "NO_PROXY", text, "HOSTS", "", "serve ask eval ingest token doctor mock audit",
            "hosts reached without a proxy, by comma"},
    setting{"top", "PARLEY_TOP", number, "N", "5", "serve ask eval", "passages an answer may draw on", 1, 50},
    setting{"rewrite", "PARLEY_REWRITE", text, "WHEN", "follow-ups", "serve ask eval",
            "when a model is asked to turn the question into a search query first: follow-ups (what was said "
            "before matters), always or never"},
    setting{"grounding", "PARLEY_GROUNDING", text, "HOW", "sources", "serve ask eval",
            "what a model's answer rests on: sources, open (it may add what it knows, marked as such) or "
            "refuse (it is not asked when no source was found)"},
    setting{"prompts", "PARLEY_PROMPTS", text, "DIR", "", "serve ask eval",
            "folder with what a model is told, in place of the built-in texts (docs/prompts.md)"},
    setting{"source-tokens", "PARLEY_SOURCE_TOKENS", number, "N", "6000", "serve ask eval",
            "most tokens of sources in a prompt: those ranked lowest are left out", 100, 10'000'000},
    setting{"history-tokens", "PARLEY_HISTORY_TOKENS", number, "N", "3000", "serve ask eval",
            "most tokens of the conversation in a prompt: the oldest turns are left out", 0, 10'000'000},
    setting{"vocabulary", "PARLEY_VOCABULARY", text, "FILE", "", "serve ask eval",
            "the model's own vocabulary to count tokens with (docs/prompts.md); empty estimates three bytes "
            "to a token"},
    setting{"show-process", "PARLEY_SHOW_PROCESS", toggle, "", "", "serve ask",
            "tell every client what is being done while an answer is prepared, not only those that ask "
            "(overrides.show_process); ask says it on standard error, or with --json in the stream"},
    setting{"dialect", "PARLEY_DIALECT", text, "LETTER", "a", "serve",
            "chat protocol of requests that could be in several: a, b, c or d (docs/protocol.md)"},
    setting{"client-prompts", "PARLEY_CLIENT_PROMPTS", toggle, "", "", "serve",
            "let a request replace or, after >>>, extend what a model is told (overrides.prompt_template)"},
    setting{"no-streaming", "PARLEY_NO_STREAMING", toggle, "", "", "serve",
            "let pages ask for whole answers (/config says so), where something on the way holds streams "
            "back; who asks for a stream still gets one"},
    setting{"allow-origins", "PARLEY_ALLOW_ORIGINS", text, "ORIGINS", "", "serve",
            "other sites whose pages may show the chat (docs/embedding.md), such as https://www.example.com; "
            "separated by spaces, each as browsers send it. None unless asked for"},
    setting{"examples", "PARLEY_EXAMPLES", text, "TEXT", "", "serve",
            "questions offered on the empty page, separated by |"},
    setting{"history", "PARLEY_HISTORY", toggle, "", "", "serve",
            "keep what each visitor asks and is answered, to be shown to that visitor again; off unless "
            "asked for, because whoever serves decides what is kept of people"},
    setting{"feedback", "PARLEY_FEEDBACK", toggle, "", "", "serve",
            "let visitors rate answers, for parley feedback to list; off unless asked for"},
    setting{"history-conversations", "PARLEY_HISTORY_CONVERSATIONS", number, "N", "1000", "serve",
            "conversations kept of a visitor; beyond them the oldest goes", 1, 1'000'000},
    setting{"history-turn-bytes", "PARLEY_HISTORY_TURN_BYTES", number, "N", "1048576", "serve",
            "most that a question, its answer and their sources may take; more is not kept", 1024, 1 << 30},
    setting{"history-days", "PARLEY_HISTORY_DAYS", number, "N", "365", "serve",
            "how long a conversation is kept after its last answer, and feedback; 0: for ever", 0, 36'500},
    setting{"history-megabytes", "PARLEY_HISTORY_MEGABYTES", number, "N", "1024", "serve",
            "most that the history may take on disk; when it is full, nothing more is kept", 1, 1'000'000},
    setting{"uploads", "PARLEY_UPLOADS", toggle, "", "", "serve",
            "let everyone who can reach the server upload documents, ask over them and delete what was "
            "uploaded; off unless asked for"},
    setting{"upload-megabytes", "PARLEY_UPLOAD_MEGABYTES", number, "N", "100", "serve",
            "largest file that may be uploaded", 1, 2048},
    setting{"upload-files", "PARLEY_UPLOAD_FILES", number, "N", "1000", "serve",
            "most files that are kept of what was uploaded", 1, 1'000'000},
    setting{"since", "", text, "DATE", "", "feedback",
            "only what was given on that day or later: 2026-01-31"},
    setting{"log-level", "PARLEY_LOG_LEVEL", text, "LEVEL", "info", "serve token mock",
            "least of what is logged: debug, info, warning or error"},
    setting{"loops", "PARLEY_LOOPS", number, "N", "0", "serve", "event loops; 0 is one per core", 0, 256},
    setting{"connections", "PARLEY_CONNECTIONS", number, "N", "16384", "serve",
            "open connections in all; more are turned away", 1, 1'000'000},
    setting{"answers", "PARLEY_ANSWERS", number, "N", "0", "serve",
            "answers written at once, of all users; more wait for their turn. 0: any number", 0, 1'000'000},
    setting{"answers-per-user", "PARLEY_ANSWERS_PER_USER", number, "N", "0", "serve",
            "the same for one user, who is a visitor with a cookie or else an address. 0: any number", 0,
            1'000'000},
    setting{"queue-length", "PARLEY_QUEUE_LENGTH", number, "N", "256", "serve",
            "questions that may wait for their turn; more are told to come back (429)", 0, 100'000},
    setting{"queue-seconds", "PARLEY_QUEUE_SECONDS", number, "N", "60", "serve",
            "how long one may wait there; it counts towards --answer-seconds", 1, 3600},
    setting{"no-shared-answers", "PARLEY_NO_SHARED_ANSWERS", toggle, "", "", "serve",
            "let each question have an answer of its own, even while the same is being answered; else all "
            "who ask the same at a time get one answer"},
    setting{"body-bytes", "PARLEY_BODY_BYTES", number, "N", "1048576", "serve",
            "largest request body", 1024, 1 << 30},
    setting{"answer-seconds", "PARLEY_ANSWER_SECONDS", number, "N", "120", "serve ask eval",
            "time for retrieval and the model's first word", 1, 3600},
    setting{"heartbeat-seconds", "PARLEY_HEARTBEAT_SECONDS", number, "N", "10", "serve",
            "a silent stream gets an empty line after so long; clients give up after 60", 1, 30},
    setting{"resume-seconds", "PARLEY_RESUME_SECONDS", number, "N", "60", "serve",
            "an answer goes on so long without its reader, and can be read again for so long; 0: it ends "
            "with its reader", 0, 3600},
    setting{"resume-megabytes", "PARLEY_RESUME_MEGABYTES", number, "N", "64", "serve",
            "memory for such answers; when it is short, the oldest can not be read again", 1, 1 << 20},
    setting{"grace-seconds", "PARLEY_GRACE_SECONDS", number, "N", "10", "serve",
            "how long running answers may finish after a stop signal", 0, 3600},
    setting{"category", "", text, "NAME", "", "ingest",
            "category of these documents, for questions to include or exclude; without it they keep theirs"},
    setting{"prune", "", toggle, "", "", "ingest",
            "remove documents whose files are gone below the given folders"},
    setting{"force", "", toggle, "", "", "ingest",
            "let --prune remove more than 30 % of what is below the given folders, or all below one of them"},
    setting{"dry-run", "", toggle, "", "", "ingest",
            "with --prune: say what it would remove, and do nothing else"},
    setting{"workers", "PARLEY_WORKERS", number, "N", "2", "ingest", "files parsed at a time", 1, 64},
    setting{"json", "", toggle, "", "", "ingest ask eval token doctor mock feedback",
            "write one JSON object per line, for machines"},
    setting{"out", "", text, "FILE", "", "eval", "keep the run, to be compared with later ones"},
    setting{"compare", "", text, "FILE", "", "eval",
            "a run that --out kept: say what has changed since, and end with status 1 when a metric fell"},
    setting{"tolerance", "", text, "NUMBER", "0.01", "eval", "what a metric may fall by, 0 to 1"},
    setting{"tenant", "", text, "TENANT", "", "token mock",
            "tenant the token is to be of; empty: AZURE_TENANT_ID, or the one that was logged in to. For the "
            "mock: the only one that it knows; empty: any"},
    setting{"scope", "", text, "SCOPE", "https://cognitiveservices.azure.com/.default", "token",
            "what the token is for"},
    setting{"print", "", toggle, "", "", "token", "print the token itself, alone on standard output"},
    setting{"process-timeout-seconds", "PARLEY_PROCESS_TIMEOUT_SECONDS", number, "N", "13",
            "serve ask eval ingest token doctor",
            "how long az or azd may take for a token", 1, 600},
    setting{"listen", "PARLEY_TOKEN_LISTEN", text, "ADDRESS", "127.0.0.1", "token",
            "for token serve: 127.0.0.1, or the address of the container bridge, with :PORT for a fixed one"},
    setting{"allow", "PARLEY_TOKEN_ALLOW", text, "RESOURCES", "https://cognitiveservices.azure.com", "token",
            "for token serve: what containers may have tokens for, by comma"},
    setting{"idle-exit", "", number, "SECONDS", "0", "token",
            "for token serve: end when nobody has asked for so long; 0 never", 0, 604'800},
    setting{"fixtures", "PARLEY_MOCK_FIXTURES", text, "FILES", "", "mock serve ask eval",
            "fixture files (YAML or JSON) of the mock, by comma, beside those that are operands"},
    setting{"record", "PARLEY_MOCK_RECORD", text, "URL", "", "mock",
            "base URL of a real model host, such as https://api.openai.com/v1: requests are passed on "
            "there with the client's own key, and answers become fixtures"},
    setting{"recordings", "PARLEY_MOCK_RECORDINGS", text, "DIR", "recordings", "mock",
            "folder of what is recorded, one fixture file for each different request"},
    setting{"record-mode", "PARLEY_MOCK_RECORD_MODE", text, "MODE", "", "mock",
            "record: pass on everything; record-on-miss: what no fixture and no recording answers; "
            "proxy: pass on, record nothing; replay: answer from the folder. Empty: record with --record"},
    setting{"mask", "PARLEY_MOCK_MASK", list, "PATHS", "", "mock",
            "what of requests is in no recording, such as user, metadata.* or messages.*.content; by comma, "
            "or given more than once"},
    setting{"import", "", toggle, "", "", "mock",
            "make fixtures of the operands, recordings of other tools (HAR, streams with one JSON event per "
            "line, fixtures of aimock), in the folder of --recordings, and end"},
    setting{"import-request", "", text, "FILE", "", "mock",
            "body of the request that an imported stream or answer belongs to; without it, it answers all"},
    setting{"answer", "PARLEY_MOCK_ANSWER", text, "KIND", "", "mock serve ask eval",
            "what the mock says where no fixture matches: echo, extract, lorem or none; empty: none when "
            "there are fixtures, else echo, or extract with --model mock"},
    setting{"speed", "PARLEY_MOCK_SPEED", text, "FACTOR", "1", "mock serve ask eval",
            "divides every wait of the mock; 0 is as fast as the socket takes"},
    setting{"ttft-ms", "PARLEY_MOCK_TTFT_MS", number, "N", "0", "mock serve ask eval",
            "time to the mock's first token, where a fixture says nothing", 0, 3'600'000},
    setting{"tokens-per-second", "PARLEY_MOCK_TOKENS_PER_SECOND", number, "N", "0", "mock serve ask eval",
            "how fast the mock's tokens come, where a fixture says nothing; 0 is at once", 0, 1'000'000},
    setting{"latency", "PARLEY_MOCK_LATENCY", text, "TIMES", "", "mock serve ask eval",
            "those and more of the mock, as `timing` in a fixture says it: {ttft_ms: 200, "
            "load_per_answer: 0.1}"},
    setting{"seed", "PARLEY_MOCK_SEED", number, "N", "0", "mock",
            "of ids, waits and generated words: the same seed gives the same bytes", 0,
            std::numeric_limits<std::int64_t>::max()},
    setting{"validate", "PARLEY_MOCK_VALIDATE", text, "LEVEL", "fail", "mock",
            "requests that the real service would refuse: fail refuses them, warn and off answer them"},
    setting{"limit-requests", "PARLEY_MOCK_LIMIT_REQUESTS", number, "N", "0", "mock",
            "requests that a key may make of a model within the window; 0: any number", 0, 1'000'000'000},
    setting{"limit-tokens", "PARLEY_MOCK_LIMIT_TOKENS", number, "N", "0", "mock",
            "tokens that a key may use of a model within the window; 0: any number", 0, 1'000'000'000'000},
    setting{"limit-window-ms", "PARLEY_MOCK_LIMIT_WINDOW_MS", number, "N", "60000", "mock",
            "length of that window", 1, 86'400'000},
    setting{"strict", "", toggle, "", "", "mock",
            "end with status 1 after a request that nothing answered, a tie of fixtures, calls that did not "
            "come, or no request at all; the default when CI is set"},
    setting{"no-strict", "", toggle, "", "", "mock", "report those, and end with status 0 all the same"},
    setting{"require-all", "", toggle, "", "", "mock", "count fixtures that were never used as a problem"},
    setting{"allow-idle", "", toggle, "", "", "mock",
            "do not count it as a problem when nothing was requested"},
    setting{"allow-refused", "", toggle, "", "", "mock",
            "do not count it as a problem when a request was refused as the real service would"},
    setting{"loop-guard", "PARLEY_MOCK_LOOP_GUARD", number, "N", "25", "mock",
            "identical requests in a row that fixtures answer before it is an error; 0: any number", 0,
            1'000'000'000},
    setting{"receipt", "PARLEY_MOCK_RECEIPT", text, "FILE", "", "mock",
            "write what the run came to into this file, as JSON"},
    setting{"port-file", "PARLEY_MOCK_PORT_FILE", text, "FILE", "", "mock",
            "write the port into this file once requests are taken"},
    setting{"style", "PARLEY_MOCK_STYLE", text, "NAME", "", "mock",
            "host to be like: openai, azure or azure-legacy; empty goes by the path of each request"},
    setting{"models", "PARLEY_MOCK_MODELS", text, "NAMES", "", "mock",
            "models there are, by comma; others are refused. Empty: any"},
    setting{"journal", "PARLEY_MOCK_JOURNAL", number, "N", "1000", "mock",
            "requests that are kept for a test to look at", 0, 1'000'000},
    setting{"identity", "PARLEY_MOCK_IDENTITY", text, "FILE", "", "mock",
            "what the login endpoints know, and how they fail (YAML or JSON)"},
    setting{"token-seconds", "PARLEY_MOCK_TOKEN_SECONDS", number, "N", "0", "mock",
            "life of the tokens it gives; 0: an hour from Entra, a day from managed identities", 0,
            315'360'000},
    setting{"require-token", "", toggle, "", "", "mock",
            "refuse requests of a model without a token of this mock: signature, issuer, audience and times"},
    setting{"tls-authority", "PARLEY_MOCK_TLS_AUTHORITY", text, "FILE", "", "mock",
            "answer https on a second port, and write the authority that clients are to trust into this file "
            "(PEM)"},
    setting{"tls-port", "PARLEY_MOCK_TLS_PORT", number, "N", "0", "mock",
            "that port; 0 takes any free one", 0, 65535},
    setting{"virtual-clock", "", toggle, "", "", "mock", "let time pass only as the control plane says"},
    setting{"mock-keys", "PARLEY_MOCK_KEYS", hidden, "KEYS", "", "mock",
            "keys that are accepted, by comma; others are refused (environment or file only)"},
    setting{"mock-token", "PARLEY_MOCK_TOKEN", hidden, "TOKEN", "", "mock",
            "token of the control plane, which needs one beyond loopback (environment or file only)"},
    setting{"config", "PARLEY_CONFIG", text, "FILE", "", "serve ingest ask eval token doctor mock feedback",
            "file of settings, one `name = value` per line"},
};
// clang-format on

const setting& find(std::string_view name, setting_kind kind)
{
    for (const auto& each : all_settings())
        if (each.name == name && each.kind == kind) return each;
    throw std::logic_error("no such setting: " + std::string(name));
}

bool has_word(std::string_view words, std::string_view word)
{
    while (!words.empty()) {
        const auto end = words.find(' ');
        if (words.substr(0, end) == word) return true;
        if (end == std::string_view::npos) break;
        words.remove_prefix(end + 1);
    }
    return false;
}

std::optional<std::int64_t> parse_number(std::string_view digits)
{
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

std::span<const setting> all_settings()
{
    static const std::vector<setting> all = [] {
        std::vector<setting> rows(table.begin(), table.end());
        const auto more = audit_settings();
        rows.insert(rows.end(), more.begin(), more.end());
        return rows;
    }();
    return all;
}

std::vector<setting> settings_of(std::string_view command)
{
    std::vector<setting> taken;
    for (const auto& each : all_settings())
        if (has_word(each.commands, command)) taken.push_back(each);
    return taken;
}

std::string settings::text(std::string_view name) const
{
    const auto& rule = find(name, setting_kind::text);
    const auto given = values_.find(name);
    return given == values_.end() ? std::string(rule.fallback) : given->second;
}

std::vector<std::string> settings::list(std::string_view name) const
{
    const auto& rule = find(name, setting_kind::list);
    const auto given = values_.find(name);
    return ascii::split_list(given == values_.end() ? rule.fallback : std::string_view(given->second), ',');
}

std::vector<std::string> settings::lines(std::string_view name) const
{
    const auto& rule = find(name, setting_kind::lines);
    const auto given = values_.find(name);
    return ascii::split_list(given == values_.end() ? rule.fallback : std::string_view(given->second), '\n');
}

std::int64_t settings::number(std::string_view name) const
{
    const auto& rule = find(name, setting_kind::number);
    const auto given = values_.find(name);
    return *parse_number(given == values_.end() ? rule.fallback : std::string_view(given->second));
}

bool settings::is_set(std::string_view name) const
{
    find(name, setting_kind::toggle);
    const auto given = values_.find(name);
    return given != values_.end() && given->second == "yes";
}

secret settings::hidden(std::string_view name) const
{
    find(name, setting_kind::secret);
    const auto given = values_.find(name);
    if (given == values_.end()) return {};
    // Out of a file or a here-document it comes with a line end, which no key has.
    return secret(std::string(ascii::trimmed(given->second)));
}

result<void> settings::set(const setting& which, std::string value, std::string_view origin)
{
    if (which.kind == setting_kind::number) {
        const auto parsed = parse_number(value);
        if (!parsed || *parsed < which.number_min || *parsed > which.number_max)
            return error{errc::invalid_input, std::string(origin) + " takes a whole number from " +
                                                  std::to_string(which.number_min) + " to " +
                                                  std::to_string(which.number_max)};
    }
    if (which.kind == setting_kind::toggle && value != "yes" && value != "no")
        return error{errc::invalid_input, std::string(origin) + " takes yes or no"};
    values_.insert_or_assign(std::string(which.name), std::move(value));
    return {};
}

}  // namespace parley
