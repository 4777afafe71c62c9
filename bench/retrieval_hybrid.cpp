// How fast is a search by words and vectors, beside a plain loop over the same vectors? And does looking at
// bytes first lose any of the ten nearest?
//
// usage: retrieval_hybrid --data FOLDER [--passages N] [--dimensions N]
// FOLDER is a collection in BEIR's layout, such as SciFact; passages are made of its sentences and its
// queries are asked. Vectors are made up, in clusters. Times are CPU time of all threads and wall-clock,
// every query once after a round to warm up. Prints markdown.
#include "base/run_on_loop.hpp"
#include "base/temporary_folder.hpp"
#include "passage_maker.hpp"
#include "retrieval/lexical/index.hpp"
#include "retrieval/sqlite/sqlite_retriever.hpp"
#include "retrieval/vector/nearest.hpp"
#include "retrieval/vector/random_vectors.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <functional>

namespace parley::bench {
namespace {

constexpr std::uint32_t seed = 20260101;
constexpr std::size_t passages_per_document = 100;
constexpr std::size_t nearest_wanted = 10;
constexpr double target_p99_ms = 8;

using vector = std::vector<float>;

struct timing {
    std::vector<double> cpu_ms;
    std::vector<double> wall_ms;

    void take(const std::function<void()>& work)
    {
        const auto cpu_began = cpu_now();
        const auto began = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - began;
        cpu_ms.push_back(cpu_now() - cpu_began);
        wall_ms.push_back(wall.count());
    }

private:
    static double cpu_now()
    {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
};

double at(std::vector<double> times, double share)
{
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

struct corpus {
    std::vector<std::string> queries;
    std::vector<vector> asked;    // by query
    std::vector<vector> vectors;  // by passage, in the order of chunk ids
};

std::string id_of(const char* what, std::size_t number)
{
    char text[32];
    std::snprintf(text, sizeof(text), "%s%06zu", what, number);
    return text;
}

corpus fill(retrieval::store& into, const beir_collection& from, std::size_t passages, std::size_t dimensions)
{
    corpus made;
    passage_maker make(from, seed);
    retrieval::random_vectors make_vector(seed, dimensions);
    for (std::size_t i = 0; i < passages / passages_per_document; ++i) {
        retrieval::document described;
        described.id = id_of("document", i);
        described.name = described.id + ".txt";
        described.media_type = "text/plain";
        std::vector<retrieval::chunk> chunks;
        retrieval::chunk_vectors vectors{"made up", {}};
        for (std::size_t k = 0; k < passages_per_document; ++k) {
            chunks.push_back({described.id + "-" + id_of("", k), 0, 0, "", make.next()});
            vectors.units.push_back(make_vector.next());
            made.vectors.push_back(vectors.units.back());
        }
        into.replace(described, chunks, vectors).value();
    }
    for (const auto& query : from.queries) {
        made.queries.push_back(query.text);
        made.asked.push_back(make_vector.next());
    }
    return made;
}

// What a compiler makes of the obvious loop, where it may use the same instructions.
#if defined(__x86_64__)
__attribute__((target("avx2,fma")))
#endif
float product_of(const float* a, const float* b, std::size_t count)
{
    constexpr std::size_t lanes = 32;
    float sums[lanes] = {};
    for (std::size_t i = 0; i + lanes <= count; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
    float sum = 0;
    for (const float each : sums) sum += each;
    for (std::size_t i = count / lanes * lanes; i < count; ++i) sum += a[i] * b[i];
    return sum;
}

class plain_loop {
public:
    plain_loop(const std::vector<vector>& vectors, std::size_t dimensions) : dimensions_(dimensions)
    {
        for (const auto& each : vectors) rows_.insert(rows_.end(), each.begin(), each.end());
    }

    // Places of the nearest, best first.
    std::vector<std::size_t> nearest(const vector& query, std::size_t top)
    {
        const std::size_t count = rows_.size() / dimensions_;
        scores_.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            scores_[i] = product_of(query.data(), rows_.data() + i * dimensions_, dimensions_);
        std::vector<std::size_t> places(count);
        for (std::size_t i = 0; i < count; ++i) places[i] = i;
        const auto end = places.begin() + static_cast<std::ptrdiff_t>(std::min(top, count));
        std::partial_sort(places.begin(), end, places.end(),
                          [this](std::size_t a, std::size_t b) { return scores_[a] > scores_[b]; });
        places.erase(end, places.end());
        return places;
    }

private:
    std::size_t dimensions_;
    std::vector<float> rows_;
    std::vector<float> scores_;
};

std::vector<retrieval::passage> search(retrieval::retriever& find, retrieval::search_request request)
{
    asio::io_context loop;
    return run_on_loop(loop, find.search(std::move(request), deadline_after(std::chrono::minutes(1))))
        .value();
}

void print(const char* what, const timing& of, const timing& plain)
{
    std::printf("| %s | %.2f | %.2f | %.2f | %.2f | %.2f |\n", what, at(of.cpu_ms, 0.5), at(of.cpu_ms, 0.99),
                at(of.wall_ms, 0.5), at(of.wall_ms, 0.99), at(of.cpu_ms, 0.5) / at(plain.cpu_ms, 0.5));
    std::fflush(stdout);
}

void measure(retrieval::sqlite_retriever& find, const corpus& made, std::size_t dimensions)
{
    using retrieval::retrieval_mode;
    timing plain, words, vectors, hybrid;
    plain_loop loop(made.vectors, dimensions);
    std::size_t kept = 0;
    std::size_t wanted = 0;
    for (const bool is_warm : {false, true}) {
        plain = words = vectors = hybrid = {};
        for (std::size_t i = 0; i < made.queries.size(); ++i) {
            const auto ask = [&](retrieval_mode mode, std::size_t top) {
                return search(find,
                              {.text = made.queries[i], .top = top, .mode = mode, .unit = made.asked[i]});
            };
            std::vector<std::size_t> exact;
            plain.take([&] { exact = loop.nearest(made.asked[i], nearest_wanted); });
            words.take([&] { ask(retrieval_mode::text, 5); });
            hybrid.take([&] { ask(retrieval_mode::hybrid, 5); });
            std::vector<retrieval::passage> found;
            vectors.take([&] { found = ask(retrieval_mode::vectors, nearest_wanted); });
            if (!is_warm) continue;
            wanted += exact.size();
            for (const auto place : exact) {
                const auto id = id_of("document", place / passages_per_document) + "-" +
                                id_of("", place % passages_per_document);
                kept += std::any_of(found.begin(), found.end(),
                                    [&id](const auto& each) { return each.chunk_id == id; });
            }
        }
    }
    std::printf("| %zu x %zu | CPU p50 ms | CPU p99 ms | wall p50 ms | wall p99 ms | ratio |\n",
                made.vectors.size(), dimensions);
    std::printf("|---|---|---|---|---|---|\n");
    print("plain loop over floats", plain, plain);
    print("by words", words, plain);
    print("by vector, with texts", vectors, plain);
    print("hybrid, with texts", hybrid, plain);
    std::printf("\nhybrid p99 beside its target of %.0f ms: %.2f; recall@%zu of the vectors: %.4f\n",
                target_p99_ms, at(hybrid.cpu_ms, 0.99) / target_p99_ms, nearest_wanted,
                static_cast<double>(kept) / static_cast<double>(wanted));
}

void run(const std::filesystem::path& data, std::size_t passages, std::size_t dimensions)
{
    const temporary_folder folder;
    const auto collection = read_beir(data);
    auto writer = retrieval::store::open(folder.path, retrieval::access::write).value();
    const auto made = fill(writer, collection, passages, dimensions);
    no_log log;
    asio::thread_pool pool(1);
    retrieval::sqlite_retriever find(folder.path, pool, log);
    find.refresh().value();
    measure(find, made, dimensions);
    pool.join();
}

// The number behind `name`, or `otherwise`.
std::size_t option(const std::vector<std::string>& given, const std::string& name, std::size_t otherwise)
{
    const auto found = std::find(given.begin(), given.end(), name);
    return found == given.end() || found + 1 == given.end() ? otherwise : std::stoul(*(found + 1));
}

}  // namespace
}  // namespace parley::bench

int main(int count, char** arguments)
{
    const std::vector<std::string> given(arguments + 1, arguments + count);
    if (given.size() < 2 || given.size() % 2 != 0 || given[0] != "--data") {
        std::fputs("usage: retrieval_hybrid --data FOLDER [--passages N] [--dimensions N]\n", stderr);
        return 2;
    }
    try {
        using parley::bench::option;
        parley::bench::run(given[1], option(given, "--passages", 100'000),
                           option(given, "--dimensions", 384));
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "retrieval_hybrid: %s\n", e.what());
        return 3;
    }
}
