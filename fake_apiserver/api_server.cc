#include "fake_apiserver/api_server.h"

#include <cassert>

#include "fake_apiserver/admission/gate.h"
#include "fake_apiserver/cluster.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/lifecycle/definitions.h"
#include "fake_apiserver/lifecycle/garbage.h"
#include "fake_apiserver/lifecycle/namespaces.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"
#include "fake_apiserver/verbs/verbs.h"
#include "fake_apiserver/workloads/workloads.h"

namespace nlbsim::fake_apiserver {
namespace {

template <class Op>
api::Result<void> answer(api::AnyCall& call, sim::Result<typename Op::Response> result) {
  if (!result) return sim::forward(std::move(result.error()));
  api::as<Op>(call).response = *std::move(result);
  return {};
}

template <class Op, class Verb>
api::Result<void> apply_as(api::AnyCall& call, Verb verb) {
  return answer<Op>(call, verb(api::as<Op>(call).request));
}

// The namespaces that a cluster has from the start; nobody watches yet, so no record is left.
void create_namespaces(Cluster& cluster, sim::Chooser& chooser) {
  api::CoreContext context{cluster.config.start, chooser, {}, {}};
  Write write{cluster, context};
  for (const std::string& name : cluster.config.namespaces) {
    kube::Create::Request request;
    request.resource = kube::kNamespaces;
    request.body = std::make_shared<const kube::Json>(kube::Json{{"metadata", {{"name", name}}}});
    create(write, request);
  }
}

// The guard that comes with a bundle, where the cluster knows of such.
void create_policies(Cluster& cluster, sim::Chooser& chooser) {
  if (!cluster.registry->find(admission::kPolicies) || !cluster.registry->find(admission::kBindings)) return;
  api::CoreContext context{cluster.config.start, chooser, {}, {}};
  Write write{cluster, context};
  for (kube::Json& document : admission::bundled_policies(cluster.config.served)) {
    kube::Create::Request request;
    const bool policy = api::text(api::member(document, "kind")) == admission::kPolicies.kind;
    request.resource = policy ? admission::kPolicies : admission::kBindings;
    request.body = std::make_shared<const kube::Json>(std::move(document));
    [[maybe_unused]] const auto made = create(write, request);
    assert(made);
  }
}

}  // namespace

ApiServer::ApiServer(ApiServerConfig config) : cluster_(std::make_unique<Cluster>(std::move(config))) {
  sim::FirstChooser chooser;
  create_namespaces(*cluster_, chooser);
  create_policies(*cluster_, chooser);
  // Of how it came up a server remembers nothing: revision 1 is too old everywhere.
  cluster_->store.compact(cluster_->store.revision());
}

ApiServer::ApiServer(const ApiServer& prepared)
    : api::Core(prepared), cluster_(std::make_unique<Cluster>(*prepared.cluster_)) {
  cluster_->store.own_objects();
}

void ApiServer::freeze() { cluster_->store.freeze(); }

ApiServer::~ApiServer() = default;

sim::Result<void> ApiServer::begin_with(const api::JsonRef& object, sim::Instant now) {
  sim::FirstChooser chooser;
  api::CoreContext context{now, chooser, {}, {}};
  Write write{*cluster_, context};
  return fake_apiserver::begin_with(write, *object);
}

api::Result<void> ApiServer::apply(api::CoreContext& context, api::AnyCall& call) {
  const api::OperationInfo* operation = &call.operation();
  if (kube::resource_of(call) == kDefinitions) show_bundled_definitions(*cluster_);
  Write write{*cluster_, context};
  if (operation == &kube::Get::info())
    return apply_as<kube::Get>(call, [&](const auto& request) { return get(*cluster_, request); });
  if (operation == &kube::List::info())
    return apply_as<kube::List>(call, [&](const auto& request) { return list(*cluster_, request); });
  if (operation == &kube::Create::info())
    return apply_as<kube::Create>(call, [&](const auto& request) { return create(write, request); });
  if (operation == &kube::Update::info())
    return apply_as<kube::Update>(call, [&](const auto& request) { return update(write, request); });
  if (operation == &kube::Patch::info())
    return apply_as<kube::Patch>(call, [&](const auto& request) { return patch(write, request); });
  if (operation == &kube::Delete::info())
    return apply_as<kube::Delete>(call, [&](const auto& request) { return remove(write, request); });
  if (operation == &kube::Watch::info()) {
    const auto start = start_watch(api::as<kube::Watch>(call).request);
    if (!start) return sim::forward(start.error());
    return {};
  }
  return sim::forward(no_such_resource());
}

std::optional<sim::Instant> ApiServer::next_deadline() const {
  std::optional<sim::Instant> next;
  const auto consider = [&](const auto& queue) {
    if (!queue.empty() && (!next || queue.begin()->first < *next)) next = queue.begin()->first;
  };
  consider(cluster_->garbage);
  consider(cluster_->draining);
  consider(cluster_->definitions);
  consider(cluster_->workloads);
  return next;
}

void ApiServer::advance(api::CoreContext& context) {
  Write write{*cluster_, context};
  collect_garbage(write);
  drain_namespaces(write);
  advance_definitions(write);
  do_workloads(write);
}

const Registry& ApiServer::registry() const { return *cluster_->registry; }
const Store& ApiServer::store() const { return cluster_->store; }

sim::Result<WatchStart> ApiServer::start_watch(const kube::Watch::Request& request) const {
  if (request.resource == kDefinitions) show_bundled_definitions(*cluster_);
  return fake_apiserver::start_watch(*cluster_, request);
}

void ApiServer::compact(std::uint64_t revision) { cluster_->store.compact(revision); }

}  // namespace nlbsim::fake_apiserver
