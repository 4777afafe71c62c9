#include "server/process_json.hpp"

#include "base/json_text.hpp"

#include <utility>

namespace parley::server {
namespace {

struct data_writer {
    std::string& out;

    void operator()(std::monostate) const { out += "{}"; }

    void operator()(const rag::queue_position& at) const
    {
        out += R"({"position":)" + std::to_string(at.number);
        if (at.wait) out += R"(,"wait_ms":)" + std::to_string(at.wait->count());
        out += '}';
    }

    void operator()(const rag::query_known& known) const
    {
        out += R"({"query":)";
        append_json_string(out, known.query);
        out += R"(,"rewritten":)";
        out += known.rewritten ? "true}" : "false}";
    }

    void operator()(const rag::results_ranked& count) const
    {
        out += R"({"kept":)" + std::to_string(count.kept) + R"(,"of":)" + std::to_string(count.of) + '}';
    }

    void operator()(const rag::sources_found& found) const
    {
        out += R"({"count":)" + std::to_string(found.count) + R"(,"results":[)";
        std::string_view separator;
        for (const auto& source : found.shown) {
            out += std::exchange(separator, ",");
            append_source(source);
        }
        out += R"(],"more":)" + std::to_string(found.count - found.shown.size()) + "}";
    }

    void operator()(const rag::writer_asked& asked) const
    {
        out += R"({"model":)";
        append_json_string(out, asked.name);
        out += '}';
    }

    void operator()(const rag::try_again& what) const
    {
        out.append(R"({"reason":")").append(what.reason);
        out += R"(","wait_ms":)" + std::to_string(what.wait.count());
        out += R"(,"attempt":)" + std::to_string(what.attempt) + R"(,"model":)";
        append_json_string(out, what.model);
        out += '}';
    }

    void append_source(const rag::found_source& source) const
    {
        out += R"({"name":)";
        append_json_string(out, source.document);
        out += R"(,"citation":)";
        append_json_string(out, source.citation);
        if (source.page > 0) out += R"(,"page":)" + std::to_string(source.page);
        out += '}';
    }
};

}  // namespace

void append_step(std::string& out, const rag::process_event& what)
{
    out.append(R"("step":")").append(rag::name_of(what.step));
    out.append(R"(","state":")").append(rag::name_of(what.state));
    out += R"(","text":)";
    append_json_string(out, rag::sentence_of(what));
    out += R"(,"data":)";
    std::visit(data_writer{out}, what.data);
    out += R"(,"elapsed_ms":)";
    append_json_number(out, static_cast<double>(what.elapsed.count() / 100) / 10.0);
}

}  // namespace parley::server
