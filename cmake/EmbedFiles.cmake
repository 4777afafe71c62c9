# Turns a folder into an assembly file with the bytes and a C++ table of them. Run as a script:
#   cmake -DFOLDER=dist -DNAME=web_client -DOUT=generated -P EmbedFiles.cmake
# Both files are only written when they change, and name every file's hash, so a rebuild follows the bytes.

set(types_html "text/html; charset=utf-8")
set(types_js "text/javascript; charset=utf-8")
set(types_mjs "text/javascript; charset=utf-8")
set(types_css "text/css; charset=utf-8")
set(types_svg "image/svg+xml")
set(types_ico "image/x-icon")
set(types_png "image/png")
set(types_woff2 "font/woff2")
set(types_json "application/json")
set(types_txt "text/plain; charset=utf-8")

file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)
if(NOT files)
  message(FATAL_ERROR "nothing to embed in ${FOLDER}: run npm run build in web/")
endif()

set(assembly "    .section .rodata\n")
set(declarations "")
set(rows "")
set(index 0)
foreach(file IN LISTS files)
  file(SHA256 ${FOLDER}/${file} hash)
  file(SIZE ${FOLDER}/${file} bytes)
  string(REGEX REPLACE ".*\\." "" extension ${file})
  if(NOT DEFINED types_${extension})
    message(FATAL_ERROR "no media type for ${file}: add types_${extension} to cmake/EmbedFiles.cmake")
  endif()
  string(SUBSTRING ${hash} 0 32 etag)
  string(APPEND assembly "    .global ${NAME}_${index}\n${NAME}_${index}:  # ${hash}\n"
    "    .incbin \"${FOLDER}/${file}\"\n")
  string(APPEND declarations "extern const char ${NAME}_${index}[];\n")
  string(APPEND rows "    {\"/${file}\", \"${types_${extension}}\", \"\\\"${etag}\\\"\","
    " {${NAME}_${index}, ${bytes}}},\n")
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

file(CONFIGURE OUTPUT ${OUT}/${NAME}.S CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${OUT}/${NAME}.cpp CONTENT "// Made by cmake/EmbedFiles.cmake.
#include \"server/static_files.hpp\"

extern \"C\" {
${declarations}}

namespace parley::server {
namespace {

const embedded_file files[] = {
${rows}};

}  // namespace

std::span<const embedded_file> ${NAME}() { return files; }

}  // namespace parley::server
" @ONLY)
