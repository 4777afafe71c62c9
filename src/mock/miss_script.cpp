#include "mock/miss_script.hpp"

#include "mock/answer_notes.hpp"
#include "mock/wire/listed_script.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

constexpr unsigned status_of_a_miss = 501;

// A status that no real model answers with, and a word to official clients not to try again.
http::response miss_answer(const miss& from)
{
    boost::json::object error{{"message", from.sentence},
                              {"type", "mock_error"},
                              {"param", nullptr},
                              {"code", name_of(from.because)}};
    const boost::json::object body{{"error", std::move(error)}, {"mock", to_json(from)}};
    return {status_of_a_miss,
            {{"Content-Type", "application/json"}, {"x-should-retry", "false"}},
            boost::json::serialize(body) + "\n"};
}

}  // namespace

std::unique_ptr<script> script_of_miss(mock_state& with, journal_entry& entry, const miss& missed)
{
    note_miss(with, entry, missed);
    auto answer = miss_answer(missed);
    send_head head{answer.status, std::move(answer.headers), std::move(answer.body)};
    return std::make_unique<listed_script>(std::vector<step>{std::move(head), ending::whole}, std::string());
}

}  // namespace parley::mock
