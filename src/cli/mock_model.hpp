// `--model mock` and `--embedding-model mock`: a stand-in for a model in this process, so that all of serve,
// ask and ingest works with nothing set up.
//
// It answers from the sources that it is sent, or from --fixtures; its control plane is at its own port.
#pragma once

#include "base/settings.hpp"
#include "mock/mock_host.hpp"

namespace parley::cli {

struct mock_model {
    no_log log = {};  // the server's own log has these requests already
    std::unique_ptr<mock::mock_host> host = {};
};

// Null unless the settings ask for it, by that name and without an address. Otherwise starts it and makes
// `values` lead there, with no key and no token. errc::invalid_input names the setting to change, or the
// first mistake of the fixtures.
result<std::unique_ptr<mock_model>> start_mock_model(settings& values, log_sink& log);

}  // namespace parley::cli
