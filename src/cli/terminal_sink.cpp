#include "cli/terminal_sink.hpp"

#include "base/printable.hpp"

#include <ostream>

namespace parley::cli {
namespace {

error output_is_closed()
{
    return {errc::closed, "standard output cannot be written to"};
}

}  // namespace

asio::awaitable<result<void>> text_sink::send(rag::event what)
{
    if (auto* sources = std::get_if<rag::sources_event>(&what)) passages_ = std::move(sources->passages);
    if (const auto* step = std::get_if<rag::process_event>(&what))
        aside_ << printable_line(rag::sentence_of(*step)) << std::endl;
    if (const auto* delta = std::get_if<rag::delta_event>(&what)) {
        answer_ += delta->text;
        out_ << printable(delta->text) << std::flush;
    }
    if (const auto* done = std::get_if<rag::done_event>(&what)) {
        if (const auto note = server::cut_note(done->finish_reason); !note.empty()) out_ << "\n\n" << note;
        list_sources();
    }
    if (!out_) co_return output_is_closed();
    co_return result<void>{};
}

void text_sink::break_off()
{
    if (!answer_.empty() && !answer_.ends_with('\n')) out_ << std::endl;
}

void text_sink::list_sources()
{
    out_ << '\n';
    std::set<std::string_view> listed;
    for (const auto& passage : passages_) {
        if (answer_.find("[" + passage.citation + "]") == std::string::npos) continue;
        if (!listed.insert(passage.citation).second) continue;
        out_ << (listed.size() == 1 ? "\nSources:\n" : "") << "  [" << printable_line(passage.citation)
             << "]";
        if (!passage.heading.empty()) out_ << ' ' << printable_line(passage.heading);
        out_ << '\n';
    }
    out_ << std::flush;
}

asio::awaitable<result<void>> json_sink::send(rag::event what)
{
    std::string line;
    if (const auto* sources = std::get_if<rag::sources_event>(&what)) lines_.append_sources(line, *sources);
    if (const auto* step = std::get_if<rag::process_event>(&what)) lines_.append_process(line, *step);
    if (const auto* delta = std::get_if<rag::delta_event>(&what)) lines_.append_delta(line, delta->text);
    if (const auto* done = std::get_if<rag::done_event>(&what)) lines_.append_done(line, *done);
    out_ << line << std::flush;
    if (!out_) co_return output_is_closed();
    co_return result<void>{};
}

}  // namespace parley::cli
