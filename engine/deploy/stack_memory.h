// What a replica remembers of the calls of its plans: which resources it made or asked for, their tags, and what an
// answer makes known. One row for each operation that has such a meaning; see stack_memory.cc.
#pragma once

#include <string>

#include "engine/deploy/binding_index.h"
#include "engine/deploy/frozen_ports.h"
#include "engine/deploy/stack_plan.h"
#include "engine/deploy/tag_cache.h"
#include "engine/deploy/tracked_resources.h"

namespace nlbsim::engine {

class StackMemory {
 public:
  StackMemory(const Context& context, const Lister& target_group_bindings)
      : tags(context), tracked(context, tags), bindings(context, target_group_bindings) {}
  StackMemory(const StackMemory&) = delete;
  StackMemory& operator=(const StackMemory&) = delete;

  // Before the call is sent: its answer may be lost.
  void sending(const Stack& stack, const api::AnyCall& call);
  // It had its effect, or there was nothing left to do. Returns the id of what it made, empty if it makes nothing.
  std::string done(const Stack& stack, const api::AnyCall& call);
  // The services behind the stack's target groups, for the time when one of their ports is frozen.
  void note_services(const ActualStack& actual);
  void note_refusal(const api::AnyCall& call, const sim::Error& error);
  void forget(const Stack& stack);

  TagCache tags;
  TrackedResources tracked;
  BindingIndex bindings;
  BoundServices bound_services;
  std::set<std::string> protected_load_balancers;
};

}  // namespace nlbsim::engine
