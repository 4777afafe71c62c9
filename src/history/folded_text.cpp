#include "history/folded_text.hpp"

#include "base/utf8.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace parley::history {
namespace {

struct freer {
    void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

}  // namespace

std::string folded(std::string_view text)
{
    const std::string clean = utf8::sanitised(text);
    constexpr auto how = static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                                                        UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    utf8proc_uint8_t* mapped = nullptr;
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                                     static_cast<utf8proc_ssize_t>(clean.size()), &mapped, how);
    const std::unique_ptr<utf8proc_uint8_t, freer> owner(mapped);
    if (length < 0) return clean;  // out of memory: found as it is written
    return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

}  // namespace parley::history
