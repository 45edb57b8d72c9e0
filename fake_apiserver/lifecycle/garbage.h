// Garbage collection by owner references: dependents go when all their owners are gone; an owner deleted in the
// foreground waits for them, one that orphans them lets them go free. Source: the garbage collector of
// kube-controller-manager.
#pragma once

#include <string_view>

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

inline constexpr std::string_view kForegroundFinalizer = "foregroundDeletion";
inline constexpr std::string_view kOrphanFinalizer = "orphan";

// Keeps the index of dependents, and schedules what a change asks for.
void index_owners(Cluster& cluster, sim::Instant now, KindIndex kind, const Change& change);
// The object has been marked for deletion: its dependents are due if one of the two finalizers holds it.
void schedule_finalization(Cluster& cluster, sim::Instant now, KindIndex kind, const kube::Object& object);
// Does what is due.
void collect_garbage(Write& write);

}  // namespace nlbsim::fake_apiserver
