// Runs reconcilers against a Cluster: patches are applied to it as an API server would, and kept to look at.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "api/kube/kube.h"
#include "engine/context.h"
#include "engine/runtime/controller/reconciler.h"
#include "engine/tests/load_rows.h"

namespace nlbsim::engine::testing {

// An API server that knows merge patches. Its state is the cluster, unless the cluster's cache is told to lag.
class PatchServer final : public api::Service {
 public:
  explicit PatchServer(Cluster& cluster) : cluster_(cluster) {}
  sim::Task<sim::Result<void>> call(api::CallContext context, api::CallRef request) override;

  // "gateways a/gw status {...}" of each patch that was applied.
  std::vector<std::string> log;
  std::vector<api::Json> bodies;
  // Refuses the next patches with these codes, in order.
  std::vector<std::string> refusals;
  bool cache_lags = false;  // what is written stays here until catch_up()
  void catch_up();
  std::function<void()> before_patch;  // somebody else acts between the caller's look and its write

 private:
  sim::Result<void> patch(const kube::Patch::Request& request, kube::Patch::Response& response);

  Cluster& cluster_;
  std::vector<std::pair<kube::Resource, kube::ObjectRef>> held_;
};

class ReconcileTest : public ::testing::Test {
 protected:
  explicit ReconcileTest(const std::string& objects);

  // Runs until the outcome is there; virtual time goes by as it must.
  Outcome run(Reconciler& reconciler, const kube::ObjectKey& key);
  kube::ObjectRef gateway() { return cluster_.get(kube::kGateways, {"a", "gw"}); }
  std::string conditions(const kube::ObjectRef& gateway) {
    return render(gateway->view<kube::Gateway>().status.conditions);
  }

  Cluster cluster_;
  Profile profile_ = *find_profile("seed");
  Config config_;
  PatchServer kube_;
  sim::FirstChooser chooser_;
  sim::Journal journal_;
  sim::Scheduler scheduler_;
  sim::Actor& actor_;
  Context context_;
};

// "done", "requeue-after 2m0s", "failed CODE", "waits for a change after CODE".
std::string render(const Outcome& outcome);

}  // namespace nlbsim::engine::testing
