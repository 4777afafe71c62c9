#include "identity/scope.hpp"

namespace parley::identity {
namespace {

constexpr std::string_view default_suffix = "/.default";

}  // namespace

std::string resource_of(std::string_view scope)
{
    if (scope.ends_with(default_suffix)) scope.remove_suffix(default_suffix.size());
    return std::string(scope);
}

std::string scope_of(std::string_view resource)
{
    return std::string(resource) += default_suffix;
}

}  // namespace parley::identity
