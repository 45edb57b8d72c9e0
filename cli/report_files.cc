#include "cli/report_files.h"

#include <filesystem>

#include "cli/files.h"
#include "cli/library.h"
#include "scenarios/language/load.h"

namespace nlbsim::cli {

sim::Result<reports::Context> report_context(const std::string& profile) {
  reports::Context context;
  if (!profile.empty()) context.profile = profile;
  const auto library = find_library();
  if (!library) return context;
  auto requirements = scenarios::load_requirements(library->requirements(), library->files);
  if (!requirements) return sim::forward(std::move(requirements.error()));
  context.requirements = std::move(*requirements);
  return context;
}

sim::Result<std::vector<api::Json>> read_reports(std::span<const std::string> folders) {
  std::vector<api::Json> reports;
  for (const std::string& folder : folders) {
    const std::string path = (std::filesystem::path(folder) / kReportFile).string();
    const auto text = read_text(path);
    if (!text) return sim::fail("InvalidReport", "the file can't be read: a folder that nlbsim wrote has one", path);
    auto report = api::parse_json(*text);
    if (!report) return sim::fail("InvalidReport", "not JSON: " + report.error().message, path);
    reports.push_back(std::move(*report));
  }
  return reports;
}

}  // namespace nlbsim::cli
