// The life of CustomResourceDefinitions: their names are accepted, their kinds established, changed and ended.
//
// What a real server leaves to controllers is done here in steps of ApiServerConfig::definition_step: names first, then
// the kind is served; a definition that is deleted first takes its objects with it.
#pragma once

#include <string>
#include <string_view>

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

// Puts the bundled definitions into the store, where they have been from the start as far as clients can tell: done
// when somebody first asks for definitions, because most worlds never do.
void show_bundled_definitions(Cluster& cluster);

// A definition is about to be stored in place of `old` (null: it is new).
void definition_changes(Write& write, const kube::Json& document, const kube::Json& old);
void definition_removed(Write& write, const kube::Object& last);
// An object of a custom kind has gone: its definition may be waiting for that.
void definition_object_removed(Write& write, const kube::Object& last);
// Its next step is due after a while.
void look_at_definition(Cluster& cluster, sim::Instant now, std::string_view name);
// Carries out what is due.
void advance_definitions(Write& write);

// Sets a condition; its time changes with its status alone.
void set_condition(kube::Json& definition, std::string_view type, std::string_view status, std::string_view reason,
                   std::string_view message, std::string_view now);

}  // namespace nlbsim::fake_apiserver
