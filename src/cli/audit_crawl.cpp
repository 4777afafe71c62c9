#include "cli/audit_crawl.hpp"

#include "audit/report/totals.hpp"
#include "audit/snapshot/snapshot_name.hpp"
#include "audit/targets/sitemap.hpp"

namespace parley::cli {

void audit_crawl::begin_at(const std::string& address)
{
    if (known_.insert(audit::normalised_address(address)).second) ++pages_;
    is_also_at(address);
}

void audit_crawl::is_also_at(const std::string& address)
{
    if (address.empty()) return;
    known_.insert(audit::normalised_address(address));
    if (const auto origin = audit::origin_of(address); !origin.empty()) origins_.insert(origin);
}

void audit_crawl::take_links(const audit_page& of, const std::string& address,
                             const audit::page_outcome& outcome)
{
    for (const auto& each : outcome.visit.links) {
        const auto link = audit::normalised_address(each);
        const auto origin = audit::origin_of(link);
        if (!origins_.contains(origin) || !audit::may_be_page(link) || known_.contains(link)) continue;
        known_.insert(link);
        if (pages_ >= urls_max_) {
            ++left_out_;
            continue;
        }
        ++pages_;
        const bool is_served = !of.where.folder.empty() && origin == audit::origin_of(address);
        const auto where = is_served ? audit::at_path(of.where, std::string_view(link).substr(origin.size()))
                                     : audit::target{.name = link, .address = link};
        audit_page page{.where = where,
                        .name = where.name,
                        .snapshot_name = audit::page_name_of(is_served ? where.file : link),
                        .options = of.options,
                        .ignored = {}};
        page.options.plan.actions.clear();
        found_.push_back(std::move(page));
    }
}

bool audit_crawl::is_astray(const audit::page_outcome& outcome)
{
    const auto origin = audit::origin_of(outcome.visit.address);
    const bool is_elsewhere = !origin.empty() && !origins_.contains(origin);
    const bool is_no_page = outcome.results.has_error() && outcome.results.error().code == errc::unsupported;
    if (is_elsewhere || is_no_page) astray_.insert(outcome.page);
    return is_elsewhere || is_no_page;
}

std::string audit_crawl::said() const
{
    std::string text;
    if (!astray_.empty())
        text = audit::counted(astray_.size(), "link") + " left out that lead to no HTML, or to another site";
    if (left_out_ > 0)
        text += std::string(text.empty() ? "" : "; ") + "stopped at " + audit::counted(urls_max_, "page") +
                ": --max-urls takes more";
    return text;
}

}  // namespace parley::cli
