#include "mock/wire/listed_script.hpp"

#include "mock/wire/error_answer.hpp"
#include "mock/wire/fault_ending.hpp"
#include "mock/wire/faulty_bytes.hpp"

namespace parley::mock {
namespace {

// Keeps the reply alive, where names of pauses are.
class shared_listed_script final : public script {
public:
    shared_listed_script(std::shared_ptr<const reply> as, listed_script steps)
        : as_(std::move(as)), steps_(std::move(steps))
    {
    }

    step next(std::string& bytes) override { return steps_.next(bytes); }
    std::string unmet() const override { return steps_.unmet(); }

private:
    std::shared_ptr<const reply> as_;
    listed_script steps_;
};

bool comes_before_head(const fault& what)
{
    return what.at == fault::place::before_head && ends_answer(what.kind);
}

// What leaves the answer whole on the wire, and wrong.
fault_state spoil(send_head& answer, const fault& what)
{
    auto& body = *answer.body;
    switch (what.kind) {
        case fault_kind::invalid_json:
            body = without_json_end(body);
            break;
        case fault_kind::invalid_utf8:
            body = with_invalid_utf8(body);
            break;
        case fault_kind::wrong_content_type:
            answer.headers.set("Content-Type", "text/html");
            break;
        case fault_kind::html:
            answer.headers.set("Content-Type", "text/html");
            body = page_of_html();
            break;
        case fault_kind::oversized_event:
            body.insert(end_of_object(body), oversized_bytes, ' ');
            break;
        case fault_kind::error_event:
        case fault_kind::flat_error_event:
            body.clear();
            append_stream_error(body, what);
            break;
        default:
            return fault_state::to_come;
    }
    return fault_state::happened;
}

// The steps after the head of an answer that comes in parts, or not to its end.
bool plan_parts(std::vector<step>& steps, std::string& bytes, const fault& what)
{
    switch (what.kind) {
        case fault_kind::reset:
        case fault_kind::close:
        case fault_kind::stall:
            bytes.resize(what.at == fault::place::after_events ? bytes.size() / 2 : 0);
            break;
        case fault_kind::half_event:
            bytes.resize(bytes.size() / 2);
            break;
        case fault_kind::half_character:
            bytes = cut_in_character(bytes);
            break;
        case fault_kind::slow_drip:
            steps.emplace_back(drip{what.each_byte});
            steps.emplace_back(send_bytes{});
            steps.emplace_back(ending::whole);
            return true;
        default:
            return false;
    }
    steps.emplace_back(send_bytes{});
    steps.emplace_back(ending_of(what.kind));
    return true;
}

}  // namespace

step listed_script::next(std::string& bytes)
{
    auto& now = steps_[at_++];
    if (std::holds_alternative<send_bytes>(now)) bytes += bytes_;
    return std::move(now);
}

std::unique_ptr<script> make_whole_script(send_head answer, std::shared_ptr<const reply> as,
                                          std::chrono::nanoseconds wait, fault_state state)
{
    std::vector<step> steps;
    std::string bytes;
    for (const auto& [name, value] : as->headers) answer.headers.set(name, value);
    if (const auto* text = std::get_if<text_reply>(&as->content))
        for (const auto& pause : text->pauses) steps.emplace_back(pause_at{pause.name});
    if (wait.count() > 0) steps.emplace_back(wait_for{wait});

    const auto& failure = as->failure;
    if (failure && comes_before_head(*failure)) {
        steps.emplace_back(ending_of(failure->kind));
        state = fault_state::happened;
    } else {
        if (failure && state == fault_state::to_come) state = spoil(answer, *failure);
        std::vector<step> parts;
        bytes = *answer.body;
        if (failure && plan_parts(parts, bytes, *failure)) {
            answer.body.reset();
            state = fault_state::happened;
        } else {
            bytes.clear();
            parts.assign({ending::whole});
        }
        steps.emplace_back(std::move(answer));
        steps.insert(steps.end(), parts.begin(), parts.end());
    }
    listed_script made(std::move(steps), std::move(bytes));
    if (failure && state == fault_state::to_come)
        made.tell_unmet(never_happened(*failure, "the answer is no stream and has nothing of the kind"));
    return std::make_unique<shared_listed_script>(std::move(as), std::move(made));
}

}  // namespace parley::mock
