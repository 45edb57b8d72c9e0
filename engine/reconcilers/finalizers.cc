#include "engine/reconcilers/finalizers.h"

#include <array>

#include "api/kube/error_reasons.h"
#include "engine/runtime/controller/patch_object.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

// client-go's default retry of a conflict: 4 tries in all.
constexpr std::array<std::chrono::milliseconds, 3> kConflictBackoff{
    std::chrono::milliseconds{10}, std::chrono::milliseconds{50}, std::chrono::milliseconds{250}};

}  // namespace

kube::ObjectRef newest(const Lister& lister, const kube::ObjectRef& object) {
  kube::ObjectRef cached = lister.get(object->meta().key());
  const bool ahead = cached && cached->meta().uid == object->meta().uid &&
                     cached->meta().resource_version > object->meta().resource_version;
  return ahead ? cached : object;
}

sim::Task<sim::Result<kube::ObjectRef>> set_finalizer(const Context& context, const Lister& lister, Finalizer finalizer,
                                                      kube::ObjectRef object, FinalizerChange change,
                                                      sim::RecordId cause) {
  if (context.config.plan_only) co_return newest(lister, object);
  const bool add = change == FinalizerChange::add;
  for (std::size_t attempt = 0;; ++attempt) {
    const kube::ObjectRef current = newest(lister, object);
    auto patch = add ? add_finalizer_patch(current, finalizer.name) : remove_finalizer_patch(current, finalizer.name);
    if (!patch) co_return current;
    PatchTarget target{finalizer.resource, current->meta().key(), ""};
    auto patching = patch_object(context, std::move(target), std::move(*patch), cause);
    const auto answer = co_await std::move(patching);
    if (answer) co_return *answer;
    if (kube::is_not_found(answer.error()) && !add) co_return current;
    if (!kube::is_conflict(answer.error()) || attempt == kConflictBackoff.size())
      co_return sim::forward(answer.error());
    co_await sim::sleep_for(kConflictBackoff[attempt]);
  }
}

}  // namespace nlbsim::engine
