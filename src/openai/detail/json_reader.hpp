// Walks one JSON text with simdjson, forgiving what servers get wrong: a value of another type than expected
// is skipped as if it were missing.
//
// Every value is looked at once, in the order in which it came. Not thread-safe; its memory is reused.
#pragma once

#include "sse/event_reader.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::openai {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

static_assert(sse::spare_bytes >= simdjson::SIMDJSON_PADDING, "events must be parsable in place");

class json_reader {
public:
    // Calls `use(key, value)` for every field of the object that `json` is; it gives an error_code.
    // At least 64 bytes behind `json` must be readable.
    template <class F>
    error_code read(std::string_view json, F use)
    {
        // A string is never longer unescaped than escaped.
        if (scratch_.size() < json.size() + sse::spare_bytes) scratch_.resize(json.size() + sse::spare_bytes);
        ondemand::document document;
        if (const auto ec =
                parser_.iterate(json.data(), json.size(), json.size() + sse::spare_bytes).get(document))
            return ec;
        return fields_of(document, use);
    }

    // What is no object has no fields; what `use` does not look at is skipped.
    template <class F>
    static error_code each_field(ondemand::value& value, F use)
    {
        return is(value, ondemand::json_type::object) ? fields_of(value, use) : simdjson::SUCCESS;
    }

    // Calls `use(element)` for every element; what is no array has none.
    template <class F>
    static error_code each_element(ondemand::value& value, F use)
    {
        if (!is(value, ondemand::json_type::array)) return simdjson::SUCCESS;
        ondemand::array array;
        if (const auto ec = value.get_array().get(array)) return ec;
        for (auto each : array) {
            ondemand::value element;
            if (const auto ec = each.get(element)) return ec;
            if (const auto ec = use(element)) return ec;
        }
        return simdjson::SUCCESS;
    }

    static bool is(ondemand::value& value, ondemand::json_type wanted)
    {
        ondemand::json_type type{};
        return value.type().get(type) == simdjson::SUCCESS && type == wanted;
    }

    // Half a surrogate pair becomes U+FFFD.
    void append(ondemand::raw_json_string raw, std::string& text);
    error_code append_string(ondemand::value& value, std::string& text);

    // An object is appended as the JSON that it is.
    error_code append_string_or_json(ondemand::value& value, std::string& text);

    static void read_count(ondemand::value& value, std::int64_t& count);
    static void read_count(ondemand::value& value, std::optional<std::int64_t>& count);
    static bool is_true(ondemand::value& value);

private:
    template <class Holder, class F>
    static error_code fields_of(Holder& holder, F use)
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

    ondemand::parser parser_;
    std::vector<std::uint8_t> scratch_;
};

}  // namespace parley::openai
