// How fast is the lexical index, next to FTS5 and Xapian on the same text? And how soon is a commit
// searchable?
//
// usage: retrieval_latency --data FOLDER [--passages N,N]
// FOLDER is a collection in BEIR's layout, such as SciFact; passages are made of its sentences and its
// queries are asked. Query and build times are CPU time of one thread, every query once after a round to warm
// up; commit and refresh are wall-clock. Prints markdown.
#include "base/temporary_folder.hpp"
#include "passage_maker.hpp"
#include "retrieval/sqlite/live_index.hpp"
#include "retrieval/sqlite/store.hpp"
#include "search_engines.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <functional>
#include <numeric>
#include <sstream>

namespace parley::bench {
namespace {

constexpr std::uint32_t seed = 20260101;
constexpr std::size_t top = 50;

double milliseconds_of(const std::function<void()>& work)
{
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

// Of this thread alone: other work on the machine must not count.
double cpu_milliseconds_of(const std::function<void()>& work)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const double began = now();
    work();
    return now() - began;
}

struct spread {
    double p50;
    double p99;
    double most;
};

spread spread_of(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    return {at(0.5), at(0.99), times.back()};
}

struct row {
    spread query;
    double build_ms;
};

row measure(search_engine& engine, const beir_collection& from, std::size_t passages)
{
    passage_maker make(from, seed);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < passages; ++i) texts.push_back(make.next());
    row measured{};
    measured.build_ms = cpu_milliseconds_of([&] {
        for (std::size_t i = 0; i < passages; ++i) engine.add(static_cast<std::int64_t>(i + 1), texts[i]);
        engine.finish();
    });
    std::vector<double> times;
    for (int round = 0; round < 2; ++round) {
        if (std::accumulate(times.begin(), times.end(), 0.0) > 10'000) break;  // so slow that it is warm
        times.clear();
        for (const auto& query : from.queries)
            times.push_back(cpu_milliseconds_of([&] { engine.search(query.text, top); }));
    }
    measured.query = spread_of(std::move(times));
    return measured;
}

void compare(const beir_collection& from, std::size_t passages)
{
    const temporary_folder folder;
    std::vector<std::unique_ptr<search_engine>> engines;
    engines.push_back(make_our_engine());
    engines.push_back(make_xapian_engine(folder.path));
    engines.push_back(make_fts5_engine(folder.path));
    spread ours{};
    for (const auto& engine : engines) {
        const row found = measure(*engine, from, passages);
        if (engine == engines.front()) ours = found.query;
        std::printf("| %zu | %s | %.3f | %.3f | %.1f | %.1f | %.1f | %zu |\n", passages,
                    engine->name().data(), found.query.p50, found.query.p99, found.query.p50 / ours.p50,
                    found.query.p99 / ours.p99, found.build_ms / 1000, engine->memory_bytes() / passages);
        std::fflush(stdout);
    }
}

class no_log : public log_sink {
public:
    void write(log_level, std::string_view, std::initializer_list<log_field>) override {}
};

void put(retrieval::store& into, passage_maker& make, std::size_t document, std::size_t passages)
{
    retrieval::document described;
    described.id = "document" + std::to_string(document);
    described.name = described.id + ".txt";
    described.media_type = "text/plain";
    std::vector<retrieval::chunk> chunks;
    for (std::size_t i = 0; i < passages; ++i)
        chunks.push_back({described.id + "-" + std::to_string(i), 0, 0, "", make.next()});
    into.replace(described, chunks).value();
}

// One document of ten passages goes into a store that is full and indexed: new ones, then ones that replace
// a document of a hundred (so that passages in large segments die).
void measure_freshness(const beir_collection& from, std::size_t passages)
{
    const temporary_folder folder;
    auto writer = retrieval::store::open(folder.path, retrieval::access::write).value();
    passage_maker make(from, seed);
    const std::size_t documents = passages / 100;
    for (std::size_t i = 0; i < documents; ++i) put(writer, make, i, 100);

    no_log log;
    retrieval::live_index index(folder.path, log);
    const double load_ms = milliseconds_of([&] { index.refresh().value(); });
    std::printf("\n%zu passages from the store, searchable after %.0f ms, in %zu segments\n\n", passages,
                load_ms, index.current().index->parts().size());
    std::printf(
        "| a document of 10 passages | commit p50 ms | most | refresh p50 ms | most "
        "|\n|---|---|---|---|---|\n");
    const auto change = [&](const char* what, std::size_t first) {
        std::vector<double> commits;
        std::vector<double> refreshes;
        for (std::size_t i = 0; i < 100; ++i) {
            commits.push_back(milliseconds_of([&] { put(writer, make, first + i, 10); }));
            refreshes.push_back(milliseconds_of([&] { index.refresh().value(); }));
        }
        const spread commit = spread_of(std::move(commits));
        const spread refresh = spread_of(std::move(refreshes));
        std::printf("| %s | %.1f | %.1f | %.1f | %.1f |\n", what, commit.p50, commit.most, refresh.p50,
                    refresh.most);
    };
    change("is added", documents);
    change("replaces one of 100", 0);
}

void run(const std::filesystem::path& data, const std::vector<std::size_t>& sizes)
{
    const auto collection = read_beir(data);
    std::printf(
        "| passages | engine | p50 ms | p99 ms | p50 ratio | p99 ratio | build CPU s | bytes/passage |\n");
    std::printf("|---|---|---|---|---|---|---|---|\n");
    for (const std::size_t passages : sizes) compare(collection, passages);
    measure_freshness(collection, sizes.back());
}

std::vector<std::size_t> numbers_of(const std::string& list)
{
    std::vector<std::size_t> numbers;
    std::istringstream parts(list);
    for (std::string part; std::getline(parts, part, ',');) numbers.push_back(std::stoul(part));
    return numbers;
}

}  // namespace
}  // namespace parley::bench

int main(int count, char** arguments)
{
    const std::vector<std::string> given(arguments + 1, arguments + count);
    const bool is_usage =
        (given.size() == 2 || (given.size() == 4 && given[2] == "--passages")) && given[0] == "--data";
    if (!is_usage) {
        std::fputs("usage: retrieval_latency --data FOLDER [--passages N,N]\n", stderr);
        return 2;
    }
    setenv("XAPIAN_FLUSH_THRESHOLD", "1000000", 0);  // one flush at the end: it is slow in small steps
    try {
        parley::bench::run(given[1],
                           parley::bench::numbers_of(given.size() == 4 ? given[3] : "10000,100000"));
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "retrieval_latency: %s\n", e.what());
        return 3;
    }
}
