# What other projects use: `cmake --install` puts the libraries below, their headers and a package file where
# find_package(parley) finds them. docs/library.md says how to use them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/parley)

# One library with its headers, in the set of targets `set`. The includes of our headers start at src/, so
# that folder is include/parley, and both <parley/openai/chat.hpp> and "openai/chat.hpp" are found.
function(parley_install_library set name)
  set_target_properties(parley_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(parley_${name} INTERFACE
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/parley>)
  install(TARGETS parley_${name} EXPORT ${set}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${name} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/parley
    COMPONENT library FILES_MATCHING PATTERN "*.hpp"
    PATTERN "testing" EXCLUDE PATTERN "test_*" EXCLUDE PATTERN "*_fixture.hpp" EXCLUDE)
endfunction()

# parley::openai and what it stands on: what find_package(parley) always gives.
function(parley_package)
  foreach(name IN LISTS ARGN)
    parley_install_library(parley ${name})
  endforeach()
  install(TARGETS parley_build_settings parley_asio_settings EXPORT parley COMPONENT library)
  install(EXPORT parley NAMESPACE parley:: FILE parleyTargets.cmake
    DESTINATION ${package_folder} COMPONENT library)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/parleyConfig.cmake.in
    ${CMAKE_BINARY_DIR}/parleyConfig.cmake INSTALL_DESTINATION ${package_folder})
  write_basic_package_version_file(${CMAKE_BINARY_DIR}/parleyConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${CMAKE_BINARY_DIR}/parleyConfig.cmake ${CMAKE_BINARY_DIR}/parleyConfigVersion.cmake
    DESTINATION ${package_folder} COMPONENT library)
endfunction()

# One library more, for who asks for it: find_package(parley COMPONENTS name). What it needs beside the others
# is looked for only then (parleyConfig.cmake.in).
function(parley_package_part name)
  parley_install_library(parley_${name} ${name})
  install(EXPORT parley_${name} NAMESPACE parley:: FILE parley_${name}Targets.cmake
    DESTINATION ${package_folder} COMPONENT library)
endfunction()
