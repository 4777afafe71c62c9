// Everything that the answers and the control plane of one mock share. Belongs to one loop.
#pragma once

#include "base/secret.hpp"
#include "mock/control/live_stage.hpp"
#include "mock/fault_rules.hpp"
#include "mock/identity/login_state.hpp"
#include "mock/journal.hpp"
#include "mock/latency_rules.hpp"
#include "mock/matcher.hpp"
#include "mock/problem_list.hpp"
#include "mock/rate_limits.hpp"
#include "mock/receipt.hpp"
#include "mock/recorder/recorder.hpp"
#include "mock/wire/make_script.hpp"
#include "mock/wire/request_reader.hpp"

#include <set>
#include <tuple>

namespace parley::mock {

class faulty_ports;

struct mock_settings {
    reader_settings reading = {};
    script_settings writing = {};  // but `times` and `number`, which are below and each request's own
    timing times = {};             // of replies that say nothing
    matcher_settings matching = {};
    window_limits limits = {};
    journal_limits keeping = {};
    run_rules rules = {};
    login_settings logins = {};
    std::optional<recorder_settings> recording = {};  // a real model that requests are passed on to
    clock_kind clock = clock_kind::real;
    double speed = 1;  // divides every wait, those of fixtures too; 0: as fast as the socket takes

    // The control plane takes nothing else than requests with this token; empty: it needs none.
    secret control_token = {};
    enum class control { open, needs_token } control_plane = control::open;
};

struct mock_state {
    static constexpr std::size_t misses_told_max = 20;

    mock_settings settings;
    matcher answers;
    journal kept;
    fault_rules faults;
    latency_rules delays;
    rate_limits limits;
    live_stage stage;
    faulty_ports* ports = nullptr;  // of the server
    login_state login;
    recorder* host = nullptr;  // none: nothing is passed on
    run_counts counts = {};
    std::size_t under_way = 0;                          // answers
    deadline times_began = {};                          // when ramps did
    std::shared_ptr<const timing> times_in_force = {};  // `settings.times` at `settings.speed`
    std::vector<std::string> first_misses = {};         // sentences, for the receipt
    problem_list problems = {};                         // of the run so far, apart from misses
    std::vector<fixture> from_files = {};
    std::vector<fixture> from_control = {};  // added while it runs

    // Fixtures of files that the control plane took away. Without a name of its own one is only known by its
    // line, which says nothing any more when the file changes.
    struct removed_fixture {
        std::string name;
        std::string file_hash = {};  // of the file that it was in; empty: whatever that holds

        bool operator<(const removed_fixture& other) const
        {
            return std::tie(name, file_hash) < std::tie(other.name, other.file_hash);
        }
    };
    std::set<removed_fixture> removed = {};

    enum class file_fixtures {
        in_force,
        set_aside  // the control plane has replaced or removed all of them
    } files = file_fixtures::in_force;

    explicit mock_state(mock_settings from)
        : settings(std::move(from)),
          answers(std::make_shared<const fixture_set>(), settings.matching),
          kept(settings.keeping),
          faults("Fault", settings.writing.seed),
          delays("Latency", mixed(settings.writing.seed) + 3),
          limits(settings.limits),
          stage(settings.clock),
          login{.settings = settings.logins, .seed = settings.writing.seed}
    {
        use_times();
    }

    // Whether fixtures, times and limits do nothing: a real model answers every request.
    bool passes_everything_on() const
    {
        return host != nullptr && host->mode() != recording_mode::record_on_miss;
    }

    // After `settings.times` or `settings.speed` has changed: from the next request on.
    void use_times()
    {
        auto times = settings.times;
        times.speed *= settings.speed;
        times_in_force = std::make_shared<const timing>(std::move(times));
        times_began = stage.now();
    }

    // Both kinds together, from the next request on: of two with one name that of the control plane, and none
    // that it has removed. Judges those that go.
    void use_fixtures();

    void note_miss(const std::string& sentence)
    {
        ++counts.missed;
        if (first_misses.size() < misses_told_max) first_misses.push_back(redacted(sentence));
    }

    receipt sum_up() const;
};

}  // namespace parley::mock
