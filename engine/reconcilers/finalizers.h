// Puts a finalizer of ours on an object, or takes it off, from the newest version that is known.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/context.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// Of a resource: the finalizer and who holds objects back by it.
struct Finalizer {
  kube::Resource resource;
  std::string_view name;
};

enum class FinalizerChange : std::uint8_t { add, remove };

// The cached version if it is ahead of `object`, and the same object.
kube::ObjectRef newest(const Lister& lister, const kube::ObjectRef& object);

// Tried again after a conflict, four times in all. Returns the version that then stands; an object that is gone has no
// finalizer any more.
sim::Task<sim::Result<kube::ObjectRef>> set_finalizer(const Context& context, const Lister& lister, Finalizer finalizer,
                                                      kube::ObjectRef object, FinalizerChange change,
                                                      sim::RecordId cause);

}  // namespace nlbsim::engine
