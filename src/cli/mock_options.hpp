// The settings of `parley mock`, checked and put together.
#pragma once

#include "base/settings_parser.hpp"
#include "mock/mock_server.hpp"

#include <filesystem>

namespace parley::cli {

enum class strictness { strict, lenient };

// Of the login endpoints; what the command line says is above the file.
struct login_options {
    std::filesystem::path file = {};  // empty: none
    std::string tenant = {};
    std::chrono::seconds life{0};
    mock::token_demands::tokens need = mock::token_demands::tokens::ignored;
    std::filesystem::path tls_authority = {};  // empty: no port speaks TLS
    std::uint16_t tls_port = 0;
};

struct mock_options {
    mock::mock_address at = {};
    mock::mock_settings settings = {};
    std::vector<std::filesystem::path> fixtures = {};
    std::filesystem::path receipt = {};  // empty: none
    login_options logins = {};
    strictness judge = strictness::lenient;
};

// `usual` is what holds without --strict and --no-strict. errc::invalid_input names the setting and what it
// takes.
result<mock_options> read_mock_options(const command_line& given, strictness usual);

// errc::invalid_input: `what` and where to read more.
error mock_usage_problem(std::string what);

}  // namespace parley::cli
