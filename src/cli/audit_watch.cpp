#include "cli/audit_watch.hpp"

#include "cli/run_interruptible.hpp"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <set>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds between_looks{250};

fs::path whole(const fs::path& path)
{
    std::error_code failed;
    auto made = fs::weakly_canonical(fs::absolute(path, failed), failed);
    return failed ? path : made;
}

bool is_below(const fs::path& file, const fs::path& folder)
{
    return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

asio::awaitable<result<void>> wait_for_change(file_watch& in)
{
    asio::steady_timer pause(co_await asio::this_coro::executor);
    while (!in.has_changed()) {
        pause.expires_after(between_looks);
        co_await pause.async_wait(asio::use_awaitable);
    }
    co_return result<void>();
}

}  // namespace

std::vector<fs::path> files_of(const std::vector<audit_page>& pages)
{
    std::set<fs::path> found;
    for (const auto& each : pages)
        for (const auto& name : {each.where.folder, each.where.file})
            if (!name.empty()) found.emplace(name);
    return {found.begin(), found.end()};
}

file_watch::file_watch(std::vector<fs::path> roots, std::vector<fs::path> except)
    : roots_(std::move(roots)), except_(std::move(except))
{
    for (auto* list : {&roots_, &except_})
        for (auto& each : *list) each = whole(each);
    seen_ = last_ = look();
}

bool file_watch::has_changed()
{
    auto now = look();
    const bool is_quiet = now == last_;
    last_ = std::move(now);
    if (!is_quiet || last_ == seen_) return false;
    seen_ = last_;
    return true;
}

result<void> file_watch::wait()
{
    return run_interruptible(wait_for_change(*this));
}

file_watch::state file_watch::look() const
{
    state found;
    std::error_code failed;
    for (const auto& each : roots_) {
        if (fs::is_directory(each, failed))
            look_into(found, each);
        else
            look_at(found, each);
    }
    return found;
}

// What goes away meanwhile is not there, nor is what may not be read; the rest is, and so are folders beside.
void file_watch::look_into(state& into, const fs::path& folder) const
{
    std::error_code failed;
    fs::directory_iterator each(folder, failed);
    for (; !failed && each != fs::directory_iterator(); each.increment(failed)) {
        std::error_code gone;
        if (each->is_regular_file(gone)) look_at(into, each->path());
        const bool is_folder = each->is_directory(gone) && !each->is_symlink(gone);
        if (is_folder && !is_left_out(each->path())) look_into(into, each->path());
    }
}

void file_watch::look_at(state& into, const fs::path& file) const
{
    if (into.size() >= files_max || is_left_out(file)) return;
    std::error_code gone;
    const auto time = fs::last_write_time(file, gone);
    if (gone) return;
    const auto bytes = fs::file_size(file, gone);
    if (!gone) into.emplace(file, std::pair(time, bytes));
}

bool file_watch::is_left_out(const fs::path& file) const
{
    const auto name = file.filename().string();
    return name.starts_with('.') || name == "node_modules" ||
           std::ranges::any_of(except_, [&file](const auto& each) { return is_below(file, each); });
}

}  // namespace parley::cli
