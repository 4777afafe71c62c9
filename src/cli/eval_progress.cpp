#include "cli/eval_progress.hpp"

#include <ostream>
#include <string_view>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto drawn_every = 100ms;
constexpr auto logged_every = 10s;
constexpr std::string_view cleared_line = "\r\x1b[K";

}  // namespace

eval_progress::eval_progress(std::ostream& out, place where) : out_(out), where_(where) {}

eval_progress::~eval_progress()
{
    if (where_ == place::terminal) out_ << cleared_line << std::flush;
}

void eval_progress::on_question(std::size_t done, std::size_t planned)
{
    const auto now = clock::now();
    if (now - said_ < (where_ == place::terminal ? clock::duration(drawn_every) : logged_every)) return;
    said_ = now;
    if (where_ == place::terminal) out_ << cleared_line;
    out_ << done << " of " << planned << " questions";
    if (where_ == place::log) out_ << '\n';
    out_ << std::flush;
}

}  // namespace parley::cli
