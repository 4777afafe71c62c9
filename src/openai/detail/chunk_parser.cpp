#include "openai/detail/chunk_parser.hpp"

#include "openai/detail/answer_fields.hpp"
#include "openai/detail/repeated_chunk.hpp"

#include <algorithm>
#include <utility>

namespace parley::openai {
namespace {

// One choice as one chunk has it. Its index may come last, so it is read first and used then.
struct choice_part {
    std::optional<std::int64_t> index;
    std::string text;
    std::string reasoning;
    std::string finish_reason;
    bool refusal = false;
    std::vector<tool_call_part> calls;
    std::vector<filter_finding> findings;
    std::vector<citation> citations;

    bool has_more_than_text() const
    {
        return !reasoning.empty() || !finish_reason.empty() || refusal || !calls.empty() ||
               !findings.empty() || !citations.empty();
    }

    void clear()
    {
        index.reset();
        text.clear();
        reasoning.clear();
        finish_reason.clear();
        refusal = false;
        calls.clear();
        findings.clear();
        citations.clear();
    }
};

// Whether another piece of text would change nothing but the piece.
bool is_under_way(const chat_progress& progress)
{
    return progress.begun[0] && !progress.origin.id.empty() && !progress.origin.model.empty();
}

// The last call of an answer that was cut is half a call.
bool is_cut(std::string_view finish_reason)
{
    return finish_reason == "length" || finish_reason == "content_filter";
}

}  // namespace

class chunk_parser::impl {
public:
    result<void> read(std::string_view json, chat_progress& progress, chat_piece& piece)
    {
        if (!is_under_way(progress)) return read_all(json, progress, piece);
        if (const auto text = text_only_.text_of(json)) {
            piece.text += *text;
            return {};
        }
        text_ = {};
        brings_more_ = false;
        auto done = read_all(json, progress, piece);
        if (done && !brings_more_ && text_.data() != nullptr) text_only_.remember(json, text_);
        return done;
    }

private:
    // Flattened, as the calls between the small readers cost as much as the reading.
    [[gnu::flatten]] result<void> read_all(std::string_view json, chat_progress& progress, chat_piece& piece)
    {
        failure_.reset();
        speaks_responses_ = false;
        const auto ec = reader_.read(json, [&](ondemand::raw_json_string key, ondemand::value value) {
            return read_field(key, value, progress, piece);
        });
        if (failure_) return *failure_;
        if (speaks_responses_) return wrong_api();
        if (ec)
            return error{errc::malformed, "the model service sent something that is not a chat completion"};
        return {};
    }

    static error wrong_api()
    {
        return {errc::malformed,
                "the model service speaks Responses where Chat Completions are expected; set "
                "PARLEY_OPENAI_API to responses"};
    }

    error_code read_field(ondemand::raw_json_string key, ondemand::value value, chat_progress& progress,
                          chat_piece& piece)
    {
        if (key == "choices")
            return reader_.each_element(
                value, [&](ondemand::value choice) { return read_choice(choice, progress, piece); });
        if (key == "usage") {
            brings_more_ = brings_more_ || !reader_.is(value, ondemand::json_type::null);
            return read_usage(value, piece.used);
        }
        if (key == "error") return read_refusal(reader_, value, progress.refused);
        if (key == "response" || key == "output") speaks_responses_ = true;
        if (key == "prompt_filter_results") return read_prompt_findings(value, progress, piece);
        if (key == "id" && progress.origin.id.empty())
            return reader_.append_string(value, progress.origin.id);
        if (key == "model" && progress.origin.model.empty())
            return reader_.append_string(value, progress.origin.model);
        return simdjson::SUCCESS;
    }

    error_code read_choice(ondemand::value& choice, chat_progress& progress, chat_piece& piece)
    {
        if (!reader_.is(choice, ondemand::json_type::object)) return simdjson::SUCCESS;
        choice_.clear();
        const auto ec =
            reader_.each_field(choice, [this](ondemand::raw_json_string key, ondemand::value value) {
                if (key == "delta" || key == "message") return read_delta(value);
                if (key == "finish_reason") return reader_.append_string(value, choice_.finish_reason);
                if (key == "content_filter_results")
                    return read_findings(reader_, value, filter_finding::place::answer, choice_.findings);
                if (key == "index") reader_.read_count(value, choice_.index);
                return simdjson::SUCCESS;
            });
        if (ec) return ec;
        return use_choice(progress, piece);
    }

    error_code read_delta(ondemand::value& delta)
    {
        return reader_.each_field(delta, [this](ondemand::raw_json_string key, ondemand::value value) {
            if (key == "content") return read_text(value);
            if (key == "refusal") return read_refused_text(value);
            if (key == "reasoning_content" || key == "reasoning") return read_reasoning(value);
            if (key == "tool_calls") return read_calls(value);
            if (key == "annotations")
                return reader_.each_element(value, [this](ondemand::value each) {
                    return read_citation(reader_, each, choice_.citations.emplace_back());
                });
            return simdjson::SUCCESS;
        });
    }

    error_code read_text(ondemand::value& value)
    {
        if (text_.data() != nullptr) brings_more_ = true;
        const std::string_view raw = value.raw_json_token();  // begins with the quote, if it is a string
        text_ = raw.substr(1, raw.find_first_of("\"\\", 1) - 1);
        if (!raw.starts_with('"') || !raw.substr(1 + text_.size()).starts_with('"')) brings_more_ = true;
        return reader_.append_string(value, choice_.text);
    }

    error_code read_refused_text(ondemand::value& value)
    {
        const std::size_t before = choice_.text.size();
        const auto ec = reader_.append_string(value, choice_.text);
        choice_.refusal = choice_.refusal || choice_.text.size() != before;
        return ec;
    }

    // Two names for the same; servers that send both repeat themselves.
    error_code read_reasoning(ondemand::value& value)
    {
        if (!choice_.reasoning.empty()) return simdjson::SUCCESS;
        return reader_.append_string(value, choice_.reasoning);
    }

    error_code read_calls(ondemand::value& value)
    {
        return reader_.each_element(value, [this](ondemand::value call) {
            if (!reader_.is(call, ondemand::json_type::object)) return simdjson::SUCCESS;
            auto& read = choice_.calls.emplace_back();
            return reader_.each_field(call,
                                      [this, &read](ondemand::raw_json_string key, ondemand::value field) {
                                          if (key == "index") reader_.read_count(field, read.index);
                                          if (key == "id") return reader_.append_string(field, read.part.id);
                                          if (key == "function") return read_function(field, read.part);
                                          return simdjson::SUCCESS;
                                      });
        });
    }

    error_code read_function(ondemand::value& value, tool_call& call)
    {
        return reader_.each_field(value, [this, &call](ondemand::raw_json_string key, ondemand::value field) {
            if (key == "name") return reader_.append_string(field, call.name);
            if (key == "arguments") return reader_.append_string_or_json(field, call.arguments);
            return simdjson::SUCCESS;
        });
    }

    error_code read_prompt_findings(ondemand::value& value, chat_progress& progress, chat_piece& piece)
    {
        brings_more_ = true;
        std::vector<filter_finding> found;
        const auto ec = reader_.each_element(value, [&](ondemand::value prompt) {
            return reader_.each_field(prompt, [&](ondemand::raw_json_string key, ondemand::value field) {
                if (key != "content_filter_results") return simdjson::SUCCESS;
                return read_findings(reader_, field, filter_finding::place::prompt, found);
            });
        });
        progress.findings.add(found, piece);
        return ec;
    }

    error_code use_choice(chat_progress& progress, chat_piece& piece)
    {
        const auto index = static_cast<std::size_t>(choice_.index.value_or(0));
        brings_more_ = brings_more_ || index != 0 || choice_.has_more_than_text();
        if (index >= chat_progress::choices_max) return simdjson::SUCCESS;
        progress.begun.set(index);
        const bool had_finished = progress.finished[index];
        if (!choice_.finish_reason.empty()) progress.finished.set(index);
        if (index != 0) return simdjson::SUCCESS;

        piece.text += choice_.text;
        piece.refusal = piece.refusal || choice_.refusal;
        piece.reasoning += choice_.reasoning;
        std::ranges::move(choice_.citations, std::back_inserter(piece.citations));
        progress.findings.add(choice_.findings, piece);
        if (had_finished) return simdjson::SUCCESS;
        for (const auto& part : choice_.calls)
            if (auto added = progress.calls.append(part); !added) failure_ = added.error();
        if (!choice_.finish_reason.empty()) finish(progress, piece);
        return failure_ ? simdjson::CAPACITY : simdjson::SUCCESS;
    }

    void finish(chat_progress& progress, chat_piece& piece)
    {
        auto calls = progress.calls.take();
        if (!is_cut(choice_.finish_reason)) piece.tool_calls = std::move(calls);
        piece.finish_reason = choice_.finish_reason;
    }

    json_reader reader_;
    choice_part choice_;
    repeated_chunk text_only_;  // of whichever stream was read last: bursts do not mix
    std::string_view text_;     // of this chunk, as it stands in it; no data: there was none
    bool brings_more_ = false;  // than one piece of text without escapes
    std::optional<error> failure_;
    bool speaks_responses_ = false;
};

chunk_parser::chunk_parser() : impl_(std::make_unique<impl>()) {}

chunk_parser::~chunk_parser() = default;

result<void> chunk_parser::read(std::string_view json, chat_progress& progress, chat_piece& piece)
{
    return impl_->read(json, progress, piece);
}

}  // namespace parley::openai
