// Which TargetGroupBindings belong to a stack. They are read from the cache; which of them are whose is looked up once
// and then remembered, because labels cannot be asked without going through every object. One per replica.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "engine/context.h"
#include "engine/deploy/actual_stack.h"
#include "engine/runtime/cache/lister.h"
#include "sim/task.h"

namespace nlbsim::engine {

class BindingIndex {
 public:
  BindingIndex(const Context& context, const Lister& bindings) : context_(context), lister_(bindings) {}
  BindingIndex(const BindingIndex&) = delete;
  BindingIndex& operator=(const BindingIndex&) = delete;

  // One that the cache does not show (it was made a moment ago, or somebody deleted it) is asked for.
  sim::Task<sim::Result<FoundBindings>> find(std::shared_ptr<const Stack> stack, sim::RecordId cause);
  // A create is sent.
  void creating(const kube::ObjectKey& gateway, const kube::ObjectKey& binding);
  void deleted(const kube::ObjectKey& gateway, const kube::ObjectKey& binding);
  // Until the cache shows no object of that name and uid.
  bool gone(const kube::ObjectKey& binding, const std::string& uid) const;
  // As the cache shows it, its controller has looked at it as it is now: its targets are registered.
  bool served(const kube::ObjectKey& binding) const;

 private:
  using Keys = std::set<kube::ObjectKey>;

  void load();
  sim::Task<sim::Result<kube::ObjectRef>> get(kube::ObjectKey key, sim::RecordId cause);

  const Context& context_;
  const Lister& lister_;
  bool loaded_ = false;
  std::map<std::string, Keys> stacks_;  // by the labels of the stack
};

}  // namespace nlbsim::engine
