#include "cli/report_files.h"

#include <filesystem>
#include <fstream>

#include "api/json/json.h"

namespace nlbsim::cli {

namespace {

sim::Result<void> write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << '\n';
  file.close();
  if (file) return {};
  return sim::fail("InvalidOutput", "the file can't be written: check the folder's permissions and its free space",
                   path.string());
}

}  // namespace

sim::Result<void> write_reports(const std::string& folder, std::span<const scenarios::RunRecord> runs) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return sim::fail("InvalidOutput", "the folder can't be made: " + error.message(), folder);
  const api::Json report = scenarios::report_to_json(runs, scenarios::JournalDetail::include);
  return write(std::filesystem::path(folder) / "report.json", api::dump_json(report));
}

}  // namespace nlbsim::cli
