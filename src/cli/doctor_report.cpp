#include "cli/doctor_report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace parley::cli {
namespace {

std::string_view name_of(doctor::verdict outcome)
{
    switch (outcome) {
        case doctor::verdict::good:
            return "good";
        case doctor::verdict::bad:
            return "bad";
        case doctor::verdict::unclear:
            break;
    }
    return "unclear";
}

// Every line of a block, set off from the sentences.
std::string indented(std::string_view block)
{
    std::string text;
    while (!block.empty()) {
        const std::size_t end = std::min(block.find('\n'), block.size());
        text += "    " + std::string(block.substr(0, end)) + "\n";
        block.remove_prefix(std::min(end + 1, block.size()));
    }
    return text;
}

}  // namespace

std::string findings_text(std::span<const doctor::finding> findings)
{
    std::string text;
    for (const auto& each : findings) {
        text += std::string(name_of(each.outcome)) + "  " + each.check + ": " + each.sentence + "\n";
        for (const auto& fix : each.fixes) text += "\n" + indented(fix);
        if (!each.fixes.empty()) text += "\n";
    }
    return text;
}

std::string findings_json(std::span<const doctor::finding> findings)
{
    std::string text;
    for (const auto& each : findings)
        text += boost::json::serialize(boost::json::object{
                    {"check", each.check},
                    {"outcome", name_of(each.outcome)},
                    {"sentence", each.sentence},
                    {"fixes", boost::json::array(each.fixes.begin(), each.fixes.end())}}) +
                "\n";
    return text;
}

}  // namespace parley::cli
