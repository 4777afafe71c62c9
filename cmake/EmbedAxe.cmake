# Makes an assembly file and a C++ file of the npm package axe-core, of the version that the lock file pins.
#   cmake -DPACKAGE=web/node_modules/axe-core -DLOCK=web/package-lock.json -DOUT=generated -P EmbedAxe.cmake
# npm checked the package against the lock's hash when it installed it.

file(READ ${LOCK} lock)
string(JSON version GET "${lock}" packages node_modules/axe-core version)
if(NOT EXISTS ${PACKAGE}/package.json)
  message(FATAL_ERROR "axe-core is not installed: run npm ci in web/")
endif()
file(READ ${PACKAGE}/package.json package)
string(JSON installed GET "${package}" version)
if(NOT installed STREQUAL version)
  message(FATAL_ERROR "axe-core ${installed} is installed, but ${version} is pinned: run npm ci in web/")
endif()

set(assembly "    .section .rodata\n")
foreach(part axe.min.js LICENSE LICENSE-3RD-PARTY.txt)
  string(MAKE_C_IDENTIFIER "axe_core_${part}" name)
  file(SHA256 ${PACKAGE}/${part} hash)
  string(APPEND assembly "    .global ${name}\n${name}:  # ${hash}\n    .incbin \"${PACKAGE}/${part}\"\n"
    "    .global ${name}_end\n${name}_end:\n")
endforeach()
# Both texts are one, with a line between them.
set(second "    .global axe_core_LICENSE_3RD_PARTY_txt\n")
string(REPLACE "${second}" "    .ascii \"\\n\"\n${second}" assembly "${assembly}")
string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

file(CONFIGURE OUTPUT ${OUT}/axe_core.S CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${OUT}/axe_core.cpp CONTENT "// Made by cmake/EmbedAxe.cmake.
#include \"audit/engine/axe.hpp\"

extern \"C\" {
extern const char axe_core_axe_min_js[];
extern const char axe_core_axe_min_js_end[];
extern const char axe_core_LICENSE[];
extern const char axe_core_LICENSE_3RD_PARTY_txt_end[];
}

namespace parley::audit {

std::string_view axe_source() { return {axe_core_axe_min_js, axe_core_axe_min_js_end}; }
std::string_view axe_licence() { return {axe_core_LICENSE, axe_core_LICENSE_3RD_PARTY_txt_end}; }
std::string_view axe_version() { return \"${version}\"; }

}  // namespace parley::audit
" @ONLY)
