// The best passages of a snapshot so far, the worst of them on top of a heap.
#pragma once

#include "retrieval/lexical/snapshot.hpp"

#include <algorithm>

namespace parley::retrieval {

class best_of {
public:
    // None below `score_min` enters. `in` outlives this.
    best_of(const snapshot& in, std::size_t top, float score_min) : in_(in), top_(top), threshold_(score_min)
    {
    }

    // Below this nothing can enter.
    float threshold() const { return threshold_; }

    void offer(float score, passage_place at)
    {
        const candidate c{score, at};
        if (heap_.size() == top_) {
            if (!better()(c, heap_.front())) return;
            std::pop_heap(heap_.begin(), heap_.end(), better());
            heap_.pop_back();
        }
        heap_.push_back(c);
        std::push_heap(heap_.begin(), heap_.end(), better());
        if (heap_.size() == top_) threshold_ = heap_.front().score;
    }

    // Best first. Ties: by document id, then by place in the document, which is the order of chunk ids.
    std::vector<passage_hit> take()
    {
        std::sort_heap(heap_.begin(), heap_.end(), better());
        std::vector<passage_hit> hits;
        hits.reserve(heap_.size());
        for (const candidate& c : heap_) hits.push_back({in_.chunk_at(c.at), c.score, c.at});
        return hits;
    }

private:
    struct candidate {
        float score;
        passage_place at;
    };
    struct order {
        const snapshot& in;
        bool operator()(const candidate& a, const candidate& b) const
        {
            return a.score != b.score ? a.score > b.score : in.is_before(a.at, b.at);
        }
    };
    order better() const { return order{in_}; }

    const snapshot& in_;
    std::size_t top_;
    float threshold_;
    std::vector<candidate> heap_;
};

}  // namespace parley::retrieval
