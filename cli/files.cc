#include "cli/files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace nlbsim::cli {

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

sim::Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return sim::fail("InvalidOutput", "the folder can't be made: " + error.message(), folder);
  return {};
}

sim::Result<void> write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return {};
  return sim::fail("InvalidOutput", "the file can't be written: check the folder's permissions and its free space",
                   path);
}

}  // namespace nlbsim::cli
