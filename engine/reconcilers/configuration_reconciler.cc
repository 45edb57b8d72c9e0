#include "engine/reconcilers/configuration_reconciler.h"

#include <fmt/format.h>

#include "engine/configuration/target_group.h"
#include "engine/configuration/unusable.h"
#include "engine/names.h"
#include "engine/reconcilers/configuration_users.h"

namespace nlbsim::engine {
namespace {

std::vector<std::string> of_load_balancer(const Listers&, const kube::ObjectRef& object) {
  return unusable_fields(object->view<kube::LoadBalancerConfiguration>().spec);
}

std::vector<std::string> of_target_group(const Listers& listers, const kube::ObjectRef& object) {
  std::vector<std::string> texts = unusable_fields(object->view<kube::TargetGroupConfiguration>().spec);
  for (const kube::ObjectKey& service : configured_services(*object)) {
    const kube::ObjectRef counts = configuration_of_service(listers, service);
    if (counts && counts->meta().key() != object->meta().key())
      texts.push_back(fmt::format("targetReference: of Service {} the older TargetGroupConfiguration {} counts",
                                  service.text(), counts->meta().key().text()));
  }
  return texts;
}

}  // namespace

const ConfigurationKind kLoadBalancerConfigurationKind{
    {kube::kLoadBalancerConfigurations, kLoadBalancerConfigurationFinalizer},
    load_balancer_configuration_used,
    of_load_balancer};
const ConfigurationKind kTargetGroupConfigurationKind{
    {kube::kTargetGroupConfigurations, kTargetGroupConfigurationFinalizer},
    target_group_configuration_used,
    of_target_group};

sim::Task<Outcome> ConfigurationReconciler::reconcile(Request request) {
  const Lister& lister = listers_.of(kind_.finalizer.resource);
  const kube::ObjectRef object = lister.get(request.key);
  if (!object) {
    told_.forget(request.key);
    co_return Done{};
  }
  const bool used = kind_.used(listers_, request.key);
  if (used) tell(object, request.cause);
  // The last user's going brings the key back.
  const bool held = object->meta().has_finalizer(kind_.finalizer.name);
  if (object->meta().deleting() ? used || !held : !used || held) co_return Done{};
  const FinalizerChange change = object->meta().deleting() ? FinalizerChange::remove : FinalizerChange::add;
  auto setting = set_finalizer(context_, lister, kind_.finalizer, object, change, request.cause);
  const auto set = co_await std::move(setting);
  if (!set) co_return Failed{set.error()};
  co_return Done{};
}

void ConfigurationReconciler::tell(const kube::ObjectRef& object, sim::RecordId cause) {
  std::vector<ToldEvent> standing;
  for (std::string& text : kind_.complaints(listers_, object)) standing.push_back({"UnusableField", std::move(text)});
  for (ToldEvent& event : told_.news(object->meta().key(), standing))
    events_(kind_.finalizer.resource, object, event.reason, std::move(event.message), cause);
}

}  // namespace nlbsim::engine
