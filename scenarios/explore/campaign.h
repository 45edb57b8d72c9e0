// A campaign: all T1 plans of many scenarios, or the part of them that is one shard's, run and judged.
//
//   const CampaignResult result = run_campaign(*Campaign::prepare(scenarios), options);
//
// The plans of all scenarios stand behind each other in one index space; shard i of n takes the indices i, i+n, ... and
// needs to know nothing of the others. One run in twenty, chosen by its index, is made twice, and the hashes must
// agree. Each shard also runs a plan that no oracle may miss: if it is missed, what the shard has found means nothing.
// Results do not depend on the number of jobs.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scenarios/explore/explored_scenario.h"

namespace nlbsim::scenarios {

class Campaign {
 public:
  // Scenarios that no NLB can achieve are left out. Errors as of ExploredScenario::prepare.
  static Result<Campaign> prepare(const std::vector<Scenario>& scenarios);

  std::size_t size() const { return offsets_.back(); }
  const std::vector<ExploredScenario>& scenarios() const { return scenarios_; }
  struct Place {
    const ExploredScenario* scenario;
    std::size_t plan;
  };
  Place at(std::size_t index) const;
  // The canary: a controller that dies at its first call and is never started again.
  bool canary_is_found() const;

 private:
  std::vector<ExploredScenario> scenarios_;
  std::vector<std::size_t> offsets_{0};   // where each scenario begins; the last is the end
  std::vector<ExploredScenario> canary_;  // one
};

struct Shard {
  std::size_t index = 0;
  std::size_t count = 1;
  auto operator<=>(const Shard&) const = default;
};

struct CampaignOptions {
  Shard shard;
  std::size_t jobs = 1;
  // Asked now and then; true ends the campaign early. The only thing through which a wall clock may come in.
  std::function<bool()> out_of_time;
  std::function<void(std::size_t done, std::size_t total, std::size_t findings)> progress;
};

// All findings of one signature.
struct Finding {
  std::string oracle;       // "I-27"
  std::string object_kind;  // "load balancer", "Gateway"; of end states, what differs
  std::string operation;    // "CreateLoadBalancer"; empty: findings are one whatever was broken
  std::size_t count = 0;    // plans that led to it
  // The one of the lowest index:
  std::size_t index = 0;
  std::string scenario;
  std::string plan;
  std::string message;

  std::string signature() const {
    return oracle + " " + object_kind + (operation.empty() ? std::string() : ": " + operation);
  }
};

// Of the plans that broke one thing in one way.
struct Struck {
  std::size_t plans = 0;
  std::size_t found = 0;  // those that led to a finding
};

struct CampaignResult {
  std::vector<Shard> shards;  // what has been run; all of it: {{0, 1}}
  std::size_t plans = 0;      // of the whole campaign
  std::size_t runs = 0;       // of these shards, repetitions not counted
  std::size_t repeated = 0;
  std::size_t cut_short = 0;
  bool complete = true;  // false: it ran out of time
  bool canary_found = true;
  std::array<std::size_t, kPlanKinds> kinds{};                   // runs of each kind
  std::map<std::string, std::size_t> scenarios;                  // runs of each scenario
  std::map<std::string, std::array<Struck, kPlanKinds>> struck;  // by what was broken, "CreateLoadBalancer", and how
  std::map<std::string, Finding> findings;                       // by signature
  std::vector<std::size_t> unrepeatable;                         // indices of runs whose hashes differed
};

CampaignResult run_campaign(const Campaign& campaign, const CampaignOptions& options);

// What a finding is about, without the name: "load balancer" of "load balancer arn:...". Of end states, what differs.
std::string object_kind_of(const Violation& violation);
Finding finding_of(const Violation& violation, const Plan& plan, std::size_t index, const std::string& scenario);

}  // namespace nlbsim::scenarios
