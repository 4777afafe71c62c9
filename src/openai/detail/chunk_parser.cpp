#include "openai/detail/chunk_parser.hpp"

#include "base/utf8.hpp"
#include "openai/detail/problem.hpp"
#include "sse/event_reader.hpp"

#include <simdjson.h>

#include <charconv>

namespace parley::openai {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

static_assert(sse::spare_bytes >= simdjson::SIMDJSON_PADDING, "events must be parsable in place");

std::optional<char16_t> hex_unit(const char* digits)
{
    std::uint16_t unit = 0;
    const auto parsed = std::from_chars(digits, digits + 4, unit, 16);
    if (parsed.ptr != digits + 4) return std::nullopt;
    return static_cast<char16_t>(unit);
}

char unescaped(char c)
{
    constexpr std::string_view names = "bfnrt", meant = "\b\f\n\r\t";
    const auto at = names.find(c);
    return at == std::string_view::npos ? c : meant[at];
}

// A JSON string (after its opening quote) that holds half a surrogate pair, as servers send that cut text
// between UTF-16 units: the half becomes U+FFFD. simdjson has seen that the string ends.
void append_leniently(std::string& text, const char* from)
{
    for (; *from != '"'; ++from) {
        if (*from != '\\') {
            text += *from;
            continue;
        }
        ++from;
        if (*from != 'u') {
            text += unescaped(*from);
            continue;
        }
        const auto unit = hex_unit(from + 1);
        if (!unit) {
            utf8::append(text, utf8::replacement);
            continue;
        }
        from += 4;
        const bool low_follows = from[1] == '\\' && from[2] == 'u';
        const auto low = low_follows && *unit >= 0xD800 && *unit < 0xDC00 ? hex_unit(from + 3) : std::nullopt;
        if (low && *low >= 0xDC00 && *low < 0xE000) {
            from += 6;
            utf8::append(text, 0x10000 + ((*unit - 0xD800U) << 10U) + (*low - 0xDC00U));
        } else {
            utf8::append(text, *unit >= 0xD800 && *unit < 0xE000 ? utf8::replacement : char32_t{*unit});
        }
    }
}

}  // namespace

class chunk_parser::impl {
public:
    result<void> read(std::string_view json, chat_piece& piece)
    {
        refused_.reset();
        // A string is never longer unescaped than escaped.
        if (scratch_.size() < json.size() + sse::spare_bytes) scratch_.resize(json.size() + sse::spare_bytes);
        if (read_chunk(json, piece) != simdjson::SUCCESS)
            return error{errc::malformed, "the model service sent something that is not a chat completion"};
        if (refused_) return describe(*refused_);
        return {};
    }

private:
    error_code read_chunk(std::string_view json, chat_piece& piece)
    {
        ondemand::document document;
        if (const auto ec =
                parser_.iterate(json.data(), json.size(), json.size() + sse::spare_bytes).get(document))
            return ec;
        return each_field(document, [this, &piece](ondemand::raw_json_string key, ondemand::value value) {
            if (key == "choices") return read_choices(value, piece);
            if (key == "usage") return read_usage(value, piece);
            if (key == "error") return read_refusal(value);
            return simdjson::SUCCESS;
        });
    }

    // Calls `use` for every field; what it does not look at is skipped.
    template <class Holder, class F>
    error_code each_field(Holder& holder, F use)
    {
        ondemand::object object;
        if (const auto ec = holder.get_object().get(object)) return ec;
        for (auto field : object) {
            ondemand::raw_json_string key;
            ondemand::value value;
            if (const auto ec = field.key().get(key)) return ec;
            if (const auto ec = field.value().get(value)) return ec;
            if (const auto ec = use(key, value)) return ec;
        }
        return simdjson::SUCCESS;
    }

    static bool is(ondemand::value& value, ondemand::json_type wanted)
    {
        ondemand::json_type type{};
        return value.type().get(type) == simdjson::SUCCESS && type == wanted;
    }

    error_code read_choices(ondemand::value& choices, chat_piece& piece)
    {
        if (!is(choices, ondemand::json_type::array)) return simdjson::SUCCESS;
        ondemand::array array;
        if (const auto ec = choices.get_array().get(array)) return ec;
        for (auto element : array) {
            ondemand::value choice;
            if (const auto ec = element.get(choice)) return ec;
            if (!is(choice, ondemand::json_type::object)) continue;
            if (const auto ec = read_choice(choice, piece)) return ec;
        }
        return simdjson::SUCCESS;
    }

    // We ask for one choice, so whatever its `index`, it is that one.
    error_code read_choice(ondemand::value& choice, chat_piece& piece)
    {
        return each_field(choice, [this, &piece](ondemand::raw_json_string key, ondemand::value value) {
            if (key == "delta" || key == "message") return read_delta(value, piece);
            if (key != "finish_reason") return simdjson::SUCCESS;
            std::string reason;
            const auto ec = append_string(value, reason);
            if (!reason.empty()) piece.finish_reason = std::move(reason);
            return ec;
        });
    }

    error_code read_delta(ondemand::value& delta, chat_piece& piece)
    {
        if (!is(delta, ondemand::json_type::object)) return simdjson::SUCCESS;
        return each_field(delta, [this, &piece](ondemand::raw_json_string key, ondemand::value value) {
            if (key == "content") return append_string(value, piece.text);
            if (key != "refusal") return simdjson::SUCCESS;
            const std::size_t before = piece.text.size();
            const auto ec = append_string(value, piece.text);
            piece.refusal = piece.refusal || piece.text.size() != before;
            return ec;
        });
    }

    // Nothing is appended for null, and for what should be a string and is not.
    error_code append_string(ondemand::value& value, std::string& text)
    {
        if (!is(value, ondemand::json_type::string)) return simdjson::SUCCESS;
        ondemand::raw_json_string raw;
        if (const auto ec = value.get_raw_json_string().get(raw)) return ec;
        std::uint8_t* at = scratch_.data();
        std::string_view plain;
        if (parser_.unescape(raw, at).get(plain) == simdjson::SUCCESS)
            text.append(plain);
        else
            append_leniently(text, raw.raw());
        return simdjson::SUCCESS;
    }

    error_code read_usage(ondemand::value& value, chat_piece& piece)
    {
        if (!is(value, ondemand::json_type::object)) return simdjson::SUCCESS;
        usage& used = piece.used ? *piece.used : piece.used.emplace();
        return each_field(value, [this, &used](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "prompt_tokens") read_count(field, used.prompt_tokens);
            if (key == "completion_tokens") read_count(field, used.completion_tokens);
            if (key == "total_tokens") read_count(field, used.total_tokens);
            if (key != "completion_tokens_details" || !is(field, ondemand::json_type::object))
                return simdjson::SUCCESS;
            return each_field(field, [&used](ondemand::raw_json_string name, ondemand::value count) {
                std::int64_t tokens = -1;
                if (name == "reasoning_tokens") read_count(count, tokens);
                if (tokens >= 0) used.reasoning_tokens = tokens;
                return simdjson::SUCCESS;
            });
        });
    }

    static void read_count(ondemand::value& value, std::int64_t& count)
    {
        double number = 0;
        if (is(value, ondemand::json_type::number) && value.get_double().get(number) == simdjson::SUCCESS &&
            number >= 0 && number < 1e15)
            count = static_cast<std::int64_t>(number);
    }

    // `error` is an object, a string, or (to say that there is none) null or false.
    error_code read_refusal(ondemand::value& value)
    {
        if (is(value, ondemand::json_type::string)) refused_.emplace();
        if (!is(value, ondemand::json_type::object)) return simdjson::SUCCESS;
        refusal_facts& facts = refused_.emplace();
        return each_field(value, [this, &facts](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "code" && is(field, ondemand::json_type::number)) {
                std::int64_t status = 0;
                read_count(field, status);
                facts.code = std::to_string(status);
            }
            if (key == "code") return append_string(field, facts.code);
            if (key == "type") return append_string(field, facts.type);
            return simdjson::SUCCESS;
        });
    }

    ondemand::parser parser_;
    std::vector<std::uint8_t> scratch_;
    std::optional<refusal_facts> refused_;
};

chunk_parser::chunk_parser() : impl_(std::make_unique<impl>()) {}

chunk_parser::~chunk_parser() = default;

result<void> chunk_parser::read(std::string_view json, chat_piece& piece)
{
    return impl_->read(json, piece);
}

}  // namespace parley::openai
