// Passes requests on to a real model and its answers back as they come, and makes fixtures of them.
//
// Belongs to one loop; files are written on a thread of its own, one answer at a time. Answers under way hold
// no more than what is being passed on. When the client leaves, so does the request to the model.
#pragma once

#include "base/log.hpp"
#include "http/client.hpp"
#include "http/exchange.hpp"
#include "mock/player.hpp"
#include "mock/recorder/recording.hpp"
#include "mock/recorder/upstream.hpp"

#include <boost/asio/thread_pool.hpp>

namespace parley::mock {

enum class recording_mode {
    record,          // everything is passed on, and what fixtures can say is recorded
    record_on_miss,  // only what no fixture answers
    proxy,           // everything is passed on, nothing is recorded
};

struct recorder_settings {
    upstream to = {};
    recording_mode mode = recording_mode::record;
    std::filesystem::path folder = "recordings";
    std::vector<body_path> masked = {};  // of requests: is in no recording
    http::proxy_settings proxies = {};
    http::tls_settings tls = {};
};

class recorder {
public:
    // errc::storage: the folder is not there and cannot be made. `log` outlives the recorder.
    static result<std::unique_ptr<recorder>> open(asio::any_io_executor loop, recorder_settings settings,
                                                  log_sink& log);
    ~recorder();  // waits until all is saved

    recording_mode mode() const { return settings_.mode; }
    const std::vector<body_path>& masked() const { return settings_.masked; }

    // Answers `to` with what the real model answers `from`. `about`, if given, is what the answer is recorded
    // under; `number` is for messages. `report` and the recorder outlive the call.
    asio::awaitable<result<void>> pass_on(http::request from, std::optional<recorded_request> about,
                                          std::size_t number, http::exchange& to, played& report);

    // Says why a request is passed on and not recorded.
    void note_unrecorded(std::size_t number, std::string_view why);

    // Blocks until every answer that has ended is saved, or has failed to be.
    void wait_until_saved() { saved_->wait_until_idle(); }

    recording_report report() const { return saved_->report(); }

private:
    recorder(asio::any_io_executor loop, recorder_settings settings, log_sink& log);
    asio::awaitable<result<void>> answer_without_host(const error& why, recording& kept, std::size_t number,
                                                      http::exchange& to, played& report);

    recorder_settings settings_;
    std::unique_ptr<recording_writer> saved_;
    http::client client_;
};

}  // namespace parley::mock
