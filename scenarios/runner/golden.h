// Golden end states: beside a scenario `x.yaml` lies `x.end.yaml`, the canonical whole of both servers as its ordinary
// run leaves them, the Events that were posted, and the calls by operation. `nlbsim run --update-golden` writes it,
// people read what changed in it, and every ordinary run is compared with it.
//
//   GoldenObserver observer;                        // looks on at the run
//   auto golden = load_golden(golden_file_of(scenario.file));
//   if (auto violation = judge_golden(golden, scenario, observer.end())) ...
//
// The file holds the end of the scenario itself whole and of each variant what differs from that.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "scenarios/language/scenario.h"
#include "scenarios/record/run_record.h"
#include "scenarios/world/run_observer.h"

namespace nlbsim::scenarios {

inline constexpr std::string_view kGoldenId = "golden";
inline constexpr std::string_view kGoldenSentence = "An ordinary run ends as its golden end state says.";

class GoldenObserver final : public RunObserver {
 public:
  std::vector<Violation> finished(World& world) override;
  // {"run": {"atRest": ..}, "aws": {..}, "calls": {"aws": {..}, "kubernetes": {..}}, CLUSTER: {..}}
  const Json& end() const { return end_; }

 private:
  Json end_;
};

// Ends by the name of the variant; empty: of the scenario itself.
using GoldenEnds = std::map<std::string, Json>;

// "a/x.end.yaml" of "a/x.yaml".
std::string golden_file_of(const std::string& scenario_file);
// Nothing when there is no such file. Error codes "InvalidYaml", "InvalidGolden".
Result<std::optional<GoldenEnds>> load_golden(const std::string& file, const Files& files = {});
// Takes out of an end what every cluster has from the start and is nobody's business.
void leave_out_common_objects(Json& end);

// Of one scenario or variant; nothing when it has none.
Result<std::optional<Json>> load_golden_end(const Scenario& scenario);
std::string golden_text(const std::string& id, const GoldenEnds& ends);

// None: the end is the golden one, or there is none to compare with.
std::optional<Violation> judge_golden(const GoldenEnds& golden, const Scenario& scenario, const Json& end);

}  // namespace nlbsim::scenarios
