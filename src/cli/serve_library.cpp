#include "cli/serve_library.hpp"

#include "ingest/file_kind.hpp"

namespace parley::cli {
namespace {

constexpr std::size_t blocking_threads = 2;  // writes of files and looks at the store

ingest::inbox_limits limits_from(const settings& values)
{
    ingest::inbox_limits limits;
    limits.file_bytes_max = static_cast<std::uintmax_t>(values.number("upload-megabytes")) << 20U;
    limits.files_max = static_cast<std::size_t>(values.number("upload-files"));
    return limits;
}

result<std::vector<retrieval::document>> documents_in(const std::filesystem::path& folder,
                                                      const std::string& after, std::size_t at_most)
{
    const auto store = retrieval::store::open(folder, retrieval::access::read);
    if (store) return store->documents_after(after, at_most);
    if (store.error().code == errc::not_found) return std::vector<retrieval::document>();
    return store.error();
}

// Makes the store before anybody looks at it: one that is half made cannot be read. When another program is
// making it, or it cannot be made, uploads say so when they come.
void make_store(const std::filesystem::path& folder, log_sink& log)
{
    const auto made = retrieval::store::open(folder, retrieval::access::write);
    if (!made) log.write(log_level::warning, "uploads_wait", {{"detail", made.error().detail}});
}

}  // namespace

serve_library::serve_library(const settings& values, std::filesystem::path folder,
                             const std::string& certificates, const model_access* model, log_sink& log)
    : folder_(std::move(folder)), log_(log), blocking_(blocking_threads)
{
    if (!values.is_set("uploads")) return;
    make_store(folder_, log);
    uploads_ = std::make_unique<ingest::inbox>(folder_, limits_from(values), log);
    embed_ = ingest_embedder::from(values, certificates, model, uploads_->stop_flag());
}

result<void> serve_library::start()
{
    return uploads_ ? uploads_->start(embed_.get()) : result<void>();
}

server::document_services serve_library::services()
{
    auto list = [folder = folder_](const std::string& after, std::size_t at_most) {
        return documents_in(folder, after, at_most);
    };
    return {std::move(list), blocking_, log_, uploads_.get()};
}

void serve_library::stop_soon()
{
    if (uploads_) uploads_->stop_soon();
}

void serve_library::stop()
{
    if (uploads_) uploads_->stop();
    blocking_.join();
}

std::optional<server::upload_rules> upload_rules_of(const server::document_services& with)
{
    if (with.uploads == nullptr) return std::nullopt;
    const auto types = ingest::known_extensions();
    return server::upload_rules{with.uploads->limits().file_bytes_max, {types.begin(), types.end()}};
}

}  // namespace parley::cli
