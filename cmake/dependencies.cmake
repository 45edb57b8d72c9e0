# Debian 12 packages only; scripts/setup.sh installs them.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)  # tests alone
find_package(mimalloc REQUIRED)  # optimised programs alone
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)  # tests alone
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
