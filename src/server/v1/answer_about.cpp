#include "server/v1/answer_about.hpp"

#include <chrono>

namespace parley::server::v1 {
namespace {

std::int64_t now_in_seconds()
{
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::string origin_of(const http::request& request)
{
    const auto scheme = request.headers.find("x-forwarded-proto").value_or("http");
    const auto host = request.headers.find("host").value_or("localhost");
    return std::string(scheme == "https" ? "https" : "http") + "://" + std::string(host);
}

}  // namespace

answer_about about_answer(const http::request& request, std::string model)
{
    return {request.id, std::move(model), origin_of(request), now_in_seconds()};
}

}  // namespace parley::server::v1
