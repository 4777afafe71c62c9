#include "mock/timing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace parley::mock {
namespace {

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

std::chrono::nanoseconds wait_maker::at_speed(double ms) const
{
    return std::chrono::nanoseconds(std::llround(ms * 1e6 / how_->speed));
}

std::chrono::nanoseconds wait_maker::before_first()
{
    if (never_waits()) return {};
    if (!waits_for_every_event()) return at_speed(draw_ms(how_->to_first, random_));
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
