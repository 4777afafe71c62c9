#include "mock/pattern.hpp"

#include <boost/regex.hpp>

namespace parley::mock {
namespace {

constexpr std::size_t text_bytes_max = 1024 * 1024;

bool search(const boost::regex& wanted, std::string_view text, boost::cmatch& groups)
{
    if (text.size() > text_bytes_max) return false;
    try {
        return boost::regex_search(text.data(), text.data() + text.size(), groups, wanted);
    } catch (const std::runtime_error&) {
        return false;  // more steps than the library allows: a pattern that runs away on this text
    }
}

}  // namespace

struct pattern::compiled {
    boost::regex expression;
};

pattern::pattern(std::unique_ptr<compiled> made) : compiled_(std::move(made)) {}
pattern::~pattern() = default;

result<std::shared_ptr<const pattern>> pattern::compile(const std::string& text)
{
    try {
        auto made = std::make_unique<compiled>(compiled{boost::regex(text, boost::regex::ECMAScript)});
        return std::shared_ptr<const pattern>(new pattern(std::move(made)));
    } catch (const boost::regex_error& wrong) {
        return error{errc::invalid_input,
                     "the regular expression does not compile: " + std::string(wrong.what())};
    }
}

bool pattern::is_in(std::string_view text) const
{
    boost::cmatch groups;
    return search(compiled_->expression, text, groups);
}

std::optional<std::vector<std::string>> pattern::groups_in(std::string_view text) const
{
    boost::cmatch groups;
    if (!search(compiled_->expression, text, groups)) return std::nullopt;
    std::vector<std::string> found;
    for (const auto& group : groups) found.push_back(group.str());
    return found;
}

}  // namespace parley::mock
