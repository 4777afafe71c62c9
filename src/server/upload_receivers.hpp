// The bodies of requests that bring a file: the file itself, or a form with it.
#pragma once

#include "http/body_receiver.hpp"
#include "server/document_services.hpp"

namespace parley::server {

// POST /documents?name=handbook.pdf[&replace=yes]: the body is the file.
http::body_rule file_bodies(const document_services& with);

// POST /upload: the first file named `file` of a form, which replaces one of its name.
http::body_rule form_bodies(const document_services& with);

}  // namespace parley::server
