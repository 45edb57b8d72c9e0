// The user of a scenario: applies, patches and deletes objects the way kubectl does, as an actor of its own whose calls
// take their time like everybody's.
//
// `apply` creates an object, or, where it exists, patches it (runner/apply_patch.h): what the manifest says, and
// nothing of what the manifest applied before said and this one does not, so that fields set by others stay. kubectl
// keeps the earlier manifest in an annotation; here the user remembers it. Fields that the kind does not have are
// refused, as under kubectl's strict validation. Objects of a namespaced kind without a namespace go to "default". As
// kubectl does, it goes on with the next object after one was refused.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "scenarios/language/scenario.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

// What became of one request of the user's.
struct UserAnswer {
  std::string subject;  // "Gateway example-ns/my-tcp-gateway"
  SourceLine source;
  std::optional<sim::Error> error;
};

// A job under way; `done` turns true in the step in which its last answer arrives.
struct UserJob {
  std::vector<UserAnswer> answers;
  bool done = false;
};

class User {
 public:
  explicit User(World& world) : world_(world) {}
  User(const User&) = delete;
  User& operator=(const User&) = delete;

  // Each starts a coroutine of the user's actor; run the scheduler until the job is done. `cause` is the step's record.
  // Documents must have their references expanded.
  std::shared_ptr<UserJob> apply(const std::string& cluster, std::vector<Manifest> manifests, sim::RecordId cause);
  std::shared_ptr<UserJob> patch(const PatchStep& step, api::JsonRef body, sim::RecordId cause);
  std::shared_ptr<UserJob> remove(const ObjectReference& ref, sim::RecordId cause);
  // A call to AWS, as somebody makes it in the console.
  std::shared_ptr<UserJob> call(api::CallRef request, SourceLine source, sim::RecordId cause);

 private:
  using Place = std::tuple<std::string, std::string, kube::ObjectKey>;  // cluster, qualified plural, key

  sim::Task<void> run_apply(std::shared_ptr<UserJob> job, std::string cluster, std::vector<Manifest> manifests,
                            sim::RecordId cause);
  sim::Task<std::optional<sim::Error>> apply_one(std::string cluster, api::JsonRef document, sim::RecordId cause);
  sim::Task<void> run_patch(std::shared_ptr<UserJob> job, std::string cluster, kube::Patch::Request request,
                            sim::RecordId cause);
  sim::Task<void> run_remove(std::shared_ptr<UserJob> job, std::string cluster, kube::Delete::Request request,
                             sim::RecordId cause);
  sim::Task<void> run_call(std::shared_ptr<UserJob> job, api::CallRef request, sim::RecordId cause);
  api::CallContext context(sim::RecordId cause) const;
  Result<kube::Resource> resource(const ObjectReference& ref) const;

  World& world_;
  std::map<Place, api::JsonRef> applied_;
};

}  // namespace nlbsim::scenarios
