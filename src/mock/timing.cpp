#include "mock/timing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace parley::mock {
namespace {

constexpr double wait_ms_max = 86'400'000;  // a day: the clock could not hold what some factors make

double normal(random_numbers& random)
{
    const double radius = std::sqrt(-2 * std::log(1 - random.fraction()));
    return radius * std::cos(2 * std::numbers::pi * random.fraction());
}

// On the line through p50, p90, p95 and p99; below p50 down to half of it, and never beyond p99.
double from_quantiles(const std::vector<double>& quantiles_ms, double share)
{
    static constexpr std::array<double, 5> shares = {0, 0.5, 0.9, 0.95, 0.99};
    if (quantiles_ms.empty()) return 0;
    double from_ms = quantiles_ms.front() / 2;
    for (std::size_t i = 0; i < quantiles_ms.size() && i + 1 < shares.size(); ++i) {
        if (share < shares[i + 1]) {
            const double part = (share - shares[i]) / (shares[i + 1] - shares[i]);
            return from_ms + part * (quantiles_ms[i] - from_ms);
        }
        from_ms = quantiles_ms[i];
    }
    return from_ms;
}

double factor_at(const std::vector<ramp_point>& ramp, double ms)
{
    if (ramp.empty()) return 1;
    // Of two points at one time the later one counts from then on: a step.
    const auto next = std::ranges::upper_bound(ramp, ms, {}, &ramp_point::at_ms);
    if (next == ramp.begin()) return next->factor;
    const auto& before = *(next - 1);
    if (next == ramp.end()) return before.factor;
    const double part = (ms - before.at_ms) / (next->at_ms - before.at_ms);
    return before.factor + part * (next->factor - before.factor);
}

double factor_by_chance(const spikes& slow, std::uint64_t seed, std::uint64_t number)
{
    if (slow.rate <= 0) return 1;
    // A row of numbers of its own: the waits themselves are drawn as they are without spikes.
    random_numbers random(mixed(seed) + 2, number);
    return random.fraction() < slow.rate ? slow.factor : 1;
}

bool is_nothing(const spread& wait)
{
    return wait.mean_ms <= 0 && wait.deviation_ms <= 0 && wait.quantiles_ms.empty();
}

// Most mocks have no waits, and need draw none for each event.
bool ever_waits(const timing& how)
{
    return !is_nothing(how.to_first) || !is_nothing(how.per_event) || how.prefill_ms_per_token > 0 ||
           !how.recorded_ms.empty();
}

}  // namespace

double draw_ms(const spread& from, random_numbers& random)
{
    double ms = from.mean_ms;
    switch (from.as) {
        case spread::shape::fixed:
            break;
        case spread::shape::normal:
            ms += from.deviation_ms * normal(random);
            break;
        case spread::shape::log_normal:
            if (ms > 0) ms *= std::exp(std::log1p(from.deviation_ms / ms) * normal(random));
            break;
        case spread::shape::uniform:
            ms += from.deviation_ms * (2 * random.fraction() - 1);
            break;
        case spread::shape::quantiles:
            ms = from_quantiles(from.quantiles_ms, random.fraction());
            break;
    }
    return std::max(0.0, ms);
}

double slowness(const timing& how, const moment& now, std::uint64_t seed, std::uint64_t number)
{
    const double since_ms = std::chrono::duration<double, std::milli>(now.since).count();
    return (1 + how.load_per_answer * static_cast<double>(now.others)) * factor_at(how.ramp, since_ms) *
           factor_by_chance(how.slow, seed, number);
}

wait_maker::wait_maker(std::shared_ptr<const timing> how, std::uint64_t seed, std::uint64_t number,
                       std::size_t input_tokens, const moment& now)
    : how_(how && ever_waits(*how) ? std::move(how) : nullptr), random_(mixed(seed) + 1, number)
{
    if (never_waits()) return;
    slowness_ = slowness(*how_, now, seed, number);
    prefill_ms_ = how_->prefill_ms_per_token * static_cast<double>(input_tokens);
}

std::chrono::nanoseconds wait_maker::at_speed(double ms) const
{
    const double slowed_ms = std::min(ms * slowness_ / how_->speed, wait_ms_max);
    return std::chrono::nanoseconds(std::llround(slowed_ms * 1e6));
}

std::chrono::nanoseconds wait_maker::before_first()
{
    if (never_waits()) return {};
    if (!waits_for_every_event()) return at_speed(draw_ms(how_->to_first, random_) + prefill_ms_);
    recorded_ = 1;
    return at_speed(std::max(0.0, how_->recorded_ms.front()));
}

std::chrono::nanoseconds wait_maker::before_next()
{
    if (never_waits()) return {};
    if (!waits_for_every_event()) return at_speed(draw_ms(how_->per_event, random_));
    const auto& times_ms = how_->recorded_ms;
    if (recorded_ >= times_ms.size()) return {};
    const double ms = recorded_ == 0 ? times_ms[0] : times_ms[recorded_] - times_ms[recorded_ - 1];
    ++recorded_;
    return at_speed(std::max(0.0, ms));
}

std::chrono::nanoseconds wait_maker::in_all(std::size_t events)
{
    if (never_waits()) return {};
    if (waits_for_every_event()) return at_speed(std::max(0.0, how_->recorded_ms.back()));
    auto all = before_first();
    for (std::size_t i = 1; i < events; ++i) all += before_next();
    return all;
}

}  // namespace parley::mock
