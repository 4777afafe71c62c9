#include "cli/rerank_place.hpp"

#include "openai/address.hpp"

namespace parley::cli {
namespace {

const std::string address_name = "--rerank-url (PARLEY_RERANK_URL)";

// Neither OpenAI nor an Azure OpenAI resource ranks.
result<void> check_shared_place(const settings& values)
{
    const bool is_azure_set = !values.text("azure-openai-endpoint").empty();
    if (!is_azure_set &&
        openai::usual_style_of(values.text("openai-base-url")) == openai::host_style::compatible)
        return {};
    return error{errc::invalid_input,
                 "--rerank-model needs " + address_name +
                     ": the service of the other models has no /rerank. It is served by vLLM, llama.cpp, "
                     "Jina, Cohere and gateways"};
}

}  // namespace

result<rerank_place> read_rerank_place(const settings& values)
{
    rerank_place place{values.text("rerank-url"), values.hidden("rerank-key"), {}};
    if (place.base_url.empty()) {
        if (!place.key.empty())
            return error{errc::invalid_input, "PARLEY_RERANK_KEY is for " + address_name +
                                                  ", which is empty: name the address, or leave the key out"};
        if (auto fine = check_shared_place(values); !fine) return fine.error();
        return place;
    }
    if (auto fine = check_model_address(place.base_url, address_name); !fine) return fine.error();
    const bool is_of_azure = openai::usual_style_of(place.base_url) == openai::host_style::azure_v1;
    if (place.key.empty() && is_of_azure) place.scope = openai::usual_scope_of(place.base_url);
    if (is_of_azure && !openai::may_carry_login(place.base_url))
        return error{errc::invalid_input, address_name +
                                              " must begin with https://: a key or token of Azure's is sent "
                                              "over nothing else"};
    return place;
}

}  // namespace parley::cli
