#include "identity/chained.hpp"

#include "identity/detail/one_at_a_time.hpp"

#include <atomic>

namespace parley::identity {
namespace {

constexpr std::size_t nobody = static_cast<std::size_t>(-1);

// The lines of an error inside an error stand further in.
std::string reason_line(const std::string& name, const error& problem)
{
    std::string line = "\n" + name + ": ";
    for (const char c : problem.detail) line += c == '\n' ? std::string("\n  ") : std::string(1, c);
    return line;
}

class chain final : public chained_credential {
public:
    chain(std::vector<chain_member> members, log_sink& log, chain_options options)
        : members_(std::move(members)), log_(log), options_(std::move(options))
    {
    }

    std::string_view name() const override { return "ChainedTokenCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        if (request.origin == asked_by::application) request.origin = options_.origin;
        if (chosen_.load() != nobody) co_return co_await ask_chosen(std::move(request), until);

        auto turn = co_await searching_.enter(until);
        if (!turn) co_return turn.error();
        if (chosen_.load() == nobody) co_return co_await search(std::move(request), until);
        *turn = {};  // somebody else's search has chosen: no need to keep the others waiting
        co_return co_await ask_chosen(std::move(request), until);
    }

    std::vector<std::string> order() const override
    {
        std::vector<std::string> names;
        for (const auto& member : members_) names.push_back(member.name);
        return names;
    }

    std::vector<member_outcome> outcomes() const override
    {
        const std::lock_guard lock(outcomes_mutex_);
        return outcomes_;
    }

private:
    asio::awaitable<result<access_token>> ask(const chain_member& member, token_request request,
                                              deadline until)
    {
        if (!member.credential) co_return member.credential.error();
        co_return co_await (*member.credential)->get_token(std::move(request), until);
    }

    asio::awaitable<result<access_token>> ask_chosen(token_request request, deadline until)
    {
        const auto& member = members_[chosen_.load()];
        auto token = co_await ask(member, std::move(request), until);
        if (token) co_return token;
        auto problem = token.error();
        problem.detail = member.name + ": " + problem.detail;
        co_return problem;
    }

    asio::awaitable<result<access_token>> search(token_request request, deadline until)
    {
        std::vector<member_outcome> tried;
        for (std::size_t i = 0; i < members_.size(); ++i) {
            auto token = co_await ask(members_[i], request, until);
            tried.push_back({members_[i].name});
            if (token) {
                choose(i, std::move(tried));
                co_return token;
            }
            tried.back().problem = token.error();
            if (token.error().code != errc::credential_unavailable) break;
        }
        auto problem = problem_of(tried);
        remember(std::move(tried));
        co_return problem;
    }

    void choose(std::size_t member, std::vector<member_outcome> tried)
    {
        remember(std::move(tried));
        chosen_.store(member);
        log_.write(log_level::info, "credential_chosen", {{"credential", members_[member].name}});
    }

    void remember(std::vector<member_outcome> tried)
    {
        const std::lock_guard lock(outcomes_mutex_);
        outcomes_ = std::move(tried);
    }

    error problem_of(const std::vector<member_outcome>& tried) const
    {
        const auto& last = *tried.back().problem;
        if (last.code == errc::cancelled) return last;
        const bool unavailable = last.code == errc::credential_unavailable;
        error problem{unavailable ? last.code : errc::authentication_failed,
                      unavailable ? "no credential could give a token here"
                                  : "no token: " + tried.back().name + " was tried and failed"};
        for (const auto& each : tried) problem.detail += reason_line(each.name, *each.problem);
        if (!options_.advice.empty()) problem.detail += "\n" + options_.advice;
        return problem;
    }

    std::vector<chain_member> members_;
    log_sink& log_;
    chain_options options_;
    one_at_a_time searching_;
    std::atomic<std::size_t> chosen_ = nobody;
    mutable std::mutex outcomes_mutex_;
    std::vector<member_outcome> outcomes_;
};

}  // namespace

result<std::unique_ptr<chained_credential>> make_chain(std::vector<chain_member> members, log_sink& log,
                                                       chain_options options)
{
    if (members.empty()) return error{errc::invalid_input, "a chain of credentials needs a member"};
    return std::make_unique<chain>(std::move(members), log, std::move(options));
}

}  // namespace parley::identity
