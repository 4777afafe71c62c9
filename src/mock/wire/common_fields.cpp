#include "mock/wire/common_fields.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::array<std::string_view, 2> cache_modes = {"implicit", "explicit"};
constexpr std::array<std::string_view, 2> cache_lives = {"30m", "12h"};
constexpr std::array cache_fields = {
    choice_field("mode", cache_modes),
    choice_field("ttl", cache_lives),
    text_field("comparison_response_id"),
    any_field("prewarm"),
};

constexpr std::array moderation_fields = {text_field("model"), object_field("policy")};
constexpr std::array<std::string_view, 1> moderation_required = {"model"};

}  // namespace

const object_rules cache_rules{cache_fields};
const object_rules moderation_rules{moderation_fields, moderation_required};

complaint check_streamed(const boost::json::value&, asked& what)
{
    if (is_true(what.body, "stream")) return std::nullopt;
    return invalid_request("The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                           "stream_options");
}

error_reply unrecognized_arguments(std::vector<std::string_view> names)
{
    std::ranges::sort(names);
    std::string list;
    for (const auto name : names) list += (list.empty() ? "" : ", ") + std::string(name);
    return invalid_request(
        "Unrecognized request argument" + std::string(names.size() > 1 ? "s" : "") + " supplied: " + list,
        {});
}

}  // namespace parley::mock
