// One file on its way from a request to the inbox. Gathers small pieces, and writes apart from the loop.
#pragma once

#include "base/offload.hpp"
#include "server/document_services.hpp"

#include <memory>

namespace parley::server {

class upload {
public:
    // `with.uploads` is there. `request_id` is for the log.
    upload(document_services with, std::string request_id)
        : with_(std::move(with)), id_(std::move(request_id))
    {
    }

    ~upload();  // what is not kept is deleted, apart from the loop
    upload(const upload&) = delete;
    upload& operator=(const upload&) = delete;

    bool has_begun() const { return to_ != nullptr; }

    // `given` is the name as sent. Fails with what a client may read, as the others do.
    asio::awaitable<result<void>> begin(std::string given, ingest::when_there then);
    asio::awaitable<result<void>> add(std::string_view bytes);

    // The name that the document has.
    asio::awaitable<result<std::string>> keep();

private:
    asio::awaitable<result<void>> flush();
    error told(const error& problem) const;

    document_services with_;
    std::string id_;
    std::shared_ptr<ingest::inbox::reception> to_;
    std::string gathered_;
};

}  // namespace parley::server
