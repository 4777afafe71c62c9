// Names of files and folders made of names that people gave: of pages, tests, variants.
#pragma once

#include <string>
#include <string_view>

namespace parley::audit {

// As pytest-axe-playwright-snapshot does: blanks become `_`, and only letters, digits, `_`, `-` and `.` stay.
// Never empty, `.` or `..`, so a name leads nowhere else. Slashes become `_`, too.
std::string snapshot_name(std::string_view text);

// What a page is called that has no other name: its path, without the host. "index" for the first page.
std::string page_name_of(std::string_view address);

}  // namespace parley::audit
