// A row of a table over load(): a cluster, and the lines that its Gateway a/gw must come to.
#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "engine/routes/load.h"
#include "engine/tests/cluster.h"

namespace nlbsim::engine::testing {

struct LoadRow {
  const char* name;
  std::string objects;
  // Each must be a line of render(), or the beginning of one; with a leading "!" no line may begin so.
  std::string expected;
};

inline void PrintTo(const LoadRow& row, std::ostream* out) { *out << row.name; }

inline std::string row_name(const ::testing::TestParamInfo<LoadRow>& info) { return info.param.name; }

inline bool any_line_starts(const std::string& text, const std::string& start) {
  return ("\n" + text).find("\n" + start) != std::string::npos;
}

inline void expect_lines(const std::string& rendered, const std::string& expected) {
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    const bool absent = line.front() == '!';
    if (absent) line.erase(0, 1);
    EXPECT_NE(any_line_starts(rendered, line), absent) << (absent ? "unwanted: " : "missing: ") << line << "\nin:\n"
                                                       << rendered;
  }
}

inline std::string load_and_render(const Cluster& cluster, const Profile& profile) {
  const Listers& listers = cluster.listers();
  return render(load(listers, listers.get(kube::kGateways, {"a", "gw"}), profile));
}

// The usual parts.
inline const std::string kGateway = "gateway a/gw {listeners: [{name: tcp-app, protocol: TCP, port: 8080}]}\n";
inline const std::string kService =
    "service a/s {type: NodePort, ports: [{port: 9000, protocol: TCP, nodePort: 30900}]}\n";
inline const std::string kRoute =
    "route a/r {parentRefs: [{name: gw, sectionName: tcp-app}], rules: [{backendRefs: [{name: s, port: 9000}]}]}\n";
inline std::string route(const std::string& name, const std::string& parent = "{name: gw}") {
  return "route " + name + " {parentRefs: [" + parent + "], rules: [{backendRefs: [{name: s, port: 9000}]}]}\n";
}

}  // namespace nlbsim::engine::testing
