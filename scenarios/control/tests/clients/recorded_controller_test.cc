// What AWS Load Balancer Controller was recorded to ask of a real API server and of AWS is answered by the served fakes
// as it was there. The recordings are no part of this project: NLBSIM_RECORDINGS names a folder that has them.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "scenarios/control/tests/clients/programs.h"
#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

// Debian's Python, for which python3-boto3 is packaged.
constexpr const char* kPython = "/usr/bin/python3";
constexpr const char* kScript = " scenarios/control/tests/clients/recorded_controller.py ";

std::vector<std::string> recorded_runs(const std::string& folder) {
  std::vector<std::string> runs;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().filename() == "steps.ndjson") runs.push_back(entry.path().parent_path().string());
  std::ranges::sort(runs);
  return runs;
}

class RecordedController : public ServedTest {};

TEST_F(RecordedController, GetsTheAnswersItGot) {
  const char* folder = std::getenv("NLBSIM_RECORDINGS");
  if (!folder) GTEST_SKIP() << "NLBSIM_RECORDINGS names no folder of recordings";
  if (run_program(std::string(kPython) + " -c 'import boto3'").exit != 0)
    GTEST_SKIP() << "python3-boto3 is not installed";
  const auto runs = recorded_runs(folder);
  ASSERT_FALSE(runs.empty()) << folder;
  for (const std::string& run : runs) {
    SCOPED_TRACE(run);
    io.restart();
    // The recorded world: two nodes in two zones, and the bundle of Gateway API v1.6.
    ServeSettings settings = any_port();
    settings.served_versions = "gateway-api-v1.6";
    settings.world.clusters.front().nodes = 2;
    settings.world.clusters.front().zones = 2;
    settings.world.workloads = false;
    // It was quicker than AWS in all but the load balancers of some runs.
    const DurationSpec at_once = DurationSpec::fixed(sim::Duration::zero());
    const Ran activation = run_program(std::string(kPython) + kScript + run);
    settings.world.aws.nlb_activation = DurationSpec::fixed(std::chrono::seconds{std::stoi(activation.output)});
    settings.world.aws.target_registration = settings.world.aws.target_group_attach = at_once;
    settings.world.aws.target_group_release = settings.world.aws.interface_release = at_once;
    serve(settings, [&] {
      const Ran ran = run_program(std::string(kPython) + kScript + "http://" + served->kube_address() + " http://" +
                                  served->aws_address() + " " + run);
      EXPECT_EQ(ran.exit, 0) << ran.output;
      EXPECT_THAT(ran.output, testing::HasSubstr("answers compared, 0 differ"));
    });
  }
}

}  // namespace
}  // namespace nlbsim::scenarios
