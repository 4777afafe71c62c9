#include "identity/detail/imds_answers.hpp"

#include "base/ascii.hpp"
#include "identity/detail/answer_message.hpp"

namespace parley::identity {
namespace {

using namespace std::chrono_literals;

constexpr int retries_max = 5;         // 1, 2, 4, 8, 16 s
constexpr int update_retries_max = 7;  // IMDS is back from an update within 70 s
constexpr std::chrono::milliseconds update_wait = 10s;

bool is_gateway(unsigned status)
{
    return status == 502 || status == 504;
}

bool is_transient(unsigned status)
{
    return status == 404 || status == 408 || status == 429 || (status >= 500 && status <= 599);
}

// 200 without JSON and redirects come from a captive portal, a proxy or a gateway.
bool is_somebody_else(unsigned status)
{
    return (status >= 200 && status <= 399) || is_gateway(status);
}

// Docker Desktop answers for the address: `connecting to 169.254.169.254:80: … unreachable network`.
bool says_unreachable(const http_answer& answer)
{
    return ascii::lower_case(answer.reason).find("unreachable") != std::string::npos ||
           ascii::lower_case(answer.body).find("unreachable") != std::string::npos;
}

errc class_of(const http_answer& answer, std::string_view code, imds_patience patience)
{
    constexpr auto unavailable = errc::credential_unavailable;
    if (is_somebody_else(answer.status))
        return patience == imds_patience::chain ? unavailable : errc::authentication_failed;
    if (answer.status == 403 && says_unreachable(answer)) return unavailable;
    if (answer.status != 400) return errc::authentication_failed;
    // These two are our own fault; any other 400 says that this machine has no such identity.
    return code == "bad_request_102" || code == "invalid_resource" ? errc::authentication_failed
                                                                   : unavailable;
}

}  // namespace

retry_policy imds_retries(const host& machine, imds_patience patience)
{
    const auto wait = [&machine, patience](int tries, const http_answer* answer,
                                           const error*) -> std::optional<std::chrono::milliseconds> {
        if (answer == nullptr) return std::nullopt;
        if (answer->status == 410)
            return tries > update_retries_max ? std::nullopt : std::optional(update_wait);
        if (!is_transient(answer->status) || tries > retries_max) return std::nullopt;
        if (patience == imds_patience::chain && is_gateway(answer->status)) return std::nullopt;
        return with_jitter(1s * (1 << (tries - 1)), machine);
    };
    return {.wait_before_next = wait};
}

error imds_problem(const http_answer& answer, imds_patience patience,
                   const std::optional<identity_selector>& which)
{
    if (answer.status == 200)
        return {class_of(answer, {}, patience),
                "something else than IMDS answered at its address: status 200, but not JSON"};
    const auto problem = read_answer_problem(answer.body);
    std::string detail = "IMDS answered " + std::to_string(answer.status);
    if (!problem.code.empty()) detail += " " + problem.code;
    if (!problem.message.empty()) detail += ": " + problem.message;
    const auto code = class_of(answer, problem.code, patience);
    if (answer.status == 400 && code == errc::credential_unavailable)
        detail +=
            " (asked for " + describe(which) + ": assign it to this machine, or correct AZURE_CLIENT_ID)";
    return {code, std::move(detail)};
}

}  // namespace parley::identity
