#include "identity/detail/arc_challenge.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

constexpr std::string_view challenge_begin = "Basic realm=";
constexpr std::string_view keys_folder = "/var/opt/azcmagent/tokens";
constexpr std::string_view key_extension = ".key";

error refused(std::string_view why)
{
    return {errc::authentication_failed, "Azure Arc's challenge is not to be trusted: " + std::string(why)};
}

}  // namespace

result<std::filesystem::path> read_arc_challenge(std::optional<std::string_view> www_authenticate)
{
    if (!www_authenticate) return refused("it has no WWW-Authenticate field");
    const auto field = ascii::trimmed(*www_authenticate);
    if (std::ranges::count(field, '=') != 1) return refused("its realm is not one name and one value");
    if (!ascii::equals_without_case(field.substr(0, challenge_begin.size()), challenge_begin))
        return refused("it is not of the form Basic realm=<path>");

    const std::filesystem::path key(field.substr(challenge_begin.size()));
    // As text, not resolved: `..` makes another directory of it, and so does a second slash.
    if (key.native() != std::string(keys_folder) + "/" + key.filename().native())
        return refused("the key is not in " + std::string(keys_folder));
    if (key.extension() != key_extension) return refused("the key's name does not end in .key");
    if (key.native().find('\0') != std::string::npos) return refused("the key's name holds a NUL byte");
    return key;
}

}  // namespace parley::identity
