#include "cli/audit_rounds.hpp"

#include "cli/arguments.hpp"
#include "cli/audit_crawl.hpp"
#include "cli/audit_site.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <unistd.h>

namespace parley::cli {
namespace {

constexpr audit::picture_limits pictures_of_a_page{.count = 40, .bytes = 2 * 1024 * 1024};
constexpr std::size_t picture_bytes_max = 24 * 1024 * 1024;  // of a run: a report that a browser opens

// Folders are served once each, however many of their pages are audited.
class sites {
public:
    result<std::string> address_of(const audit::target& where)
    {
        if (!where.address.empty()) return where.address;
        auto& site = served_[where.folder];
        if (!site) {
            auto made = audit_site::serve(where.folder);
            if (!made) return made.error();
            site = *std::move(made);
        }
        return site->address() + where.path;
    }

private:
    std::map<std::string, std::unique_ptr<audit_site>> served_;
};

// Of the pages from `first` on.
result<std::vector<audit_visit>> visits_of(const std::vector<audit_page>& pages, std::size_t first,
                                           sites& served)
{
    std::vector<audit_visit> visits;
    for (auto i = first; i < pages.size(); ++i) {
        const auto& page = pages[i];
        const auto address = served.address_of(page.where);
        if (!address) return address.error();
        for (const auto& view : page.options.views) {
            audit_visit visit{.page = i,
                              .name = page.name,
                              .file = page.where.file,
                              .view = name_of_view(view, page.options.views),
                              .plan = page.options.plan,
                              .limits = page.options.limits,
                              .retries = page.options.retries,
                              .interval = page.options.interval};
            visit.plan.address = *address;
            visit.plan.view = view;
            visits.push_back(std::move(visit));
        }
    }
    return visits;
}

// Only who reads HTML sees them. `visits_max` is how many there may be in all.
void ask_for_pictures(std::vector<audit_visit>& visits, const std::vector<audit_output>& outputs,
                      std::size_t visits_max)
{
    const auto is_html = [](const audit_output& each) { return each.format == audit_format::html; };
    if (std::ranges::none_of(outputs, is_html)) return;
    auto limits = pictures_of_a_page;
    limits.bytes = std::min(limits.bytes, picture_bytes_max / visits_max);
    for (auto& each : visits) each.plan.pictures = limits;
}

// What a stopped run did not come to is not audited.
void fill_in(std::vector<audited_visit>& audited, const std::vector<audit_visit>& visits)
{
    audited.resize(visits.size());
    for (std::size_t i = 0; i < visits.size(); ++i) {
        if (!audited[i].outcomes.empty()) continue;
        audited[i].outcomes.push_back({.page = visits[i].name,
                                       .variant = visits[i].view,
                                       .file = visits[i].file,
                                       .results = error{errc::cancelled, "stopped before it was audited"}});
        audited[i].states.emplace_back();
    }
}

class rounds {
public:
    rounds(std::vector<audit_page>& pages, const audit::browser_options& browser,
           const std::vector<audit_output>& outputs, const settings& values, const known_findings& known)
        : pages_(pages),
          browser_(browser),
          outputs_(outputs),
          values_(values),
          named_(pages.size()),
          urls_max_(static_cast<std::size_t>(values.number("max-urls"))),
          known_(std::make_shared<known_findings>(known)),
          crawl_(urls_max_)
    {
    }

    result<audited_pages> run()
    {
        const auto ended = audit_in_browser(browser_, values_, [this] { return next(); });
        if (!ended) {
            const bool is_first = made_.visits.empty();
            if (is_first && ended.error().code != errc::cancelled) return ended.error();
            complain(ended.error().detail);
            made_.is_stopped = true;
        }
        keep_round();
        made_.has_seen_all =
            !values_.is_set("crawl") || (!made_.is_stopped && !crawl_.has_left_out() && are_all_audited());
        if (const auto said = crawl_.said(); !said.empty()) complain(said);
        return std::move(made_);
    }

private:
    // Of the pages that the round before led to; with the first call, of those that were named.
    result<visit_round*> next()
    {
        keep_round();
        if (planned_ == pages_.size()) return nullptr;
        auto visits = visits_of(pages_, planned_, served_);
        if (!visits) return visits.error();
        const bool is_crawl = values_.is_set("crawl");
        const auto views = visits->size() / (pages_.size() - planned_);
        planned_ = pages_.size();
        ask_for_pictures(*visits, outputs_,
                         std::max(visits->size(), is_crawl ? urls_max_ * views : std::size_t{1}));
        for (auto& each : *visits) {
            each.take_known = [known = known_, page = each.page](audit::page_outcome& from) {
                known->take_ignored(from, page);
                known->take_known(from);
            };
            if (is_crawl) each.plan.to_pages = audit::links::collected;
        }
        round_.visits = *std::move(visits);
        return &round_;
    }

    void keep_round()
    {
        auto [visits, audited] = std::exchange(round_, {});
        fill_in(audited, visits);
        if (values_.is_set("crawl")) follow_links(visits, audited);
        for (std::size_t i = 0; i < visits.size(); ++i) {
            if (audited[i].outcomes.empty()) continue;
            made_.visits.push_back(std::move(visits[i]));
            made_.audited.push_back(std::move(audited[i]));
        }
    }

    // Behind a page that was not there may be others.
    bool are_all_audited() const
    {
        return std::ranges::all_of(made_.audited, [](const audited_visit& visit) {
            return std::ranges::all_of(visit.outcomes,
                                       [](const auto& each) { return each.results.has_value(); });
        });
    }

    // What a link led to by mistake has no outcome afterwards.
    void follow_links(const std::vector<audit_visit>& visits, std::vector<audited_visit>& audited)
    {
        for (const auto& each : visits)
            if (each.page < named_) crawl_.begin_at(each.plan.address, pages_[each.page]);
        for (std::size_t i = 0; i < visits.size(); ++i) {
            auto& outcomes = audited[i].outcomes;
            if (visits[i].page < named_)
                crawl_.is_also_at(outcomes.back().visit.address, visits[i].name);
            else if (crawl_.is_astray(outcomes.back()))
                outcomes.clear();
            else if (auto& end = outcomes.back().results; !end)
                end = error{end.error().code,
                            end.error().detail + "; " + pages_[visits[i].page].linked_from + " links to it"};
            for (const auto& each : outcomes)
                crawl_.take_links(pages_[visits[i].page], visits[i].plan.address, each);
        }
        for (auto& each : crawl_.take_found()) pages_.push_back(std::move(each));
    }

    std::vector<audit_page>& pages_;
    const audit::browser_options& browser_;
    const std::vector<audit_output>& outputs_;
    const settings& values_;
    const std::size_t named_;  // pages before this place were asked for
    const std::size_t urls_max_;
    const std::shared_ptr<known_findings> known_;  // for retries: what it says of the run is not asked
    sites served_;
    audit_crawl crawl_;
    std::size_t planned_ = 0;  // pages that have had their visits
    visit_round round_;
    audited_pages made_;
};

}  // namespace

result<audited_pages> audit_rounds(std::vector<audit_page>& pages, const audit::browser_options& browser,
                                   const std::vector<audit_output>& outputs, const settings& values,
                                   const known_findings& known)
{
    return rounds(pages, browser, outputs, values, known).run();
}

void say_what_root_means(const settings& values)
{
    if (geteuid() == 0 && values.text("browser") == "chromium")
        complain("root starts the browser, so it runs without its sandbox: audit only pages that you trust");
}

}  // namespace parley::cli
