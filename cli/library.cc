#include "cli/library.h"

#include <cstdlib>
#include <filesystem>

namespace nlbsim::cli {

namespace fs = std::filesystem;

sim::Result<scenarios::LibraryFolders> find_library() {
  std::error_code error;
  const auto is_library = [&](const fs::path& root) { return fs::is_directory(root / "library", error); };
  if (const char* named = std::getenv("NLBSIM_LIBRARY"); named && *named) {
    if (is_library(named)) return scenarios::LibraryFolders{named};
    return sim::fail("NotFound", "NLBSIM_LIBRARY must name a folder that holds library/", named);
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "nlbsim" / "scenarios";
  if (!error && is_library(installed)) return scenarios::LibraryFolders{installed.string()};
  if (is_library(NLBSIM_SOURCE_LIBRARY)) return scenarios::LibraryFolders{NLBSIM_SOURCE_LIBRARY};
  return sim::fail("NotFound",
                   "the library of scenarios is not there: set NLBSIM_LIBRARY to the folder scenarios/ of "
                   "nlbsim's source");
}

}  // namespace nlbsim::cli
