# Outside libraries, all from Debian, each behind one target that modules name in LINKS.

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url program_options)
find_package(SQLite3 REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(yaml_cpp REQUIRED IMPORTED_TARGET yaml-cpp)

find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)  # headers only, as Boost's are

find_library(STEMMER_LIBRARY stemmer REQUIRED)
find_path(STEMMER_INCLUDE_DIR libstemmer.h REQUIRED)
add_library(parley_stemmer INTERFACE)
target_link_libraries(parley_stemmer INTERFACE ${STEMMER_LIBRARY})
target_include_directories(parley_stemmer SYSTEM INTERFACE ${STEMMER_INCLUDE_DIR})

# Asio and Beast are compiled once (src/base/asio.cpp, src/http/beast.cpp), not in every file.
add_library(parley_asio_settings INTERFACE)
target_compile_definitions(parley_asio_settings INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(parley_asio_settings INTERFACE Boost::headers Threads::Threads)

if(PARLEY_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

# One place for what holds in every translation unit; modules add warnings on top.
add_library(parley_build_settings INTERFACE)
target_compile_features(parley_build_settings INTERFACE cxx_std_20)  # for who uses the installed libraries
if(PARLEY_SANITIZE)
  target_compile_options(parley_build_settings INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g1)
  target_link_options(parley_build_settings INTERFACE -fsanitize=address,undefined)
elseif(PARLEY_THREAD_SANITIZE)
  target_compile_options(parley_build_settings INTERFACE -fsanitize=thread -Wno-tsan
    -fno-omit-frame-pointer -g1)
  target_link_options(parley_build_settings INTERFACE -fsanitize=thread)
elseif(PARLEY_FUZZ)
  target_compile_options(parley_build_settings INTERFACE -fsanitize=fuzzer-no-link,address,undefined
    -fno-sanitize=function)
  target_link_options(parley_build_settings INTERFACE -fsanitize=address,undefined)
else()
  target_compile_definitions(parley_build_settings INTERFACE _FORTIFY_SOURCE=2)
  target_compile_options(parley_build_settings INTERFACE -fstack-protector-strong)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # Optimising, GCC 12 sees overlapping copies in `"text" + std::string` that are none (GCC bug 105651).
    target_compile_options(parley_build_settings INTERFACE -Wno-restrict)
  endif()
endif()
