#include "retrieval/vector/nearest.hpp"

#include "retrieval/lexical/best_of.hpp"

#include <array>
#include <limits>

namespace parley::retrieval {
namespace {

constexpr std::size_t run_max = 1024;  // rows compared before the best of them are picked

// Which passages of a segment may be found.
class searched_passages {
public:
    searched_passages(const living_segment& part, const document_filter& about)
        : part_(part), passing_(*part.all, about)
    {
    }

    bool contains(std::size_t passage) const
    {
        const segment& in = *part_.all;
        return in.vectors.has(passage) && !part_.is_dead(passage) &&
               passing_.contains(in.passages[passage].document);
    }

private:
    const living_segment& part_;
    passing_documents passing_;
};

void compare_run(const vector_rows& rows, const byte_vector& query, std::uint32_t part, std::size_t begin,
                 std::size_t end, best_of& best)
{
    std::array<float, run_max> cosines;
    rows.compare(query, begin, std::span(cosines).first(end - begin));
    for (std::size_t row = begin; row < end; ++row)
        if (cosines[row - begin] >= best.threshold())
            best.offer(cosines[row - begin], {part, static_cast<std::uint32_t>(row)});
}

}  // namespace

std::vector<passage_hit> nearest(const snapshot& in, const vector_query& query)
{
    if (query.top == 0) return {};
    const byte_vector sought(query.unit);
    best_of best(in, query.top, std::numeric_limits<float>::lowest());
    for (std::uint32_t p = 0; p < in.parts().size(); ++p) {
        const living_segment& part = in.parts()[p];
        const vector_rows& rows = part.all->vectors;
        if (rows.dimensions() != query.unit.size()) continue;
        const searched_passages searched(part, query.about);
        std::size_t begin = 0;
        for (std::size_t row = 0; row < rows.end(); ++row) {
            const bool is_searched = searched.contains(row);
            const std::size_t run_end = is_searched ? row + 1 : row;
            const bool is_over = !is_searched || run_end - begin == run_max || run_end == rows.end();
            if (!is_over) continue;
            if (run_end > begin) compare_run(rows, sought, p, begin, run_end, best);
            begin = row + 1;
        }
    }
    return best.take();
}

}  // namespace parley::retrieval
