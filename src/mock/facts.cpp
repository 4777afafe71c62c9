#include "mock/facts.hpp"

#include "mock/body_hash.hpp"
#include "mock/key_hash.hpp"

namespace parley::mock {
namespace {

const std::string nothing;

}  // namespace

std::string_view name_of(endpoint at)
{
    switch (at) {
        case endpoint::chat:
            return "chat";
        case endpoint::responses:
            return "responses";
        case endpoint::embeddings:
            return "embeddings";
        case endpoint::rerank:
            return "rerank";
        case endpoint::models:
            return "models";
    }
    return "";
}

facts::facts(const asked& of, std::size_t nth) : of_(of), nth_(nth)
{
    for (const auto& message : of.messages) {
        if (message.role == "assistant") ++turn_;
        if (message.role == "user") last_user_ = &message;
    }
}

const std::string& facts::last_user() const
{
    return last_user_ == nullptr ? nothing : last_user_->text;
}

const std::string& facts::last_role() const
{
    return last() == nullptr ? nothing : last()->role;
}

const std::string& facts::system() const
{
    if (system_) return *system_;
    auto& all = system_.emplace();
    for (const auto& message : of_.messages)
        if (message.role == "system" || message.role == "developer")
            all += (all.empty() ? "" : "\n") + message.text;
    return all;
}

const std::string& facts::body_hash(const std::vector<body_path>& ignoring) const
{
    if (!body_ || body_->ignoring != ignoring) body_ = {mock::body_hash(of_.body, ignoring), ignoring};
    return body_->hash;
}

std::string facts::messages_hash() const
{
    std::string all;
    for (const auto& each : of_.messages) {
        all.append(each.role).append(1, '\0');
        all.append(std::to_string(each.text.size())).append(1, ' ').append(each.text);
    }
    return key_hash(all);
}

}  // namespace parley::mock
