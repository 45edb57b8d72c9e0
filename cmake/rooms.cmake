# One static library per room group and its test programs, found by folder:
#
#   nlbsim_library(engine DIRS engine LINK nlbsim_api)
#
# makes nlbsim_engine from engine/**.cc, and where the files are there
#   nlbsim_engine_tests           from engine/**/tests/*.cc           ctest "engine"
#   nlbsim_engine_clients_tests   from engine/**/tests/clients/*.cc   ctest "engine_clients", label "clients": drives
#                                                                     kubectl, aws and other programs of the machine
#   fuzz_<name>                   from engine/**/fuzz/<name>_fuzz.cc  ctest "fuzz_<name>", label "fuzz"; fuzz preset only
# UNITY: where the preset builds in unity (ci), so does this library; its files must not repeat each other's local names.
# ALIKE: folders of that library whose files are made to one pattern and do repeat them; they are compiled one by one.
# PRECOMPILE: headers of our own that nearly every file of the library includes, beside those that all libraries do.
# A room that has no file yet is an empty interface library, so that what links it can already say so.

function(nlbsim_library name)
  cmake_parse_arguments(arg "UNITY" "" "DIRS;EXCLUDE;ALIKE;LINK;PRIVATE_LINK;TEST_LINK;PRECOMPILE" ${ARGN})
  set(sources "")
  set(headers "")
  foreach(dir ${arg_DIRS})
    file(GLOB_RECURSE found_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${dir}/*.cc)
    file(GLOB_RECURSE found_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${dir}/*.h)
    list(APPEND sources ${found_sources})
    list(APPEND headers ${found_headers})
  endforeach()
  foreach(dir ${arg_EXCLUDE})
    list(FILTER sources EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${dir}/")
    list(FILTER headers EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${dir}/")
  endforeach()
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "/tests/")
  set(client_tests ${tests})
  list(FILTER tests EXCLUDE REGEX "/tests/clients/")
  list(FILTER client_tests INCLUDE REGEX "/tests/clients/")
  set(fuzzers ${sources})
  list(FILTER fuzzers INCLUDE REGEX "/fuzz/[a-z0-9_]+_fuzz\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/(tests|fuzz)/")
  list(FILTER headers EXCLUDE REGEX "/(tests|fuzz)/")

  if(sources)
    add_library(nlbsim_${name} STATIC ${sources})
    target_link_libraries(nlbsim_${name} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
    target_include_directories(nlbsim_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_sources(nlbsim_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
    if(NOT arg_UNITY)
      set_target_properties(nlbsim_${name} PROPERTIES UNITY_BUILD OFF)
    endif()
    foreach(folder ${arg_ALIKE})
      set(alike ${sources})
      list(FILTER alike INCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${folder}/")
      set_source_files_properties(${alike} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endforeach()
    nlbsim_precompile(nlbsim_${name} ${arg_PRECOMPILE})
  else()
    add_library(nlbsim_${name} INTERFACE)
    target_link_libraries(nlbsim_${name} INTERFACE ${arg_LINK})
    target_include_directories(nlbsim_${name} INTERFACE ${PROJECT_SOURCE_DIR})
  endif()
  if(tests)
    nlbsim_test_program(${name} SOURCES ${tests} LINK nlbsim_${name} ${arg_PRIVATE_LINK} ${arg_TEST_LINK})
  endif()
  if(client_tests)
    set(support ${tests})  # what the tests of the folder share
    list(FILTER support EXCLUDE REGEX "_test\\.cc$")
    list(APPEND client_tests ${support})
    nlbsim_test_program(${name}_clients SOURCES ${client_tests} LINK nlbsim_${name} ${arg_PRIVATE_LINK} ${arg_TEST_LINK})
    set_tests_properties(${name}_clients PROPERTIES LABELS clients)
  endif()
  if(NLBSIM_FUZZERS)
    foreach(source ${fuzzers})
      nlbsim_fuzzer(${source} nlbsim_${name} ${arg_PRIVATE_LINK})
    endforeach()
  endif()
endfunction()

# nlbsim_test_program(sim SOURCES ... LINK ...): the program nlbsim_sim_tests and the ctest "sim", run from the root.
# scripts/totals.sh relies on that pair of names.
function(nlbsim_test_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(nlbsim_${name}_tests ${arg_SOURCES})
  target_link_libraries(nlbsim_${name}_tests PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  # Test files repeat the names of each other's local types.
  set_target_properties(nlbsim_${name}_tests PROPERTIES UNITY_BUILD OFF)
  nlbsim_precompile(nlbsim_${name}_tests <gmock/gmock.h> <gtest/gtest.h>)
  add_test(NAME ${name} COMMAND nlbsim_${name}_tests WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()

# A libFuzzer target, built by the target `fuzzers`. As a ctest it tries so many inputs made from its seeds: what lies in
# <room>/fuzz/corpus/<name>/, and for what people write by hand the files that we ship.
set(fuzz_seeds_manifest examples scenarios/manifests)
set(fuzz_seeds_scenario scenarios/library)
set(fuzz_runs 5000)

function(nlbsim_fuzzer source)
  get_filename_component(folder ${source} DIRECTORY)
  get_filename_component(name ${source} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" name ${name})
  add_executable(fuzz_${name} ${source})
  target_link_libraries(fuzz_${name} PRIVATE ${ARGN})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_dependencies(fuzzers fuzz_${name})
  set(seeds ${fuzz_seeds_${name}})
  if(EXISTS ${folder}/corpus/${name})
    list(APPEND seeds ${folder}/corpus/${name})
  endif()
  # What it finds worth keeping goes to the build tree, the first folder.
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/corpus/${name})
  add_test(NAME fuzz_${name} COMMAND fuzz_${name} -runs=${fuzz_runs} -seed=1 -max_len=65536 -rss_limit_mb=2048 -timeout=60
    -artifact_prefix=${PROJECT_BINARY_DIR}/${name}- ${PROJECT_BINARY_DIR}/corpus/${name} ${seeds}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz)
endfunction()

# Further arguments are headers that only this target's files use widely.
function(nlbsim_precompile target)
  if(NLBSIM_PCH)
    target_precompile_headers(${target} PRIVATE <algorithm> <chrono> <functional> <map> <memory> <optional> <string>
      <string_view> <variant> <vector> <fmt/format.h> <boost/asio/awaitable.hpp>
      <boost/asio/co_spawn.hpp> <boost/asio/use_awaitable.hpp> ${ARGN})
  endif()
endfunction()

# A run makes and drops some thousand small objects: an allocator built for that takes a fifth off its time. Sanitizers
# bring their own, a debug build stays with the one that tools know, and Debian has no archive of it.
function(nlbsim_allocate_fast target)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT NLBSIM_SANITIZE AND NOT NLBSIM_STATIC)
    target_link_libraries(${target} PRIVATE mimalloc)
  endif()
endfunction()
