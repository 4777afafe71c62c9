#include "cli/audit_config.hpp"

#include "base/is_one_of.hpp"
#include "base/printable.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace parley::cli {
namespace {

namespace json = boost::json;

// About the run, not about a page.
constexpr std::array<std::string_view, 22> of_the_run = {"axe-source",
                                                         "baseline",
                                                         "browser",
                                                         "crawl",
                                                         "detail",
                                                         "dir",
                                                         "fixed-ok",
                                                         "format",
                                                         "ignore",
                                                         "jobs",
                                                         "json",
                                                         "max-urls",
                                                         "max-violations",
                                                         "serve",
                                                         "sitemap",
                                                         "sitemap-exclude",
                                                         "sitemap-find",
                                                         "sitemap-include",
                                                         "sitemap-replace",
                                                         "snapshot",
                                                         "strict",
                                                         "ca-file"};

// Never in a file, which may be found by chance: they write or run something, or say which file this is.
constexpr std::array<std::string_view, 11> never_in_a_file = {
    "browser-path", "config",        "licence", "prune", "ready-pattern", "ready-url",
    "start",        "start-timeout", "update",  "watch", "write-baseline"};

error mistake(std::string_view where, std::string what)
{
    return {errc::invalid_input, std::string(where) + ": " + std::move(what)};
}

std::vector<setting> known_settings()
{
    auto known = settings_of("audit");
    std::erase_if(known, [](const setting& each) {
        return each.kind == setting_kind::secret || is_one_of(never_in_a_file, each.name);
    });
    return known;
}

error unknown(std::string_view where, std::string_view key, std::vector<std::string_view> names)
{
    for (const auto& each : known_settings()) names.push_back(each.name);
    const auto near = nearest_name(key, names);
    return mistake(where, "there is no `" + printable_line(key) + "` here" +
                              (near ? "; did you mean `" + *near + "`?" : ""));
}

// One value, or several of a list.
result<std::string> text_of(const json::value& from, const setting& which, const std::string& where)
{
    if (from.is_string()) return std::string(from.get_string());
    if (from.is_bool()) return std::string(from.get_bool() ? "yes" : "no");
    if (from.is_int64()) return std::to_string(from.get_int64());
    const auto* list = from.if_array();
    const bool is_list = which.kind == setting_kind::list || which.kind == setting_kind::lines;
    if (list != nullptr && is_list) {
        std::string joined;
        for (const auto& each : *list) {
            if (!each.is_string()) return mistake(where, "takes texts");
            if (!joined.empty()) joined += which.kind == setting_kind::list ? ',' : '\n';
            joined += each.get_string();
        }
        return joined;
    }
    // Options of axe may stand there as they are.
    if (from.is_object() && which.name == "options") return json::serialize(from);
    return mistake(where,
                   is_list ? "takes a text or a list of texts" : "takes a text, a number, true or false");
}

class reader {
public:
    reader(std::string_view name, command_line& given) : name_(name), given_(given) {}

    result<audit_config> read(const json::value& from)
    {
        const auto* members = from.if_object();
        if (members == nullptr) return mistake(name_, "takes an object with defaults and pages");
        for (const auto& [key, value] : *members)
            if (key != "defaults" && key != "pages")
                return mistake(name_, "there is no `" + printable_line(key) +
                                          "` here, only `defaults` and `pages`: options of all pages stand "
                                          "in `defaults`");
        if (const auto* defaults = members->if_contains("defaults"))
            if (auto taken = take_defaults(*defaults); !taken) return taken.error();
        if (const auto* pages = members->if_contains("pages")) {
            if (!pages->is_array()) return mistake(name_, "pages is no list");
            for (const auto& each : pages->get_array())
                if (auto taken = take_page(each); !taken) return taken.error();
        }
        return std::move(config_);
    }

private:
    result<void> take_defaults(const json::value& from)
    {
        const auto where = name_ + ": defaults";
        if (!from.is_object()) return mistake(where, "is no object");
        for (const auto& [key, value] : from.get_object()) {
            if (key == "ignore" && value.is_array()) {
                auto ignored = audit::read_ignored(value, where + ".ignore");
                if (!ignored) return ignored.error();
                config_.ignored = *std::move(ignored);
            } else if (auto set = take_option(given_.values, where, key, value, {}); !set) {
                return set;
            }
        }
        return {};
    }

    result<void> take_page(const json::value& from)
    {
        const auto where = name_ + ": page " + std::to_string(config_.pages.size() + 1);
        configured_page page{
            .target = {}, .name = {}, .values = given_.values, .rules_max = 0, .ignored = {}};
        if (from.is_string()) {
            page.target = from.get_string();
        } else if (const auto* members = from.if_object()) {
            for (const auto& [key, value] : *members)
                if (auto taken = take_member(page, where, key, value); !taken) return taken;
        } else {
            return mistake(where, "is neither a target nor an object");
        }
        if (page.target.empty()) return mistake(where, "names no `target`: an address, a file or a folder");
        config_.pages.push_back(std::move(page));
        return {};
    }

    result<void> take_member(configured_page& page, const std::string& where, std::string_view key,
                             const json::value& value)
    {
        if (key == "target" || key == "url" || key == "name") {
            if (!value.is_string()) return mistake(where, std::string(key) + " is no text");
            (key == "name" ? page.name : page.target) = value.get_string();
            return {};
        }
        if (key == "threshold") {
            if (!value.is_int64() || value.get_int64() < 0)
                return mistake(where, "threshold takes a number of violated rules");
            page.rules_max = static_cast<std::size_t>(value.get_int64());
            return {};
        }
        if (key == "ignore") {
            auto ignored = audit::read_ignored(value, where + ".ignore");
            if (!ignored) return ignored.error();
            page.ignored = *std::move(ignored);
            return {};
        }
        if (is_one_of(of_the_run, key))
            return mistake(where, "`" + std::string(key) + "` is about all pages: put it into `defaults`");
        return take_option(page.values, where, key, value, {"target", "name", "threshold", "ignore"});
    }

    // `besides` are members that are no options.
    result<void> take_option(settings& into, const std::string& where, std::string_view key,
                             const json::value& value, const std::vector<std::string_view>& besides)
    {
        // A list of actions is what the flag says more than once; a text is the file of them.
        const std::string_view name = key == "actions" && value.is_array() ? "action" : key;
        const auto known = known_settings();
        const auto which = std::ranges::find(known, name, &setting::name);
        if (which == known.end()) return unknown(where, key, besides);
        const auto place = where + "." + std::string(key);
        auto text = text_of(value, *which, place);
        if (!text) return text.error();
        if (given_.fixed.contains(name)) return {};
        return into.set(*which, *std::move(text), place);
    }

    const std::string name_;
    command_line& given_;
    audit_config config_;
};

}  // namespace

result<audit_config> read_audit_config(std::string_view text, std::string_view name, command_line& given)
{
    boost::system::error_code failure;
    const auto parsed = json::parse(text, failure);
    if (failure) return mistake(name, "is no JSON: " + failure.message());
    return reader(name, given).read(parsed);
}

}  // namespace parley::cli
