#include "server/event_dialect.hpp"

#include "base/json_text.hpp"
#include "server/dialect_a.hpp"
#include "server/errors.hpp"

namespace parley::server {

void event_dialect::append_delta(std::string& out, std::string_view text)
{
    out += R"({"type":"response.output_text.delta","delta":)";
    append_json_string(out, text);
    out += "}\n";
}

void event_dialect::append_done(std::string& out, const rag::done_event& done)
{
    if (const auto note = cut_note(done.finish_reason); !note.empty())
        append_delta(out, "\n\n" + std::string(note));
}

void event_dialect::append_error(std::string& out, const error& problem, std::string_view request_id)
{
    out += error_json(problem, request_id) + "\n";
}

std::string event_dialect::whole(std::string_view text, const rag::sources_event&,
                                 const rag::done_event& done)
{
    std::string out = R"({"output_text":)";
    append_json_string(out, with_cut_note(std::string(text), done.finish_reason));
    return out + "}\n";
}

}  // namespace parley::server
