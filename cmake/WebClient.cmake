# Builds the Svelte client with Vite and makes ${out}/web_client.{S,cpp} of it.
#
# The client's files are listed by glob, against the habit elsewhere: which of them make the page is Vite's
# business, and here they only decide when to build again.
function(parley_web_client out)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/web/src/* ${PROJECT_SOURCE_DIR}/web/public/*)
  add_custom_command(
    OUTPUT ${out}/web_client.S ${out}/web_client.cpp
    COMMAND npm run --silent build -- --logLevel warn --outDir ${out}/web --emptyOutDir
    COMMAND node precompress.js ${out}/web
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${out}/web -DNAME=web_client -DOUT=${out}
      -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${out}/web_client.S ${out}/web_client.cpp
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/web
    DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/web/index.html ${PROJECT_SOURCE_DIR}/web/package.json
      ${PROJECT_SOURCE_DIR}/web/package-lock.json ${PROJECT_SOURCE_DIR}/web/vite.config.ts
      ${PROJECT_SOURCE_DIR}/web/svelte.config.js ${PROJECT_SOURCE_DIR}/web/precompress.js
      ${PROJECT_SOURCE_DIR}/web/tsconfig.json ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    COMMENT "Building the web client"
    VERBATIM)
endfunction()
