#include "reports/conformance_report/conformance_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reports/conformance_report/upstream_tests.h"
#include "reports/outcomes.h"
#include "reports/text.h"

namespace nlbsim::reports {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

// A test that was not run, or not all of it.
struct Skipped {
  std::string name;
  std::string reason;
};

struct Part {
  std::vector<std::string> passed;
  std::vector<std::string> failed;
  std::vector<Skipped> skipped;

  std::string_view result() const { return !failed.empty() ? "failure" : (skipped.empty() ? "success" : "partial"); }
  std::string summary() const {
    if (!failed.empty()) return fmt::format("failed with {} test failures", failed.size());
    if (!skipped.empty()) return fmt::format("partially succeeded with {} test skips", skipped.size());
    return "succeeded";
  }
};

struct ProfileReport {
  Part core;
  Part extended;
  std::set<std::string_view> supported;  // of the extended features
  std::vector<std::string> provisional;  // that passed
};

// The runs that decide about a test.
std::vector<const RunRecord*> runs_of(std::string_view test, std::span<const RunRecord> runs, const Context& context) {
  std::vector<const RunRecord*> found;
  for (const RunRecord& run : runs)
    if (context.decides(run.profile) && std::ranges::find(run.requirements, test) != run.requirements.end())
      found.push_back(&run);
  return found;
}

std::string reason_not_passed(const std::vector<const RunRecord*>& covering) {
  if (covering.empty()) return "no scenario covers it";
  for (const RunRecord* run : covering)
    if (run->outcome != Outcome::passed) return std::string(name(run->outcome)) + ": " + run->reason;
  return {};
}

void judge(const UpstreamTest& test, const std::vector<const RunRecord*>& covering, Part& part, ProfileReport& report) {
  const auto failed = [](const RunRecord* run) { return run->outcome == Outcome::failed; };
  if (std::ranges::any_of(covering, failed)) {
    part.failed.emplace_back(test.name);
    return;
  }
  if (std::string reason = reason_not_passed(covering); !reason.empty())
    return part.skipped.push_back({std::string(test.name), std::move(reason)});
  part.passed.emplace_back(test.name);
  if (test.provisional) report.provisional.emplace_back(test.name);
}

ProfileReport make_report(std::span<const RunRecord> runs, const Context& context) {
  ProfileReport report;
  report.supported.insert("TCPRoute");
  for (const UpstreamTest& test : tcp_profile_tests()) {
    const std::vector<const RunRecord*> covering = runs_of(test.name, runs, context);
    if (test.extended_feature.empty()) {
      judge(test, covering, report.core, report);
    } else if (!covering.empty()) {
      report.supported.insert(test.extended_feature);
      judge(test, covering, report.extended, report);
    }
  }
  // A feature that is claimed is claimed whole.
  for (const UpstreamTest& test : tcp_profile_tests())
    if (report.supported.contains(test.extended_feature) && runs_of(test.name, runs, context).empty())
      report.extended.skipped.push_back({std::string(test.name), "no scenario covers it"});
  std::ranges::sort(report.provisional);
  return report;
}

// Plain where YAML cannot take it for anything else, otherwise double-quoted: YAML reads JSON strings.
std::string scalar(std::string_view value) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '/';
  };
  const bool letter_first = !value.empty() && ((value[0] | 0x20) >= 'a' && (value[0] | 0x20) <= 'z');
  if (letter_first && std::ranges::all_of(value, plain) && value != "null" && value != "true" && value != "false")
    return std::string(value);
  return api::dump_json(api::Json(value));
}

// A comment holds no line end.
std::string remark(std::string_view value) {
  std::string out(value);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

void write_part(std::string_view key, const Part& part, const ProfileReport* features, std::ostream& out) {
  out << "  " << (key == "core" ? "- " : "  ") << key << ":\n";
  if (!part.failed.empty()) out << "      failedTests:\n";
  for (const std::string& test : part.failed) out << "      - " << test << '\n';
  out << "      result: " << part.result() << '\n';
  if (!part.skipped.empty()) out << "      skippedTests:\n";
  for (const Skipped& test : part.skipped) out << "      - " << test.name << "  # " << remark(test.reason) << '\n';
  out << fmt::format("      statistics:\n        Failed: {}\n        Passed: {}\n        Skipped: {}\n",
                     part.failed.size(), part.passed.size(), part.skipped.size());
  if (!features) return;
  const auto list = [&](std::string_view name, bool supported) {
    bool any = false;
    for (const std::string_view feature : tcp_profile_extended_features()) {
      if (features->supported.contains(feature) != supported) continue;
      if (!std::exchange(any, true)) out << "      " << name << ":\n";
      out << "      - " << feature << '\n';
    }
  };
  list("supportedFeatures", true);
  list("unsupportedFeatures", false);
}

// The suite refuses to name a release whose schemas are not the ones installed, and writes UNDEFINED instead.
std::string_view api_release(std::span<const RunRecord> runs, const Context& context) {
  const auto serves_it = [&](const RunRecord& run) {
    return !context.decides(run.profile) || run.served_versions == "gateway-api-v1.6";
  };
  return !runs.empty() && std::ranges::all_of(runs, serves_it) ? kUpstreamRelease : std::string_view("UNDEFINED");
}

void write_head(std::span<const RunRecord> runs, const Context& context, std::ostream& out) {
  const std::string_view release = api_release(runs, context);
  out << "# Made by nlbsim, a simulator: no cluster, no AWS account and no data plane took part. This is not a\n"
         "# submission to the Gateway API project, nor a statement about any released controller.\n"
         "# Tests are those of Gateway API "
      << kUpstreamRelease
      << ", as scenarios of nlbsim retell them. Not built, so absent here: GATEWAY-TLS, GATEWAY-UDP.\n";
  if (release == "UNDEFINED")
    out << "# The version is UNDEFINED because the simulated cluster served schemas other than that release's.\n";
  out << "apiVersion: gateway.networking.k8s.io/v1\n"
      << "gatewayAPIChannel: " << (release == "UNDEFINED" ? release : "experimental") << '\n'
      << "gatewayAPIVersion: " << release << '\n'
      << "implementation:\n"
         "  contact:\n"
         "  - the README of nlbsim\n"
         "  organization: nlbsim\n"
      << "  project: " << scalar("nlbsim-" + (context.profile.empty() ? "any" : context.profile)) << '\n'
      << "  url: https://nlbsim.invalid/\n"
      << "  version: " << scalar("v" + context.version) << '\n'
      << "kind: ConformanceReport\nmode: simulated\nprofiles:\n";
}

}  // namespace

void write_conformance_report(std::span<const RunRecord> runs, const Context& context, std::ostream& out) {
  const ProfileReport report = make_report(runs, context);
  write_head(runs, context, out);
  write_part("core", report.core, nullptr, out);
  write_part("extended", report.extended, &report, out);
  const bool extended_ran =
      !report.extended.passed.empty() || !report.extended.failed.empty() || !report.extended.skipped.empty();
  out << "    name: " << kTcpProfile << '\n' << "    summary: Core tests " << report.core.summary() << ".";
  if (extended_ran) out << " Extended tests " << report.extended.summary() << ".";
  out << '\n';
  if (report.provisional.empty()) return;
  out << "succeededProvisionalTests:\n";
  for (const std::string& test : report.provisional) out << "- " << test << '\n';
}

}  // namespace nlbsim::reports
