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

asio::awaitable<result<page_links>> links_of(tab& page, deadline until)
{
    const auto said = co_await page.evaluate(page.top_frame(), std::string(list_links), until);
    if (!said) co_return said.error();
    boost::json::error_code failed;
    const auto list = boost::json::parse(*said, failed);
    if (failed || !list.is_array()) co_return error{errc::malformed, "the script gave no list"};
    page_links links;
    for (const auto& each : list.get_array())
        if (each.is_string() && links.addresses.size() < links_max)
            links.addresses.emplace_back(each.get_string());
    links.are_all = list.get_array().size() <= links_max;
    co_return links;
}

}  // namespace parley::audit
