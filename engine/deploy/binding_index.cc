#include "engine/deploy/binding_index.h"

#include "engine/deploy/binding_plan.h"
#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kNotFound = "NotFound";

std::string text_of(const std::string& stack_namespace, const std::string& stack_name) {
  return stack_namespace + "/" + stack_name;
}
std::string text_of(const kube::ObjectKey& gateway) {
  return text_of(gateway.namespace_, stack_name_label(gateway.name));
}

}  // namespace

void BindingIndex::load() {
  if (loaded_) return;
  loaded_ = true;
  for (const auto& [key, object] : lister_.all()) {
    const auto& labels = object->meta().labels;
    const auto name_space = labels.find(std::string(kStackNamespaceLabel));
    const auto name = labels.find(std::string(kStackNameLabel));
    if (name_space == labels.end() || name == labels.end()) continue;
    stacks_[text_of(name_space->second, name->second)].insert(key);
  }
}

sim::Task<sim::Result<FoundBindings>> BindingIndex::find(std::shared_ptr<const Stack> stack, sim::RecordId cause) {
  load();
  FoundBindings found;
  const std::string text = text_of(stack->gateway);
  const auto known = stacks_.find(text);
  const Keys keys = known == stacks_.end() ? Keys() : known->second;
  for (const kube::ObjectKey& key : keys) {
    kube::ObjectRef object = lister_.get(key);
    if (!object) {
      auto asked = co_await get(key, cause);
      if (!asked) co_return sim::forward(std::move(asked.error()));
      object = std::move(*asked);
    }
    if (object && binding_belongs_to(*object, stack->gateway)) {
      found.items.push_back(std::move(object));
    } else {
      if (object) found.foreign.insert(key);
      deleted(stack->gateway, key);
    }
  }
  for (const DesiredTargetGroupBinding& desired : stack->bindings) {
    const kube::ObjectRef object = lister_.get(desired.key);
    if (object && !binding_belongs_to(*object, stack->gateway)) found.foreign.insert(desired.key);
  }
  co_return found;
}

void BindingIndex::creating(const kube::ObjectKey& gateway, const kube::ObjectKey& binding) {
  stacks_[text_of(gateway)].insert(binding);
}

void BindingIndex::deleted(const kube::ObjectKey& gateway, const kube::ObjectKey& binding) {
  const auto found = stacks_.find(text_of(gateway));
  if (found == stacks_.end()) return;
  found->second.erase(binding);
  if (found->second.empty()) stacks_.erase(found);
}

bool BindingIndex::gone(const kube::ObjectKey& binding, const std::string& uid) const {
  const kube::ObjectRef seen = lister_.get(binding);
  return !seen || seen->meta().uid != uid;
}

bool BindingIndex::served(const kube::ObjectKey& binding) const {
  const kube::ObjectRef seen = lister_.get(binding);
  return seen && !seen->meta().deleting() &&
         seen->view<kube::TargetGroupBinding>().status.observedGeneration == seen->meta().generation;
}

// Null when there is none.
sim::Task<sim::Result<kube::ObjectRef>> BindingIndex::get(kube::ObjectKey key, sim::RecordId cause) {
  kube::Get::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = std::move(key);
  auto answer = co_await api::call<kube::Get>(context_.kube, context_.call(cause), std::move(request));
  if (answer) co_return std::move(answer->object);
  if (answer.error().code == kNotFound) co_return kube::ObjectRef();
  co_return sim::forward(std::move(answer.error()));
}

}  // namespace nlbsim::engine
