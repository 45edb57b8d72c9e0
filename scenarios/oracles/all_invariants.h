// Every invariant, in the order of ids: one function per class, which stands in the file of its name in invariants/,
// and its row.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "scenarios/oracles/invariant.h"

namespace nlbsim::scenarios::oracles {

std::unique_ptr<Invariant> no_residue();                      // I-01
std::unique_ptr<Invariant> one_load_balancer_per_stack();     // I-02
std::unique_ptr<Invariant> gateways_have_load_balancers();    // I-03
std::unique_ptr<Invariant> only_own_resources_touched();      // I-04
std::unique_ptr<Invariant> finalizer_guards_resources();      // I-05
std::unique_ptr<Invariant> listeners_forward_somewhere();     // I-06
std::unique_ptr<Invariant> protocols_fit();                   // I-07
std::unique_ptr<Invariant> no_repeated_duplicates();          // I-08
std::unique_ptr<Invariant> observed_generation_monotonic();   // I-09
std::unique_ptr<Invariant> transition_time_with_status();     // I-10
std::unique_ptr<Invariant> programmed_means_active();         // I-11
std::unique_ptr<Invariant> programmed_in_time();              // I-12
std::unique_ptr<Invariant> accepted_routes_are_served();      // I-13
std::unique_ptr<Invariant> rest_is_stable();                  // I-15
std::unique_ptr<Invariant> mutations_have_causes();           // I-16
std::unique_ptr<Invariant> no_hot_loop();                     // I-17
std::unique_ptr<Invariant> no_self_trigger();                 // I-18
std::unique_ptr<Invariant> registered_targets_exist();        // I-19
std::unique_ptr<Invariant> last_healthy_target_stays();       // I-20
std::unique_ptr<Invariant> targets_are_let_in();              // I-21
std::unique_ptr<Invariant> batches_within_limits();           // I-22
std::unique_ptr<Invariant> groups_outlive_their_listeners();  // I-23
std::unique_ptr<Invariant> failed_validation_is_inert();      // I-24
std::unique_ptr<Invariant> failures_hold_nobody_up();         // I-25
std::unique_ptr<Invariant> one_leader_writes();               // I-26
std::unique_ptr<Invariant> bindings_match_target_groups();    // I-28
std::unique_ptr<Invariant> foreign_status_untouched();        // I-29
std::unique_ptr<Invariant> no_invalid_object();               // I-30
std::unique_ptr<Invariant> deletions_end();                   // I-31
std::unique_ptr<Invariant> throttled_calls_wait();            // I-32
std::unique_ptr<Invariant> names_are_sound();                 // I-33
std::unique_ptr<Invariant> failures_are_visible();            // I-34
std::unique_ptr<Invariant> untouched_is_served();             // I-36
std::unique_ptr<Invariant> healthy_is_reachable();            // I-37

inline constexpr std::array kInvariants{no_residue,
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

std::vector<std::unique_ptr<Invariant>> all_invariants();

}  // namespace nlbsim::scenarios::oracles
