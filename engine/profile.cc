#include "engine/profile.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace nlbsim::engine {
namespace {

Profile seed() { return {}; }

Profile lbc_v2_14() {
  Profile p;
  p.name = "lbc-v2.14";
  p.title = "AWS Load Balancer Controller v2.14.1, its known defects included";
  p.first_list_is_consistent = false;
  p.oldest_route_serves = false;
  p.violations_freeze_gateway = true;
  p.empty_route_freezes_port = false;
  p.bad_listener_blocks_gateway = true;
  p.violating_routes_accepted = true;
  p.finalizer_before_build = false;
  p.gateway_waits_for_class = false;
  p.namespaces_watched = false;
  p.listener_sets_served = false;
  p.no_matching_parent_reported = false;
  p.foreign_parents_kept = false;
  p.backend_errors_keep_accepted = false;
  p.full_listener_conditions = false;
  p.attached_routes_exact = false;
  p.programmed_pending_while_provisioning = false;
  p.missing_conditions_created = false;
  p.requeue_is_warning = true;
  p.build_failure_in_status = false;
  p.status_writes_locked = false;
  p.own_writes_wake = true;
  p.class_deletion_waits_for_events = false;
  p.orphans_released = false;
  p.routes_block_deletion = true;
  p.passthrough_is_tcp = false;
  p.passthrough_target_group_is_tcp = false;
  p.full_scans = true;
  p.reads_without_use = true;
  p.created_tags_remembered = false;
  p.foreign_listeners_kept = false;
  p.bindings_watched = false;
  p.bad_node_is_skipped = false;
  p.refused_target_is_skipped = false;
  p.binding_failures_reported = false;
  p.targets_before_listener = false;
  return p;
}

Profile lbc_v3_5() {
  Profile p;
  p.name = "lbc-v3.5";
  p.title = "AWS Load Balancer Controller v3.5.0";
  p.surplus_routes_accepted = true;
  p.empty_route_freezes_port = false;
  p.violating_routes_accepted = true;
  p.finalizer_before_build = false;
  p.gateway_waits_for_class = false;
  p.tls_mode_limits_routes = false;
  p.namespaces_watched = false;
  p.status_writes_locked = false;
  p.own_writes_wake = true;
  p.class_deletion_waits_for_events = false;
  p.orphans_released = false;
  p.weight_always_sent = true;
  p.passthrough_target_group_is_tcp = false;
  p.full_scans = true;
  p.reads_without_use = true;
  p.created_tags_remembered = false;
  p.foreign_listeners_kept = false;
  p.bindings_watched = false;
  p.bad_node_is_skipped = false;
  p.refused_target_is_skipped = false;
  p.binding_failures_reported = false;
  p.targets_before_listener = false;
  return p;
}

constexpr std::array kDecisionPoints = std::to_array<DecisionPoint>({
    {"first_list_is_consistent", &Profile::first_list_is_consistent},
    {"oldest_route_serves", &Profile::oldest_route_serves},
    {"surplus_routes_accepted", &Profile::surplus_routes_accepted},
    {"violations_freeze_gateway", &Profile::violations_freeze_gateway},
    {"empty_route_freezes_port", &Profile::empty_route_freezes_port},
    {"bad_listener_blocks_gateway", &Profile::bad_listener_blocks_gateway},
    {"violating_routes_accepted", &Profile::violating_routes_accepted},
    {"finalizer_before_build", &Profile::finalizer_before_build},
    {"gateway_waits_for_class", &Profile::gateway_waits_for_class},
    {"tls_mode_limits_routes", &Profile::tls_mode_limits_routes},
    {"namespaces_watched", &Profile::namespaces_watched},
    {"listener_sets_served", &Profile::listener_sets_served},
    {"no_matching_parent_reported", &Profile::no_matching_parent_reported},
    {"foreign_parents_kept", &Profile::foreign_parents_kept},
    {"backend_errors_keep_accepted", &Profile::backend_errors_keep_accepted},
    {"full_listener_conditions", &Profile::full_listener_conditions},
    {"attached_routes_exact", &Profile::attached_routes_exact},
    {"programmed_pending_while_provisioning", &Profile::programmed_pending_while_provisioning},
    {"missing_conditions_created", &Profile::missing_conditions_created},
    {"requeue_is_warning", &Profile::requeue_is_warning},
    {"build_failure_in_status", &Profile::build_failure_in_status},
    {"success_event_every_run", &Profile::success_event_every_run},
    {"status_writes_locked", &Profile::status_writes_locked},
    {"own_writes_wake", &Profile::own_writes_wake},
    {"class_deletion_waits_for_events", &Profile::class_deletion_waits_for_events},
    {"orphans_released", &Profile::orphans_released},
    {"routes_block_deletion", &Profile::routes_block_deletion},
    {"weight_always_sent", &Profile::weight_always_sent},
    {"passthrough_is_tcp", &Profile::passthrough_is_tcp},
    {"passthrough_target_group_is_tcp", &Profile::passthrough_target_group_is_tcp},
    {"full_scans", &Profile::full_scans},
    {"reads_without_use", &Profile::reads_without_use},
    {"created_tags_remembered", &Profile::created_tags_remembered},
    {"foreign_listeners_kept", &Profile::foreign_listeners_kept},
    {"provisioning_stops_clean_up", &Profile::provisioning_stops_clean_up},
    {"bindings_watched", &Profile::bindings_watched},
    {"bad_node_is_skipped", &Profile::bad_node_is_skipped},
    {"refused_target_is_skipped", &Profile::refused_target_is_skipped},
    {"binding_failures_reported", &Profile::binding_failures_reported},
    {"targets_before_listener", &Profile::targets_before_listener},
});

struct TurnedProfiles {
  std::vector<std::string> names;  // what the profiles' names refer to
  std::vector<Profile> profiles;
};

TurnedProfiles turn_each_point() {
  TurnedProfiles turned;
  turned.names.reserve(kDecisionPoints.size());
  for (const DecisionPoint& point : kDecisionPoints) {
    Profile profile = seed();
    bool& value = profile.*point.value;
    value = !value;
    std::string& name = turned.names.emplace_back(profile.name);
    name.append(",").append(point.name).append(value ? "=true" : "=false");
    profile.name = name;
    profile.title = "the product's own rules, one of them turned over";
    turned.profiles.push_back(profile);
  }
  return turned;
}

const Profile* find_in(std::span<const Profile> profiles, std::string_view name) {
  const auto found = std::ranges::find(profiles, name, &Profile::name);
  return found == profiles.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Profile> profiles() {
  static const std::array<Profile, 1> kProfiles{seed()};
  return kProfiles;
}

std::span<const Profile> draft_profiles() {
  static const std::array<Profile, 2> kDrafts{lbc_v2_14(), lbc_v3_5()};
  return kDrafts;
}

std::span<const DecisionPoint> decision_points() { return kDecisionPoints; }

std::span<const Profile> turned_profiles() {
  static const TurnedProfiles kTurned = turn_each_point();
  return kTurned.profiles;
}

const Profile* find_profile(std::string_view name) {
  const Profile* whole = find_in(profiles(), name);
  return whole ? whole : find_in(turned_profiles(), name);
}

const Profile* find_draft_profile(std::string_view name) { return find_in(draft_profiles(), name); }

}  // namespace nlbsim::engine
