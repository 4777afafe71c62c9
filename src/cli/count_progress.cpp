#include "cli/count_progress.hpp"

#include <ostream>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto drawn_every = 100ms;
constexpr auto logged_every = 10s;
constexpr std::string_view cleared_line = "\r\x1b[K";

}  // namespace

count_progress::count_progress(std::ostream& out, place where, std::string_view unit)
    : out_(out), where_(where), unit_(unit)
{
}

count_progress::~count_progress()
{
    if (where_ == place::terminal) out_ << cleared_line << std::flush;
}

void count_progress::on_count(std::size_t done, std::size_t planned)
{
    const auto now = clock::now();
    if (now - said_ < (where_ == place::terminal ? clock::duration(drawn_every) : logged_every)) return;
    said_ = now;
    if (where_ == place::terminal) out_ << cleared_line;
    out_ << done << " of " << planned << ' ' << unit_;
    if (where_ == place::log) out_ << '\n';
    out_ << std::flush;
}

}  // namespace parley::cli
