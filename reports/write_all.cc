#include "reports/write_all.h"

#include <filesystem>
#include <fstream>

#include "reports/conformance_report/conformance_report.h"
#include "reports/html/html.h"
#include "reports/junit/junit.h"
#include "reports/merge/merge.h"
#include "reports/outcomes.h"
#include "reports/requirements/requirements.h"
#include "reports/trace/trace.h"

namespace nlbsim::reports {

namespace {

namespace fs = std::filesystem;
using scenarios::RunRecord;

template <class Write>
sim::Result<void> write_file(const fs::path& path, Write write) {
  std::ofstream file(path, std::ios::binary);
  write(file);
  file.close();
  if (file) return {};
  return sim::fail("InvalidOutput", "the file can't be written: check the folder's permissions and its free space",
                   path.string());
}

}  // namespace

sim::Result<void> write_all(const std::string& folder, std::span<const RunRecord> unsorted, const Context& context) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return sim::fail("InvalidOutput", "the folder can't be made: " + error.message(), folder);
  const std::vector<RunRecord> runs = in_report_order(unsorted);
  const fs::path in(folder);
  const auto report = [&](std::ostream& out) { out << api::dump_json(full_report_json(runs, context)) << '\n'; };
  return write_file(in / "report.json", report)
      .and_then([&] { return write_file(in / "report.html", [&](auto& out) { write_html(runs, context, {}, out); }); })
      .and_then([&] { return write_file(in / "junit.xml", [&](auto& out) { write_junit(runs, out); }); })
      .and_then([&] {
        return write_file(in / "conformance-report.yaml",
                          [&](auto& out) { write_conformance_report(runs, context, out); });
      })
      .and_then([&] { return write_file(in / "trace.json", [&](auto& out) { write_trace(runs, out); }); })
      .and_then([&] {
        return write_file(in / "requirements.md", [&](auto& out) { write_requirements_markdown(runs, context, out); });
      });
}

}  // namespace nlbsim::reports
