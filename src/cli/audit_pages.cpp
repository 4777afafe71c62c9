#include "cli/audit_pages.hpp"

#include "audit/snapshot/snapshot_name.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

// Where a page is, whatever way it is named: one file is one page, in a folder and by itself.
std::string key_of(const audit::target& where)
{
    if (!where.file.empty()) {
        const auto place = where.address.empty() ? where.path : audit::normalised_address(where.address);
        std::error_code failed;
        const auto file = fs::canonical(where.file, failed);
        if (!failed) return file.string() + place.substr(std::min(place.find_first_of("?#"), place.size()));
    }
    return where.address.empty() ? where.folder + '\n' + where.path
                                 : audit::normalised_address(where.address);
}

// The address of a file says where it lies on this machine: its name is better.
std::string snapshot_name_of(const audit::target& where)
{
    return audit::page_name_of(where.file.empty() ? where.address : where.file);
}

void take_login(audit::visitor& as, const audit::target& where)
{
    if (where.user_name.empty() || !as.user_name.empty()) return;
    as.user_name = where.user_name;
    as.password = where.password;
}

class collector {
public:
    result<void> add(const std::string& operand, const configured_page& like)
    {
        auto found = audit::expand_target(operand);
        if (!found) return found.error();
        const auto root = like.values.text("serve");
        std::error_code nowhere;
        if (!root.empty() && !fs::is_directory(root, nowhere))
            return error{errc::invalid_input, "--serve: there is no folder " + root};
        for (auto& each : *found) {
            if (!root.empty()) each = audit::served_from(std::move(each), root);
            if (like.values.is_set("crawl") && each.address.starts_with("file:"))
                return error{
                    errc::invalid_input,
                    "--crawl follows no links of files: name their folder, or serve it with --serve"};
        }
        if (!like.name.empty() && found->size() != 1)
            return error{errc::invalid_input,
                         like.name + ": a name is for one page, and " + operand + " has more"};
        auto options = read_page_options(like.values);
        if (!options) return options.error();
        options->limits.rules_max = like.rules_max;
        for (const auto& each : *found) {
            // Configured pages may be one address in several states.
            if (!seen_.insert(key_of(each) + '\n' + like.name).second) continue;
            audit_page page{.where = each,
                            .name = like.name.empty() ? each.name : like.name,
                            .snapshot_name = like.name.empty() ? snapshot_name_of(each) : like.name,
                            .options = *options,
                            .ignored = like.ignored};
            take_login(page.options.plan.as, each);
            pages.push_back(std::move(page));
        }
        if (pages.size() > audit::targets_max)
            return error{errc::invalid_input,
                         "that are more than " + std::to_string(audit::targets_max) + " pages"};
        return {};
    }

    std::vector<audit_page> pages;

private:
    std::set<std::string> seen_;
};

}  // namespace

result<std::vector<audit_page>> find_pages(const command_line& given,
                                           const std::vector<std::string>& operands,
                                           const std::vector<std::string>& sitemap,
                                           const audit_config& config)
{
    collector found;
    const configured_page usual{
        .target = {}, .name = {}, .values = given.values, .rules_max = 0, .ignored = {}};
    for (const auto* named : {&operands, &sitemap})
        for (const auto& each : *named)
            if (auto added = found.add(each, usual); !added) return added.error();
    if (operands.empty() && given.values.text("sitemap").empty()) {
        for (const auto& each : config.pages)
            if (auto added = found.add(each.target, each); !added) {
                const auto name = each.name.empty() ? audit::without_login(each.target) : each.name;
                return error{errc::invalid_input, "configured page " + name + ": " + added.error().detail};
            }
    }
    if (found.pages.empty())
        return error{errc::invalid_input,
                     "parley audit needs a page: an address, a file, a folder or a list (see parley audit "
                     "--help)"};
    return std::move(found.pages);
}

result<void> check_snapshot_names(const std::vector<audit_page>& pages)
{
    std::map<std::string, std::string> owners;
    for (const auto& each : pages) {
        const auto [owner, is_new] = owners.emplace(audit::snapshot_name(each.snapshot_name), each.name);
        if (!is_new)
            return error{errc::invalid_input, owner->second + " and " + each.name +
                                                  " would have one snapshot, " + owner->first +
                                                  ": give them a `name` in parley-audit.json"};
    }
    return {};
}

}  // namespace parley::cli
