#include "mock/identity/person_scope.hpp"

#include "base/split_list.hpp"

namespace parley::mock {
namespace {

constexpr std::string_view graph = "https://graph.microsoft.com";
constexpr std::string_view all_names = ".default";
constexpr std::string_view usual_name = "user_impersonation";

bool is_of_openid(std::string_view name)
{
    return name == "openid" || name == "profile" || name == "email" || name == "offline_access";
}

void append_word(std::string& to, std::string_view word)
{
    if (!to.empty()) to += ' ';
    to += word;
}

// `https://resource/name`, or a name of Graph.
std::pair<std::string, std::string> split_scope(const std::string& scope)
{
    const auto slash = scope.rfind('/');
    if (slash == std::string::npos) return {std::string(graph), scope};
    return {scope.substr(0, slash), scope.substr(slash + 1)};
}

}  // namespace

found<wanted_access> read_person_scope(const login_state& with, const std::string& scope)
{
    if (scope.empty()) return refusal{900144, "scope"};
    wanted_access made;
    for (const auto& each : ascii::split_list(scope, ' ')) {
        made.id_token = made.id_token || each == "openid";
        made.refresh_token = made.refresh_token || each == "offline_access";
        if (each != "offline_access") append_word(made.given, each);
        if (is_of_openid(each)) continue;
        const auto [resource, name] = split_scope(each);
        if (!made.resource.empty() && made.resource != resource) return refusal{28000, scope};
        const bool is_all = name == all_names;
        if (!made.names.empty() && (is_all || made.names == usual_name)) return refusal{70011, scope};
        made.resource = resource;
        append_word(made.names, is_all ? usual_name : std::string_view(name));
    }
    if (made.resource.empty()) made.resource = graph;
    if (auto refused = check_resource(with, made.resource)) return *refused;
    return made;
}

}  // namespace parley::mock
