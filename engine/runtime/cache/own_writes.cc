#include "engine/runtime/cache/own_writes.h"

#include "api/kube/kube.h"

namespace nlbsim::engine {
namespace {

// Events that never come (their watch was cut) must not pile up.
constexpr std::size_t kRemembered = 1024;

}  // namespace

void OwnWrites::note(std::uint64_t resource_version) {
  revisions_.insert(resource_version);
  if (revisions_.size() > kRemembered) revisions_.erase(revisions_.begin());
}

api::Task<api::Result<void>> OwnWriteRecorder::call(api::CallContext context, api::CallRef request) {
  auto answer = co_await kube_.call(context, request);
  if (answer && &request->operation() == &kube::Patch::info()) {
    const auto& patch = api::as<kube::Patch>(*request);
    const bool spec = patch.request.body->contains("spec");
    if (!spec && patch.response.object) writes_.note(patch.response.object->meta().resource_version);
  }
  co_return answer;
}

}  // namespace nlbsim::engine
