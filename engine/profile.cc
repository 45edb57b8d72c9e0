#include "engine/profile.h"

#include <algorithm>
#include <array>

namespace nlbsim::engine {
namespace {

Profile seed() { return {}; }

Profile lbc_v2_14() {
  Profile p;
  p.name = "lbc-v2.14";
  p.title = "AWS Load Balancer Controller v2.14.1, its known defects included";
  p.first_list_is_consistent = false;
  p.oldest_route_serves = false;
  p.backends_checked_before_lookup = false;
  p.violations_freeze_gateway = true;
  p.empty_route_freezes_port = false;
  p.bad_listener_blocks_gateway = true;
  p.violating_routes_accepted = true;
  p.finalizer_before_build = false;
  p.gateway_waits_for_class = false;
  p.parent_namespace_is_routes = false;
  p.namespaces_watched = false;
  p.status_per_parent_ref = false;
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
  return p;
}

Profile lbc_v3_5() {
  Profile p;
  p.name = "lbc-v3.5";
  p.title = "AWS Load Balancer Controller v3.5.0";
  p.surplus_routes_accepted = true;
  p.backends_checked_before_lookup = false;
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
  return p;
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

const Profile* find_profile(std::string_view name) { return find_in(profiles(), name); }
const Profile* find_draft_profile(std::string_view name) { return find_in(draft_profiles(), name); }

}  // namespace nlbsim::engine
