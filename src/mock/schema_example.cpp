#include "mock/schema_example.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t depth_max = 16;  // of schemas that hold themselves
constexpr std::size_t items_max = 16;
constexpr std::size_t values_max = 1'000;     // of one example: lists of lists would fill the memory
constexpr std::size_t bytes_of_a_value = 64;  // longer texts count as more than one

struct format_example {
    std::string_view format;
    std::string_view example;
};

constexpr std::array format_examples = {
    format_example{"date", "2024-05-17"},
    format_example{"date-time", "2024-05-17T12:00:00Z"},
    format_example{"time", "12:00:00Z"},
    format_example{"duration", "PT1H"},
    format_example{"email", "someone@example.com"},
    format_example{"hostname", "example.com"},
    format_example{"ipv4", "192.0.2.1"},
    format_example{"ipv6", "2001:db8::1"},
    format_example{"uri", "https://example.com/"},
    format_example{"uuid", "123e4567-e89b-42d3-a456-426614174000"},
};

class example_maker {
public:
    example_maker(const json::value& root, std::string_view words) : root_(root), words_(words) {}

    json::value make(const json::value& schema, std::size_t depth)
    {
        take(std::size_t{0});
        if (!schema.is_object() || depth > depth_max || left_ == 0) return nullptr;
        const auto& object = schema.get_object();
        for (const auto* const given : {"const", "default"})
            if (const auto* const value = object.if_contains(given)) return copy_of(*value);
        if (const auto* const list = array_of(object, "enum")) return copy_of(list->front());
        if (const auto* const target = target_of(object)) return make(*target, depth + 1);
        for (const auto* const choice : {"anyOf", "oneOf", "allOf"})
            if (const auto* const list = array_of(object, choice)) return make(list->front(), depth + 1);
        return of_type(type_of(object), object, depth);
    }

private:
    static const json::array* array_of(const json::object& schema, std::string_view name)
    {
        const auto* const value = schema.if_contains(name);
        const bool is_usable = value && value->is_array() && !value->get_array().empty();
        return is_usable ? &value->get_array() : nullptr;
    }

    const json::value* target_of(const json::object& schema) const
    {
        const auto* const reference = schema.if_contains("$ref");
        if (!reference || !reference->is_string() || !reference->get_string().starts_with('#'))
            return nullptr;
        boost::system::error_code not_there;
        return root_.find_pointer(std::string_view(reference->get_string()).substr(1), not_there);
    }

    // Of several types the first that is not null.
    static std::string_view type_of(const json::object& schema)
    {
        const auto* const type = schema.if_contains("type");
        if (type && type->is_string()) return type->get_string();
        if (const auto* const list = array_of(schema, "type"))
            for (const auto& one : *list)
                if (one.is_string() && one.get_string() != "null") return one.get_string();
        if (schema.if_contains("properties")) return "object";
        return schema.if_contains("items") ? "array" : "string";
    }

    // Takes one value, and more for a long text, from what may still be made.
    void take(std::size_t bytes) { left_ -= std::min(left_, 1 + bytes / bytes_of_a_value); }

    void take(const json::value& whole)
    {
        if (left_ == 0) return;
        take(whole.is_string() ? whole.get_string().size() : 0);
        if (whole.is_array())
            for (const auto& each : whole.get_array()) take(each);
        if (whole.is_object())
            for (const auto& [name, each] : whole.get_object()) {
                take(name.size());
                take(each);
            }
    }

    // Nothing when the example would be too long by it.
    json::value copy_of(const json::value& given)
    {
        take(given);
        return left_ > 0 ? given : json::value(nullptr);
    }

    json::value of_type(std::string_view type, const json::object& schema, std::size_t depth)
    {
        if (type == "object") return of_properties(schema, depth);
        if (type == "array") return of_items(schema, depth);
        if (type == "boolean") return true;
        if (type == "null") return nullptr;
        if (type == "integer" || type == "number") {
            const auto* const least = schema.if_contains("minimum");
            return least && least->is_number() ? *least : json::value(1);
        }
        return of_string(schema);
    }

    json::value of_properties(const json::object& schema, std::size_t depth)
    {
        json::object made;
        const auto* const properties = schema.if_contains("properties");
        if (!properties || !properties->is_object()) return made;
        for (const auto& [name, inner] : properties->get_object()) {
            if (left_ == 0) break;
            take(name.size());
            made[name] = make(inner, depth + 1);
        }
        return made;
    }

    json::value of_items(const json::object& schema, std::size_t depth)
    {
        const auto* const least = schema.if_contains("minItems");
        std::size_t count = 1;
        if (least && least->is_int64() && least->get_int64() > 0)
            count = std::min(static_cast<std::size_t>(least->get_int64()), items_max);
        json::array made;
        const auto* const items = schema.if_contains("items");
        for (std::size_t i = 0; items && i < count && left_ > 0; ++i) made.push_back(make(*items, depth + 1));
        return made;
    }

    json::value of_string(const json::object& schema)
    {
        const auto* const format = schema.if_contains("format");
        if (format && format->is_string())
            for (const auto& known : format_examples)
                if (known.format == std::string_view(format->get_string())) return json::value(known.example);
        take(words_.size());
        return json::value(words_);
    }

    const json::value& root_;
    std::string_view words_;
    std::size_t left_ = values_max;
};

}  // namespace

json::value schema_example(const json::value& schema, std::string_view words)
{
    return example_maker(schema, words).make(schema, 0);
}

}  // namespace parley::mock
