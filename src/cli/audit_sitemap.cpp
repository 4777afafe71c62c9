#include "cli/audit_sitemap.hpp"

#include "audit/report/totals.hpp"
#include "audit/targets/sitemap.hpp"
#include "base/printable.hpp"
#include "base/whole_file.hpp"
#include "cli/answerer.hpp"
#include "cli/audit_gunzip.hpp"
#include "cli/model_access.hpp"
#include "http/lone_client.hpp"
#include "http/url.hpp"

namespace parley::cli {
namespace {

constexpr std::size_t sitemap_bytes_max = 50 * 1024 * 1024;  // as the protocol has it, unpacked
constexpr std::size_t sitemaps_max = 100;
constexpr std::chrono::seconds patience{30};

bool is_address(const std::string& name)
{
    return name.starts_with("http://") || name.starts_with("https://");
}

// Without the user and password that an address may hold.
std::string shown(const std::string& name)
{
    if (!is_address(name)) return printable_line(name);
    const auto parsed = http::parse_url(name);
    return parsed ? printable_line(http::host_field_of(parsed->where) + parsed->target) : "the sitemap";
}

asio::awaitable<result<std::string>> fetch(http::client& client, std::string address)
{
    const auto parsed = http::parse_url(address);
    if (!parsed) co_return parsed.error();
    http::client_request request;
    request.url = std::move(address);
    if (!parsed->user_info.empty())
        request.headers.set("Authorization", http::basic_authorization(parsed->user_info).reveal());
    auto response = co_await client.start(std::move(request), deadline_after(patience));
    if (!response) co_return response.error();
    if ((*response)->status() != 200)
        co_return error{errc::upstream_rejected,
                        "the server answers " + std::to_string((*response)->status())};
    co_return co_await http::read_all(**response, sitemap_bytes_max);
}

// `flag` is the option without its dashes; nothing when it is not given.
result<std::optional<std::regex>> read_expression(const settings& values, const std::string& flag)
{
    const auto text = values.text(flag);
    if (text.empty()) return std::optional<std::regex>();
    try {
        return std::optional(std::regex(text, std::regex::ECMAScript | std::regex::optimize));
    } catch (const std::regex_error&) {
        return error{errc::invalid_input,
                     "--" + flag + " takes a regular expression as JavaScript has them, such as /blog/"};
    }
}

result<audit::sitemap_rules> read_rules(const settings& values)
{
    const auto include = read_expression(values, "sitemap-include");
    const auto exclude = read_expression(values, "sitemap-exclude");
    const auto find = read_expression(values, "sitemap-find");
    for (const auto* each : {&include, &exclude, &find})
        if (!*each) return each->error();
    return audit::sitemap_rules{*include, *exclude, *find, values.text("sitemap-replace")};
}

class collector {
public:
    explicit collector(const settings& values, const std::string& certificates)
        : client_({}, proxies_of(values), http::tls_settings{certificates})
    {
    }

    // With what `name` leads to, when it is an index.
    result<std::vector<std::string>> collect(const std::string& name)
    {
        std::vector<std::string> pages;
        std::vector<std::string> names{name};
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (i == sitemaps_max)
                return error{errc::too_large, shown(name) + " leads to more than 100 sitemaps"};
            const auto text = read(names[i]);
            if (!text) return about(names[i], text.error());
            auto read = audit::read_sitemap(*text);
            if (!read) return about(names[i], read.error());
            pages.insert(pages.end(), read->pages.begin(), read->pages.end());
            for (auto& each : read->sitemaps)
                if (std::ranges::find(names, each) == names.end()) names.push_back(std::move(each));
        }
        return pages;
    }

private:
    // What is wrong with a file is wrong with what was asked for.
    static error about(const std::string& name, const error& what)
    {
        const auto code = is_address(name) ? what.code : errc::invalid_input;
        return {code, shown(name) + ": " + what.detail};
    }

    result<std::string> read(const std::string& name)
    {
        auto text = read_as_it_is(name);
        return text && is_gzip(*text) ? gunzip(*text, sitemap_bytes_max) : text;
    }

    result<std::string> read_as_it_is(const std::string& name)
    {
        if (is_address(name)) return client_.run(fetch(*client_, name));
        auto text = read_whole_file(name, sitemap_bytes_max);
        if (!text) return error{errc::invalid_input, text.error().detail};
        return text;
    }

    http::lone_client client_;
};

}  // namespace

result<sitemap_pages> read_sitemap_pages(const settings& values)
{
    const auto name = values.text("sitemap");
    if (name.empty()) return sitemap_pages();
    const auto rules = read_rules(values);
    if (!rules) return rules.error();
    const auto certificates = read_extra_certificates(values);
    if (!certificates) return certificates.error();
    const auto listed = collector(values, *certificates).collect(name);
    if (!listed) return listed.error();
    auto chosen = audit::choose_pages(*listed, *rules);
    sitemap_pages made{.addresses = std::move(chosen.pages), .said = {}};
    if (chosen.no_pages > 0 || chosen.excluded > 0 || chosen.too_long > 0)
        made.said = shown(name) + ": " + audit::counted(made.addresses.size(), "page") + "; left out " +
                    std::to_string(chosen.no_pages) + " that are no HTML by their names, and " +
                    std::to_string(chosen.excluded) + " by the options";
    if (chosen.too_long > 0)
        made.said += ", and " + std::to_string(chosen.too_long) + " with more than " +
                     std::to_string(audit::sitemap_address_bytes_max) + " characters";
    return made;
}

}  // namespace parley::cli
