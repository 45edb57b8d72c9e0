#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

std::vector<std::unique_ptr<Invariant>> all_invariants() {
  using Make = std::unique_ptr<Invariant> (*)();
  constexpr Make kMakers[] = {no_residue,
                              one_load_balancer_per_stack,
                              gateways_have_load_balancers,
                              only_own_resources_touched,
                              finalizer_guards_resources,
                              listeners_forward_somewhere,
                              protocols_fit,
                              no_repeated_duplicates,
                              observed_generation_monotonic,
                              transition_time_with_status,
                              programmed_means_active,
                              programmed_in_time,
                              accepted_routes_are_served,
                              rest_is_stable,
                              mutations_have_causes,
                              no_hot_loop,
                              no_self_trigger,
                              registered_targets_exist,
                              last_healthy_target_stays,
                              targets_are_let_in,
                              batches_within_limits,
                              groups_outlive_their_listeners,
                              failed_validation_is_inert,
                              failures_hold_nobody_up,
                              one_leader_writes,
                              bindings_match_target_groups,
                              foreign_status_untouched,
                              no_invalid_object,
                              deletions_end,
                              throttled_calls_wait,
                              names_are_sound,
                              failures_are_visible,
                              untouched_is_served,
                              healthy_is_reachable};
  std::vector<std::unique_ptr<Invariant>> out;
  out.reserve(std::size(kMakers));
  for (const Make make : kMakers) out.push_back(make());
  return out;
}

}  // namespace nlbsim::scenarios::oracles
