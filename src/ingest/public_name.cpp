#include "ingest/public_name.hpp"

#include "base/ascii.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace parley::ingest {
namespace {

constexpr std::size_t name_bytes_max = 120;      // fits a citation marker; room for folders and a number
constexpr std::size_t extension_bytes_max = 16;  // longer ones are part of the name

bool is_kept(char32_t c)
{
    if (c < 0x80) return ascii::is_letter_or_digit(static_cast<char>(c)) || c == '.' || c == '_' || c == '-';
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) && c != utf8::replacement;
}

// One spelling of each accented letter: file systems differ, and a name is compared byte by byte.
std::string composed(std::string_view text)
{
    const std::string clean = utf8::sanitised(text);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> form(
        utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(clean.c_str())), &std::free);
    return form ? std::string(reinterpret_cast<const char*>(form.get())) : clean;
}

// "a.pdf" and "-x" become "a-x.pdf": the extension says how a citation is written.
std::string with_suffix(const std::string& name, const std::string& suffix)
{
    const auto dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0) return name + suffix;
    return name.substr(0, dot) + suffix + name.substr(dot);
}

std::string shortened(const std::string& name)
{
    if (name.size() <= name_bytes_max) return name;
    const auto dot = name.rfind('.');
    const bool has_extension = dot != std::string::npos && name.size() - dot <= extension_bytes_max;
    const std::string extension = has_extension ? name.substr(dot) : std::string();
    return std::string(utf8::prefix(name, name_bytes_max - extension.size())) + extension;
}

}  // namespace

std::string document_id(const std::filesystem::path& path)
{
    return sha256_of(path.native()).substr(0, 32);
}

std::string safe_name(std::string_view part)
{
    const std::string text = composed(part);
    std::string name;
    for (std::string_view rest = text; !rest.empty();) {
        const auto next = utf8::decode(rest);
        if (is_kept(next.code_point))
            name += rest.substr(0, next.bytes);
        else if (!name.empty() && name.back() != '-')
            name += '-';
        rest.remove_prefix(next.bytes);
    }
    while (!name.empty() && (name.back() == '-' || name.back() == '.')) name.pop_back();
    for (auto dot = name.rfind('.'); dot != std::string::npos && dot > 0 && name[dot - 1] == '-'; --dot)
        name.erase(dot - 1, 1);
    while (!name.empty() && (name.front() == '-' || name.front() == '.')) name.erase(0, 1);
    return name.empty() ? "document" : name;
}

void name_register::add_known(const std::string& name, const std::string& id)
{
    id_by_name_.emplace(name, id);
    name_by_id_.emplace(id, name);
}

std::string name_register::name_for(const std::string& id, const std::filesystem::path& path)
{
    if (const auto known = name_by_id_.find(id); known != name_by_id_.end()) return known->second;

    std::string name = safe_name(path.filename().native());
    for (auto folder = path.parent_path(); folder.has_filename(); folder = folder.parent_path()) {
        if (take(shortened(name), id)) return shortened(name);
        std::string longer = safe_name(folder.filename().native());
        longer += '-';
        name = longer + name;
    }
    const std::string base = shortened(name);
    for (int number = 1;; ++number) {
        std::string suffix;
        if (number > 1) suffix.append(1, '-').append(std::to_string(number));
        const std::string numbered = with_suffix(base, suffix);
        if (take(numbered, id)) return numbered;
    }
}

bool name_register::take(const std::string& name, const std::string& id)
{
    if (!id_by_name_.emplace(name, id).second) return false;
    name_by_id_.emplace(id, name);
    return true;
}

}  // namespace parley::ingest
