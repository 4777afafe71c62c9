// What an access token says about itself: for reports only. No I/O.
//
// The signature is not checked and nothing may depend on what is said here: tokens are for their resource to
// read. Some are not JWTs at all.
#pragma once

#include "identity/credential.hpp"

namespace parley::identity {

enum class subject_kind { user, application, unknown };

struct token_claims {
    std::string tenant = {};       // tid
    std::string object_id = {};    // oid: the person or identity that roles are assigned to
    std::string application = {};  // appid or azp: the program that logged in
    std::string audience = {};     // aud: the resource
    subject_kind subject = subject_kind::unknown;
};

// Nothing when it is no JWT. Claims that are missing, or hold no plain text, are empty.
std::optional<token_claims> read_claims(const secret& token);

}  // namespace parley::identity
