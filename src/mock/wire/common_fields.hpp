// Members that requests of several APIs have, and what the service says of them.
#pragma once

#include "mock/wire/field_rule.hpp"

#include <array>
#include <vector>

namespace parley::mock {

inline constexpr std::array<std::string_view, 7> service_tiers = {"auto",     "default", "fast",     "flex",
                                                                  "priority", "scale",   "ultrafast"};
inline constexpr std::array<std::string_view, 2> cache_retentions = {"in_memory", "24h"};
inline constexpr std::array<std::string_view, 3> verbosities = {"low", "medium", "high"};
inline constexpr std::array<std::string_view, 7> reasoning_efforts = {"none", "minimal", "low", "medium",
                                                                      "high", "xhigh",   "max"};

extern const object_rules cache_rules;       // prompt_cache_options
extern const object_rules moderation_rules;  // moderation

// `stream_options` are for streams.
complaint check_streamed(const boost::json::value& options, asked& what);

// Members of a request that no one knows, as the older APIs say it: all at once, and of no parameter.
error_reply unrecognized_arguments(std::vector<std::string_view> names);

}  // namespace parley::mock
