#include "server/pending_lines.hpp"

namespace parley::server {
namespace {

constexpr std::size_t kept_bytes_max = 1024;

}  // namespace

leaves pending_lines::add(const rag::event& what)
{
    if (const auto* sources = std::get_if<rag::sources_event>(&what)) {
        format_->append_sources(text_, *sources);
        return leaves::later;
    }
    if (const auto* done = std::get_if<rag::done_event>(&what)) {
        format_->append_done(text_, *done);
        return leaves::later;
    }
    if (const auto* step = std::get_if<rag::process_event>(&what)) format_->append_process(text_, *step);
    const auto* delta = std::get_if<rag::delta_event>(&what);
    if (delta == nullptr) return leaves::now;
    format_->append_delta(text_, delta->text);
    has_words_ = true;
    return delta->is_last ? leaves::later : leaves::now;
}

void pending_lines::add_held(deadline now)
{
    const auto words = held_ == nullptr ? std::string() : held_->release(now);
    if (words.empty()) return;
    format_->append_delta(text_, words);
    has_words_ = true;
}

void pending_lines::clear()
{
    text_.clear();
    if (text_.capacity() > kept_bytes_max) text_.shrink_to_fit();
}

}  // namespace parley::server
