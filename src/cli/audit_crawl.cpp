#include "cli/audit_crawl.hpp"

#include "audit/report/totals.hpp"
#include "audit/snapshot/snapshot_name.hpp"
#include "audit/targets/sitemap.hpp"

#include <algorithm>

namespace parley::cli {
namespace {

enum class origin_of_page { elsewhere, served_by_us };

// `/a/` is `/a`; and where we serve, `/a/index.html` is, too.
std::string key_of(const std::string& address, origin_of_page from)
{
    constexpr std::string_view index = "/index.html";
    auto key = audit::normalised_address(address);
    const auto end = std::min(key.find_first_of("?#"), key.size());
    std::string_view path = std::string_view(key).substr(0, end);
    if (from == origin_of_page::served_by_us && path.ends_with(index)) path.remove_suffix(index.size());
    if (path.ends_with('/')) path.remove_suffix(1);
    return std::string(path) + key.substr(end);
}

origin_of_page origin_kind_of(const audit_page& page)
{
    return page.where.folder.empty() ? origin_of_page::elsewhere : origin_of_page::served_by_us;
}

}  // namespace

void audit_crawl::begin_at(const std::string& address, const audit_page& page)
{
    if (known_.insert(key_of(address, origin_kind_of(page))).second) ++pages_;
    if (const auto origin = audit::origin_of(address); !origin.empty()) origins_.insert(origin);
    names_.insert(audit::snapshot_name(page.snapshot_name));
}

void audit_crawl::is_also_at(const std::string& address, const std::string& page)
{
    if (address.empty()) return;
    known_.insert(key_of(address, origin_of_page::elsewhere));
    shown_.emplace(key_of(address, origin_of_page::elsewhere), page);
    if (const auto origin = audit::origin_of(address); !origin.empty()) origins_.insert(origin);
}

void audit_crawl::take_links(const audit_page& of, const std::string& address,
                             const audit::page_outcome& outcome)
{
    if (outcome.visit.has_other_links) ++pages_with_other_links_;
    for (const auto& each : outcome.visit.links) {
        const auto link = audit::normalised_address(each);
        const auto origin = audit::origin_of(link);
        const auto key = key_of(link, origin_kind_of(of));
        if (!origins_.contains(origin) || !audit::may_be_page(link) || known_.contains(key)) continue;
        known_.insert(key);
        if (pages_ >= urls_max_) {
            ++left_out_;
            continue;
        }
        ++pages_;
        const bool is_of_same_origin = origin == audit::origin_of(address);
        const bool is_served = !of.where.folder.empty() && is_of_same_origin;
        const auto where = is_served ? audit::at_path(of.where, std::string_view(link).substr(origin.size()))
                                     : audit::target{.name = link, .address = link};
        audit_page page{.where = where,
                        .name = where.name,
                        .snapshot_name = own_name(audit::page_name_of(is_served ? where.file : link)),
                        .options = of.options,
                        .ignored = {},
                        .linked_from = of.name};
        page.options.plan.actions.clear();
        // What the visitor is given is for the origin that was named, wherever that sends people.
        if (!is_of_same_origin) page.options.plan.as = {.user_agent = of.options.plan.as.user_agent};
        found_.push_back(std::move(page));
    }
}

// Two addresses may have one name, and what is found cannot be named by hand.
std::string audit_crawl::own_name(std::string name)
{
    const auto wanted = name;
    for (int number = 2; !names_.insert(audit::snapshot_name(name)).second; ++number)
        name = wanted + '_' + std::to_string(number);
    return name;
}

bool audit_crawl::is_astray(const audit::page_outcome& outcome)
{
    const auto& address = outcome.visit.address;
    const auto origin = audit::origin_of(address);
    bool is_astray = !origin.empty() && !origins_.contains(origin);
    is_astray |= outcome.results.has_error() && outcome.results.error().code == errc::unsupported;
    if (!is_astray && !address.empty()) {
        const auto key = key_of(address, origin_of_page::elsewhere);
        is_astray = shown_.emplace(key, outcome.page).first->second != outcome.page;
    }
    if (is_astray) astray_.insert(outcome.page);
    return is_astray;
}

std::string audit_crawl::said() const
{
    std::string text;
    const auto say = [&text](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
    if (!astray_.empty())
        say(audit::counted(astray_.size(), "link") +
            " left out that lead to no HTML, to another site, or to a page that was audited already");
    if (pages_with_other_links_ > 0)
        say("not all links of " + audit::counted(pages_with_other_links_, "page") + " are known");
    if (left_out_ > 0) say("stopped at " + audit::counted(urls_max_, "page") + ": --max-urls takes more");
    return text;
}

}  // namespace parley::cli
