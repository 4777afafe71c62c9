// Follows the links of audited pages, within the sites of those that were named.
//
// What is found depends on the pages alone, not on which of them was ready first: a round of pages is
// audited, then their links are taken, in the order of the pages and of their documents.
#pragma once

#include "audit/outcome.hpp"
#include "cli/audit_pages.hpp"

#include <cstddef>
#include <map>
#include <set>

namespace parley::cli {

class audit_crawl {
public:
    explicit audit_crawl(std::size_t urls_max) : urls_max_(urls_max) {}

    // A page that was named, where it is asked for; and where it lies, when it was sent elsewhere.
    void begin_at(const std::string& address, const audit_page& page);
    void is_also_at(const std::string& address, const std::string& page);

    // Takes the links of an outcome of `of`, which is asked for at `address`. Pages that it finds are audited
    // as that one is, without its steps and its name; of another origin, by nobody in particular.
    void take_links(const audit_page& of, const std::string& address, const audit::page_outcome& outcome);

    // Whether the page at a link turned out to be none, of another site, or one that there is already.
    bool is_astray(const audit::page_outcome& outcome);

    std::vector<audit_page> take_found() { return std::exchange(found_, {}); }

    // Whether there are links that were not followed.
    bool has_left_out() const { return left_out_ > 0 || pages_with_other_links_ > 0; }

    // For people, at the end; empty: there is nothing to say.
    std::string said() const;

private:
    std::string own_name(std::string name);

    std::size_t urls_max_;
    std::set<std::string> origins_;
    std::set<std::string> known_;               // links, without what tells one page from itself
    std::map<std::string, std::string> shown_;  // where pages turned out to lie, and which
    std::set<std::string> names_;               // of snapshots
    std::size_t pages_ = 0;
    std::vector<audit_page> found_;
    std::size_t left_out_ = 0;
    std::size_t pages_with_other_links_ = 0;
    std::set<std::string> astray_;
};

}  // namespace parley::cli
