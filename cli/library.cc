#include "cli/library.h"

#include <cstdlib>
#include <filesystem>

#include "cli/carried_library.h"

namespace nlbsim::cli {

sim::Result<scenarios::LibraryFolders> find_library() {
  const scenarios::Files files(carried_library());
  const char* named = std::getenv("NLBSIM_LIBRARY");
  if (!named || !*named) return scenarios::LibraryFolders{.root = "nlbsim:", .files = files};
  std::error_code error;
  if (!std::filesystem::is_directory(std::filesystem::path(named) / "library", error))
    return sim::fail("NotFound", "NLBSIM_LIBRARY must name a folder that holds library/", named);
  return scenarios::LibraryFolders{.root = named, .files = files};
}

}  // namespace nlbsim::cli
