// What a report is told besides the runs: plain data, so that a report stays a function of its arguments.
#pragma once

#include <string>
#include <vector>

#include "scenarios/record/requirements.h"

namespace nlbsim::reports {

struct Context {
  std::vector<scenarios::Requirement> requirements;  // all that there are, covered or not, in the order of their list
  std::string version = "0.1.0";                     // of nlbsim
  std::string commit;                                // that the program was built from; empty: not known
  std::string command;                               // that made the runs; empty: not known
  std::string wall;                                  // how long it took in real time; empty: not known
  // Runs under this profile decide whether a requirement holds; runs under others (twins of a release, with its
  // defects) are listed beside it. Empty: all runs decide.
  std::string profile = "seed";

  bool decides(const std::string& run_profile) const { return profile.empty() || profile == run_profile; }
};

}  // namespace nlbsim::reports
