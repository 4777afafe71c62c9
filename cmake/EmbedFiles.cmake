# Turns a folder into an assembly file with the bytes and a C++ table of them. Run as a script:
#   cmake -DFOLDER=dist -DNAME=web_client -DOUT=generated -P EmbedFiles.cmake
# A file x beside x.br and x.gz is one row with three forms. Both files are only written when they change, and
# name every file's hash, so a rebuild follows the bytes.

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
set(types_wasm "application/wasm")
set(types_pfb "application/octet-stream")
set(types_bcmap "application/octet-stream")

file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)
list(FILTER files EXCLUDE REGEX "\\.(br|gz)$")
if(NOT files)
  message(FATAL_ERROR "nothing to embed in ${FOLDER}: run npm run build in web/")
endif()

set(assembly "    .section .rodata\n")
set(declarations "")
set(rows "")
set(index 0)

# Adds the bytes of a file, and to the last row the form they are in: {"\"etag\"", {bytes, size}}.
macro(embed_form path)
  file(SHA256 ${FOLDER}/${path} hash)
  file(SIZE ${FOLDER}/${path} bytes)
  string(SUBSTRING ${hash} 0 32 etag)
  string(APPEND assembly "    .global ${NAME}_${index}\n${NAME}_${index}:  # ${hash}\n"
    "    .incbin \"${FOLDER}/${path}\"\n")
  string(APPEND declarations "extern const char ${NAME}_${index}[];\n")
  string(APPEND rows "{\"\\\"${etag}\\\"\", {${NAME}_${index}, ${bytes}}}")
  math(EXPR index "${index} + 1")
endmacro()

foreach(file IN LISTS files)
  string(REGEX REPLACE ".*\\." "" extension ${file})
  if(NOT DEFINED types_${extension})
    message(FATAL_ERROR "no media type for ${file}: add types_${extension} to cmake/EmbedFiles.cmake")
  endif()
  string(APPEND rows "    {\"/${file}\", \"${types_${extension}}\", ")
  embed_form(${file})
  foreach(coding br gz)
    string(APPEND rows ", ")
    if(EXISTS ${FOLDER}/${file}.${coding})
      embed_form(${file}.${coding})
    else()
      string(APPEND rows "{}")
    endif()
  endforeach()
  string(APPEND rows "},\n")
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
