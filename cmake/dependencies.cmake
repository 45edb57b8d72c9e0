# Debian 12 packages only; scripts/setup.sh installs them.
set(NLBSIM_FMT fmt::fmt)
if(NLBSIM_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(OPENSSL_USE_STATIC_LIBS ON)
  set(NLBSIM_FMT fmt::fmt-header-only)  # Debian has no archive of it
  add_link_options(-static)
endif()
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
if(NLBSIM_STATIC)  # its package names the shared library, whatever was asked for
  find_library(NLBSIM_YAML_ARCHIVE yaml-cpp REQUIRED)
  set_target_properties(yaml-cpp PROPERTIES IMPORTED_LOCATION_NONE ${NLBSIM_YAML_ARCHIVE})
endif()
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)  # tests alone
find_package(mimalloc REQUIRED)  # optimised programs alone
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)  # tests alone
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
