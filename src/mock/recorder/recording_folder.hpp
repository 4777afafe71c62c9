// The fixture files of a recording: one for each different request, its answers in the order they came.
//
// A file takes its place whole, so a program that is killed leaves every file as it was before or after an
// answer. Every answer is read back by the reader of fixtures before it is kept. A file that does not begin
// as those do that are written here stays as it is. Belongs to one thread.
#pragma once

#include "base/error.hpp"
#include "mock/recorder/recorded_request.hpp"

#include <filesystem>
#include <set>

namespace parley::mock {

// What becomes of a file that is there from an earlier run.
enum class earlier_answers { replace, add };

class recording_folder {
public:
    // `heading` is the comment at the top of each file, without its full stop.
    recording_folder(std::filesystem::path folder, std::string heading, earlier_answers earlier)
        : folder_(std::move(folder)), heading_(std::move(heading)), earlier_(earlier)
    {
    }

    // `reply` is an item of `replies`, as recorded_answer.hpp writes it. errc::storage, or errc::too_large
    // and invalid_input when the file would not be one that can be read again.
    result<void> save(const recorded_request& of, const std::string& reply);

    // Of files that are begun from now on.
    void use_heading(std::string heading) { heading_ = std::move(heading); }

    // `fixtures` are items of the list of that name, in a file called `name`. Errors are those of `save`, and
    // errc::invalid_input when it holds what looks like a key.
    result<void> save_fixtures(const std::string& name, const std::string& fixtures);

    // Items of the list `fixtures`, as the reader of fixtures sees them: errc::invalid_input.
    static result<void> check_fixtures(const std::string& items);

private:
    result<std::string> text_so_far(const recorded_request& of, const std::filesystem::path& file);

    std::filesystem::path folder_;
    std::string heading_;
    earlier_answers earlier_;
    std::set<std::string> begun_;  // in this run, by name
};

}  // namespace parley::mock
