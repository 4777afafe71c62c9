// Which of Azure's hosts an address names, by the names of its public clouds. No I/O.
#pragma once

#include <string_view>

namespace parley::openai {

enum class azure_host {
    none,
    resource,  // one resource's own: its first label is the resource's name
    region,    // shared by all resources of a region: it takes keys only
};

// `host` in lower case, as a parsed URL has it.
azure_host azure_host_of(std::string_view host);

}  // namespace parley::openai
