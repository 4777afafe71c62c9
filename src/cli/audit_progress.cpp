#include "cli/audit_progress.hpp"

#include <ostream>
#include <string_view>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto drawn_every = 100ms;
constexpr auto logged_every = 10s;
constexpr std::string_view cleared_line = "\r\x1b[K";

}  // namespace

audit_progress::audit_progress(std::ostream& out, place where, std::size_t planned)
    : out_(out), where_(where), planned_(planned)
{
}

audit_progress::~audit_progress()
{
    if (where_ == place::terminal) out_ << cleared_line << std::flush;
}

void audit_progress::on_page(std::size_t done)
{
    const auto now = clock::now();
    if (now - said_ < (where_ == place::terminal ? clock::duration(drawn_every) : logged_every)) return;
    said_ = now;
    if (where_ == place::terminal) out_ << cleared_line;
    out_ << done << " of " << planned_ << " pages";
    if (where_ == place::log) out_ << '\n';
    out_ << std::flush;
}

}  // namespace parley::cli
