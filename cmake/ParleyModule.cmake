# One module is one folder under src/, one library target, one test program.
# USES names the modules it may include; LINKS names outside libraries.
function(parley_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;TESTS;USES;LINKS")
  add_library(parley_${name} STATIC ${arg_SOURCES})
  add_library(parley::${name} ALIAS parley_${name})
  target_include_directories(parley_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_compile_options(parley_${name} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Werror)
  list(TRANSFORM arg_USES PREPEND parley::)
  target_link_libraries(parley_${name} PUBLIC parley_build_settings ${arg_USES} ${arg_LINKS})
  if(arg_TESTS AND PARLEY_TESTS)
    add_executable(${name}_test ${arg_TESTS})
    target_compile_options(${name}_test PRIVATE -Wall -Wextra -Wshadow -Wconversion -Werror)
    target_compile_definitions(${name}_test PRIVATE PARLEY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name}_test PRIVATE parley::${name} GTest::gtest_main)
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}/ PROPERTIES TIMEOUT 60
      DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST)
  endif()
endfunction()
