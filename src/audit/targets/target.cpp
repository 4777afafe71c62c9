#include "audit/targets/target.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "base/printable.hpp"
#include "base/whole_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace parley::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> page_endings = {".html", ".htm", ".xhtml", ".xht"};
constexpr std::size_t list_bytes_max = 16 * 1024 * 1024;

error mistake(std::string what)
{
    return {errc::invalid_input, std::move(what)};
}

struct parts {
    std::string_view scheme;     // "https"
    std::string_view user_info;  // without its `@`
    std::string_view host;       // with the port
    std::string_view rest;
};

// Of "scheme://[user@]host[/…]".
parts parts_of(std::string_view address)
{
    const auto scheme_end = address.find("://");
    parts of{address.substr(0, scheme_end), {}, {}, {}};
    address.remove_prefix(scheme_end + 3);
    const auto host_end = std::min(address.find_first_of("/?#"), address.size());
    of.host = address.substr(0, host_end);
    of.rest = address.substr(host_end);
    if (const auto at = of.host.rfind('@'); at != of.host.npos) {
        of.user_info = of.host.substr(0, at);
        of.host.remove_prefix(at + 1);
    }
    return of;
}

std::string percent_decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() && ascii::hex_value(text[i + 1]) >= 0 &&
                               ascii::hex_value(text[i + 2]) >= 0;
        plain += is_escape
                     ? static_cast<char>(ascii::hex_value(text[i + 1]) * 16 + ascii::hex_value(text[i + 2]))
                     : text[i];
        if (is_escape) i += 2;
    }
    return plain;
}

bool is_page_file(const fs::path& file)
{
    return is_one_of(page_endings, ascii::lower_case(file.extension().string()));
}

// Hidden folders and those of packages hold nobody's pages.
bool is_left_out(const fs::path& folder)
{
    const auto name = folder.filename().string();
    return name.starts_with('.') || name == "node_modules";
}

// A path from here where that is possible, so that it means the same to others who have the files.
std::string relative_to_here(const fs::path& file)
{
    std::error_code failed;
    const auto relative = fs::proximate(file, failed);
    return failed ? file.string() : relative.generic_string();
}

result<target> of_address(std::string_view address)
{
    const auto of = parts_of(address);
    const auto scheme = ascii::lower_case(of.scheme);
    if (scheme != "http" && scheme != "https" && scheme != "file")
        return mistake(printable_line(address.substr(0, address.find(':'))) +
                       ": is no scheme of pages: addresses begin with http://, https:// or file://");
    if (scheme == "file") {
        const auto path = of.rest.substr(0, std::min(of.rest.find_first_of("?#"), of.rest.size()));
        return target{.name = std::string(address),
                      .address = std::string(address),
                      .file = relative_to_here(percent_decoded(path))};
    }
    if (of.host.empty() || of.host.find_first_of(" \t\"<>") != of.host.npos)
        return mistake(scheme + ":// is followed by no host");
    const auto plain = scheme + "://" + std::string(of.host) + std::string(of.rest);
    target made{.name = plain, .address = plain};
    const auto colon = std::min(of.user_info.find(':'), of.user_info.size());
    made.user_name = percent_decoded(of.user_info.substr(0, colon));
    if (colon < of.user_info.size()) made.password = percent_decoded(of.user_info.substr(colon + 1));
    return made;
}

target of_file(const fs::path& file)
{
    std::error_code failed;
    const auto whole = fs::absolute(file, failed).lexically_normal();
    return {.name = file.lexically_normal().generic_string(),
            .address = "file://" + percent_encoded(whole.generic_string()),
            .file = relative_to_here(file)};
}

result<std::vector<target>> of_folder(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code failed;
    fs::recursive_directory_iterator each(folder, failed);
    for (; !failed && each != fs::recursive_directory_iterator(); each.increment(failed)) {
        std::error_code unknown;  // a link that leads to itself is neither
        if (each->is_directory(unknown) && is_left_out(each->path())) each.disable_recursion_pending();
        if (is_page_file(each->path()) && each->is_regular_file(unknown)) files.push_back(each->path());
        if (files.size() > targets_max)
            return mistake(folder.string() + " has more than " + std::to_string(targets_max) + " pages");
    }
    if (failed) return mistake(folder.string() + ": " + failed.message());
    if (files.empty()) return mistake(folder.string() + " has no HTML files");
    std::ranges::sort(files);
    std::vector<target> targets;
    for (const auto& file : files)
        targets.push_back({.name = file.lexically_normal().generic_string(),
                           .file = relative_to_here(file),
                           .folder = folder.string(),
                           .path = '/' + percent_encoded(file.lexically_relative(folder).generic_string())});
    return targets;
}

result<std::vector<target>> of_name(std::string_view operand)
{
    if (operand.find("://") != operand.npos) {
        auto made = of_address(operand);
        if (!made) return made.error();
        return std::vector{*std::move(made)};
    }
    const fs::path path(operand);
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (fs::is_directory(status)) return of_folder(path);
    if (fs::is_regular_file(status)) return std::vector{of_file(path)};
    const bool is_there = fs::exists(status);
    return mistake(printable_line(operand) +
                   (is_there ? " is neither a file nor a folder"
                             : ": there is no such file (addresses begin with http:// or https://)"));
}

result<std::vector<target>> of_list(const std::string& file)
{
    const auto text = read_whole_file(file, list_bytes_max);
    if (!text) return mistake(printable_line(file) + ": " + text.error().detail);
    std::vector<target> targets;
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = ascii::trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.front() == '#') continue;
        auto found = of_name(line);
        if (!found) return mistake(file + ':' + std::to_string(number) + ": " + found.error().detail);
        targets.insert(targets.end(), found->begin(), found->end());
    }
    if (targets.empty()) return mistake(printable_line(file) + " lists no pages");
    return targets;
}

}  // namespace

result<std::vector<target>> expand_target(std::string_view operand)
{
    if (operand.starts_with('@')) return of_list(std::string(operand.substr(1)));
    return of_name(operand);
}

target served_from(target which, std::string_view root)
{
    if (which.file.empty()) return which;
    std::error_code failed;
    const auto file = fs::weakly_canonical(which.file, failed);
    const auto within = file.lexically_relative(fs::weakly_canonical(root, failed));
    if (failed || within.empty() || *within.begin() == "..") return which;
    which.address.clear();
    which.folder = root;
    which.path = '/' + percent_encoded(within.generic_string());
    return which;
}

target at_path(const target& served, std::string_view path)
{
    const auto plain = percent_decoded(path.substr(0, path.find('?')));
    auto file = fs::path(served.folder) / fs::path(plain).relative_path();
    if (plain.ends_with('/')) file /= "index.html";
    auto name = file.lexically_normal().generic_string();
    if (const auto query = path.find('?'); query != path.npos) name += path.substr(query);
    return {.name = std::move(name),
            .file = relative_to_here(file),
            .folder = served.folder,
            .path = std::string(path)};
}

std::string origin_of(std::string_view address)
{
    if (address.find("://") == address.npos) return {};
    const auto plain = normalised_address(address);
    return plain.substr(0, plain.find('/', plain.find("://") + 3));
}

std::string without_login(std::string_view address)
{
    const auto scheme_end = address.find("://");
    if (scheme_end == address.npos) return std::string(address);
    const auto of = parts_of(address);
    return std::string(address.substr(0, scheme_end + 3)) + std::string(of.host) + std::string(of.rest);
}

std::string normalised_address(std::string_view address)
{
    if (address.find("://") == address.npos) return std::string(address);
    const auto of = parts_of(address);
    const auto scheme = ascii::lower_case(of.scheme);
    auto host = ascii::lower_case(of.host);
    if (scheme == "http" && host.ends_with(":80")) host.resize(host.size() - 3);
    if (scheme == "https" && host.ends_with(":443")) host.resize(host.size() - 4);
    auto rest = std::string(of.rest);
    const auto fragment = rest.find('#');
    const bool is_route = fragment != rest.npos && fragment + 1 < rest.size() &&
                          (rest[fragment + 1] == '/' || rest[fragment + 1] == '!');
    if (fragment != rest.npos && !is_route) rest.resize(fragment);
    if (!rest.starts_with('/')) rest.insert(0, 1, '/');
    return scheme + "://" + host + rest;
}

std::string percent_encoded(std::string_view path)
{
    constexpr std::string_view kept = "/-._~!$&'()*+,;=:@";
    std::string encoded;
    for (const char c : path) {
        if (ascii::is_letter_or_digit(c) || kept.find(c) != kept.npos)
            encoded += c;
        else
            ascii::append_hex(encoded += '%', static_cast<unsigned char>(c));
    }
    return encoded;
}

}  // namespace parley::audit
