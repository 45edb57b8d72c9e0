#include "engine/targets/shared_targets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <utility>

#include "api/kube/kube.h"

namespace nlbsim::engine {
namespace {

constexpr kube::Resource kConfigMaps{"", "v1", "configmaps", "ConfigMap"};
constexpr std::string_view kTargets = "targets";

kube::ObjectKey config_map_of(const kube::ObjectKey& binding) {
  return {binding.namespace_, "aws-lbc-targets-" + binding.name};
}

TargetTexts noted_in(const kube::Object& config_map) {
  TargetTexts targets;
  std::string_view left = api::text(api::at(config_map.document(), "data", kTargets));
  while (!left.empty()) {
    const std::size_t comma = left.find(',');
    targets.emplace(left.substr(0, comma));
    left.remove_prefix(comma == std::string_view::npos ? left.size() : comma + 1);
  }
  return targets;
}

std::string target_text(const aws::TargetDescription& target) {
  return fmt::format("{}:{}", target.Id, target.Port.value_or(0));
}

}  // namespace

bool has_shared_target_group(const kube::Object& binding) {
  const api::Json& shared = api::at(binding.document(), "spec", "multiClusterTargetGroup");
  return shared.is_boolean() && shared.get<bool>();
}

TargetTexts texts_of(const std::vector<Endpoint>& endpoints) {
  TargetTexts targets;
  for (const Endpoint& endpoint : endpoints) targets.insert(fmt::format("{}:{}", endpoint.target_id, endpoint.port));
  return targets;
}

TargetDiff without_foreign(TargetDiff diff, const TargetTexts& own) {
  std::erase_if(diff.deregister,
                [&](const aws::TargetDescription& target) { return !own.contains(target_text(target)); });
  return diff;
}

sim::Task<sim::Result<kube::ObjectRef>> SharedTargets::get(kube::ObjectKey binding, sim::RecordId cause) {
  kube::Get::Request request;
  request.resource = kConfigMaps;
  request.key = config_map_of(binding);
  auto answer = co_await api::call<kube::Get>(context_.kube, context_.call(cause), std::move(request));
  if (answer) co_return std::move(answer->object);
  if (answer.error().code == "NotFound") co_return kube::ObjectRef();
  co_return sim::forward(std::move(answer.error()));
}

sim::Task<sim::Result<TargetTexts>> SharedTargets::load(kube::ObjectKey binding, sim::RecordId cause) {
  auto config_map = co_await get(std::move(binding), cause);
  if (!config_map) co_return sim::forward(std::move(config_map.error()));
  TargetTexts noted;
  if (*config_map) noted = noted_in(**config_map);
  co_return noted;
}

sim::Task<sim::Result<void>> SharedTargets::store(kube::ObjectKey binding, TargetTexts targets, sim::RecordId cause) {
  auto config_map = co_await get(binding, cause);
  if (!config_map) co_return sim::forward(std::move(config_map.error()));
  if (*config_map && noted_in(**config_map) == targets) co_return sim::Result<void>();
  const kube::ObjectKey key = config_map_of(binding);
  api::Json body = api::Json::object();
  body["data"][std::string(kTargets)] = fmt::format("{}", fmt::join(targets, ","));
  if (*config_map) {
    kube::Patch::Request patch;
    patch.resource = kConfigMaps;
    patch.key = key;
    patch.type = kube::PatchType::merge;
    patch.body = std::make_shared<const api::Json>(std::move(body));
    auto patched = co_await api::call<kube::Patch>(context_.kube, context_.call(cause), std::move(patch));
    if (!patched) co_return sim::forward(std::move(patched.error()));
    co_return sim::Result<void>();
  }
  body["apiVersion"] = kConfigMaps.api_version();
  body["kind"] = std::string(kConfigMaps.kind);
  body["metadata"]["name"] = key.name;
  body["metadata"]["namespace"] = key.namespace_;
  kube::Create::Request create;
  create.resource = kConfigMaps;
  create.namespace_ = key.namespace_;
  create.body = std::make_shared<const api::Json>(std::move(body));
  auto created = co_await api::call<kube::Create>(context_.kube, context_.call(cause), std::move(create));
  if (!created) co_return sim::forward(std::move(created.error()));
  co_return sim::Result<void>();
}

sim::Task<sim::Result<void>> SharedTargets::remove(kube::ObjectKey binding, sim::RecordId cause) {
  kube::Delete::Request request;
  request.resource = kConfigMaps;
  request.key = config_map_of(binding);
  auto answer = co_await api::call<kube::Delete>(context_.kube, context_.call(cause), std::move(request));
  if (answer || answer.error().code == "NotFound") co_return sim::Result<void>();
  co_return sim::forward(std::move(answer.error()));
}

}  // namespace nlbsim::engine
