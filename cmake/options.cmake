# Language, warnings and tools. Everything here is set once for the whole house.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

option(NLBSIM_BENCHMARKS "build bench/" OFF)
option(NLBSIM_FUZZERS "build the libFuzzer targets (clang only)" OFF)
# `headers` (cmake/checks.cmake) compiles every public header alone.
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
option(NLBSIM_PCH "precompile the standard and Asio headers" ON)
option(NLBSIM_STATIC "link every library into the programs" OFF)
set(NLBSIM_SANITIZE "" CACHE STRING "comma-separated sanitizers, e.g. address,undefined")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
# One hash on every compiler: no fused multiply-add, whatever the machine offers.
add_compile_options(-ffp-contract=off)
add_compile_definitions(JSON_USE_IMPLICIT_CONVERSIONS=0 BOOST_ASIO_NO_DEPRECATED)
# The JSON library checks its own invariants at every copy and move: a tenth of a run, and Debug builds do it as well.
add_compile_options("$<$<CONFIG:Release>:-DJSON_ASSERT(condition)=((void)0)>")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees uninitialised and dangling things in coroutine frames that are not there.
  add_compile_options(-Wno-maybe-uninitialized -Wno-dangling-pointer -Wno-tsan -Wno-restrict -Wno-array-bounds
    -Wno-stringop-overflow -Wno-mismatched-new-delete)
  if(CMAKE_UNITY_BUILD)
    # A .cc in a unity file is an included file, and g++ warns of its local types as if it were a header.
    add_compile_options(-Wno-subobject-linkage)
  endif()
endif()

if(NLBSIM_SANITIZE)
  add_compile_options(-fsanitize=${NLBSIM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NLBSIM_SANITIZE})
  # Recycled coroutine frames would hide a use after free.
  add_compile_definitions(BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING BOOST_ASIO_DISABLE_SMALL_BLOCK_RECYCLING)
endif()

find_program(NLBSIM_CCACHE ccache)
if(NLBSIM_CCACHE)
  # Relative paths, so that a fresh clone elsewhere finds its objects. A precompiled header names its folder, so objects
  # built with one are found again in the same clone only: the presets that CI builds go without. PCH needs the
  # sloppiness.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${NLBSIM_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  else()
    add_compile_options(-Xclang -fno-pch-timestamp)
  endif()
endif()
find_program(NLBSIM_LLD NAMES ld.lld-19 ld.lld)
if(NLBSIM_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(--ld-path=${NLBSIM_LLD})
endif()
