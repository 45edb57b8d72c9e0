// How built-in kinds are shown as rows of a table: the columns of `kubectl get`, computed as the real server computes
// them. Custom kinds say their columns themselves.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/json/json.h"
#include "sim/time.h"

namespace nlbsim::fake_apiserver {

struct PrintedColumn {
  std::string_view name;
  int priority = 0;  // 1: only in wide output
  std::string_view type = "string";
  api::Json (*cell)(const api::Json& object, sim::Instant now) = nullptr;
};

struct Printer {
  std::string_view group;
  std::string_view kind;
  std::span<const PrintedColumn> columns;
};

// The columns of that kind, its name among them; empty for a kind that has no others than its columns' paths.
std::span<const PrintedColumn> printed_columns(std::string_view group, std::string_view kind);

// "3m12s" since that time; "<unknown>" if there is none.
std::string age_text(const api::Json& timestamp, sim::Instant now);

}  // namespace nlbsim::fake_apiserver
