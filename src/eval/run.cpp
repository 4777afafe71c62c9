#include "eval/run.hpp"

#include "eval/metrics.hpp"

namespace parley::eval {
namespace {

spread spread_of(const run& of, double observation::*time_ms)
{
    std::vector<double> times;
    for (const auto& each : of.judged) times.push_back(each.seen.*time_ms);
    return {percentile(times, 0.5), percentile(times, 0.99)};
}

}  // namespace

std::optional<double> mean_of(const metric& which, const std::vector<const scores*>& over)
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto* each : over) {
        const auto& value = each->*which.value;
        sum += value.value_or(0);
        count += value ? 1 : 0;
    }
    if (count == 0) return std::nullopt;
    return sum / static_cast<double>(count);
}

totals total(const run& of)
{
    totals made;
    std::vector<const scores*> all;
    for (const auto& each : of.judged) {
        all.push_back(&each.made);
        const bool is_answerable = each.asked.is_answerable();
        made.answerable += is_answerable ? 1 : 0;
        made.refused_wrongly += is_answerable && each.seen.is_refusal ? 1 : 0;
        made.answered_wrongly += !is_answerable && !each.seen.is_refusal ? 1 : 0;
        made.sentences += each.seen.sentences;
        made.unsupported += each.seen.unsupported;
    }
    for (const auto& each : metrics) made.mean.*each.value = mean_of(each, all);
    made.retrieval_ms = spread_of(of, &observation::retrieval_ms);
    made.first_word_ms = spread_of(of, &observation::first_word_ms);
    made.answer_ms = spread_of(of, &observation::answer_ms);
    return made;
}

}  // namespace parley::eval
