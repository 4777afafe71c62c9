// The documents: which there are, and, where that is offered, uploading and deleting them.
#pragma once

#include "http/router.hpp"
#include "server/document_services.hpp"

namespace parley::server {

// GET /documents always; POST and DELETE, and the routes of dialect A, when uploads are taken.
std::vector<http::route> document_routes(const document_services& with);

}  // namespace parley::server
