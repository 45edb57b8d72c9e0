// Which scenarios are meant: the terms of `--filter`.
//
//   happy-path             an id, a group or a tag; ids may be globs: hp-*
//   id:hp-* group:x tag:x requirement:SEED-* outcome:deviates
//   !tag:slow              not those
//
// Several terms: what any of the plain ones means (all, if there is none) and none of those with "!".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// Whether "*" and "?" of `glob` can be filled in so that it equals `text`.
bool matches_glob(std::string_view glob, std::string_view text);

class ScenarioFilter {
 public:
  // No term: all scenarios. Error code "InvalidFilter".
  static Result<ScenarioFilter> parse(std::span<const std::string> terms);
  bool matches(const Scenario& scenario) const;

 private:
  struct Term {
    bool (*fits)(const Scenario&, std::string_view) = nullptr;
    std::string value;
  };
  std::vector<Term> wanted_, unwanted_;
};

}  // namespace nlbsim::scenarios
