#include "audit/page/page_links.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace parley::audit {
namespace {

constexpr std::string_view list_links = R"js((() => {
  const found = new Set();
  for (const link of document.links) {
    let to;
    try { to = new URL(link.href); } catch { continue; }
    const isPage = to.protocol === 'http:' || to.protocol === 'https:';
    if (!isPage || to.origin !== location.origin || link.hasAttribute('download')) continue;
    if (!/^#[/!]/.test(to.hash)) to.hash = '';
    to.username = to.password = '';
    found.add(to.href);
  }
  return JSON.stringify([...found]);
})())js";

}  // namespace

asio::awaitable<std::vector<std::string>> links_of(tab& page, deadline until)
{
    std::vector<std::string> links;
    const auto said = co_await page.evaluate(page.top_frame(), std::string(list_links), until);
    if (!said) co_return links;
    boost::json::error_code failed;
    const auto list = boost::json::parse(*said, failed);
    if (failed || !list.is_array()) co_return links;
    for (const auto& each : list.get_array())
        if (each.is_string() && links.size() < links_max) links.emplace_back(each.get_string());
    co_return links;
}

}  // namespace parley::audit
