#include "mock/recorder/recording.hpp"

#include "base/deadline.hpp"
#include "mock/recorder/upstream.hpp"

#include <boost/asio/post.hpp>

namespace parley::mock {
namespace {

constexpr std::size_t problems_told_max = 20;

}  // namespace

void recording_writer::save(ended_recording ended)
{
    {
        const std::lock_guard lock(mutex_);
        ++waiting_;
    }
    // A job must be one that can be copied.
    asio::post(thread_, [this, shared = std::make_shared<ended_recording>(std::move(ended))] {
        const auto done = save_now(*shared);
        if (!done) note_problem(shared->number, done.error().detail);
        if (done) log_.write(log_level::info, "recorded", {{"fixture", shared->of.name}});
        const std::lock_guard lock(mutex_);
        report_.saved += done ? 1 : 0;
        if (--waiting_ == 0) idle_.notify_all();
    });
}

result<void> recording_writer::save_now(ended_recording& ended)
{
    if (ended.pieces) {
        auto pieces = ended.pieces->read_all();
        if (!pieces) return pieces.error();
        ended.answer.pieces = std::move(*pieces);
    }
    const auto text = to_reply_text(ended.answer, ended.of.keys);
    if (!text) return text.error();
    return folder_.save(ended.of, *text);
}

void recording_writer::note_problem(std::size_t number, std::string_view what)
{
    auto sentence =
        "Request " + std::to_string(number) + " was passed on and not recorded: " + std::string(what) + ".";
    log_.write(log_level::error, "not_recorded", {{"why", sentence}});
    const std::lock_guard lock(mutex_);
    ++report_.failed;
    if (report_.problems.size() < problems_told_max) report_.problems.push_back(std::move(sentence));
}

void recording_writer::wait_until_idle()
{
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return waiting_ == 0; });
}

recording_report recording_writer::report() const
{
    const std::lock_guard lock(mutex_);
    return report_;
}

recording::recording(recording_writer& writer, const std::filesystem::path& folder,
                     std::optional<recorded_request> of, std::size_t number)
    : writer_(writer), folder_(folder), began_(std::chrono::steady_clock::now())
{
    if (!of) return;
    made_.number = number;
    made_.of = std::move(*of);
    is_open_ = true;
}

recording::~recording()
{
    if (made_.pieces && made_.pieces->pieces() > 0) end(recorded_answer::ending::reader_left);
}

void recording::begin(unsigned status, const http::fields& headers)
{
    if (!is_open_) return;
    made_.answer.status = status;
    made_.answer.headers = headers_to_keep(headers);
    auto opened = spool::open(folder_);
    if (!opened) return give_up(opened.error());
    made_.pieces.emplace(std::move(*opened));
}

void recording::add(std::string_view bytes)
{
    if (!is_open_) return;
    const auto at =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began_);
    if (auto added = made_.pieces->add(at, bytes); !added) give_up(added.error());
}

void recording::end(recorded_answer::ending how)
{
    if (!std::exchange(is_open_, false)) return;
    made_.answer.how = how;
    writer_.save(std::move(made_));
}

void recording::give_up(const error& why)
{
    is_open_ = false;
    made_.pieces.reset();
    writer_.note_problem(made_.number, why.detail);
}

}  // namespace parley::mock
