// Whose behaviour is asked for: named decision points, read where the decision is made. A profile is data; nothing in
// the engine asks which profile it is. `seed` holds the product's own rules; the twins differ from it in the values
// below.
#pragma once

#include <span>
#include <string_view>

namespace nlbsim::engine {

struct Profile {
  std::string_view name = "seed";
  std::string_view title = "the product's own rules, with Gateway API statuses as the specification has them";

  // Caches.
  bool first_list_is_consistent = true;  // false: a new controller takes any list, even one older than what it once saw
  // Validation.
  bool oldest_route_serves = true;           // of several routes on a listener; false: the whole Gateway is frozen
  bool surplus_routes_accepted = false;      // v3.5 accepts the routes that lost
  bool violations_freeze_gateway = false;    // true: one violation stops every listener of the Gateway
  bool empty_route_freezes_port = true;      // a rule without backendRefs keeps what served; false: the listener goes
  bool bad_listener_blocks_gateway = false;  // v2.14: one invalid listener and nothing of the Gateway is deployed
  bool violating_routes_accepted = false;    // both releases tell of "exactly one backendRef" in an event alone
  bool finalizer_before_build = true;        // false: a failed build leaves no finalizer, and what it made leaks
  bool gateway_waits_for_class = true;       // false: Accepted=False/Invalid and backoff while the class is pending
  // Attachment.
  bool tls_mode_limits_routes = true;  // TCPRoute joins a TLS listener only where TLS ends; false: any mode
  bool namespaces_watched = true;      // a relabelled namespace attaches at once
  bool listener_sets_served = true;    // false: nobody looks at ListenerSets
  // Status.
  bool no_matching_parent_reported = true;   // false: a wrong sectionName leaves the status as it was
  bool foreign_parents_kept = true;          // false: other controllers' entries get our name
  bool backend_errors_keep_accepted = true;  // BackendNotFound, RefNotPermitted touch ResolvedRefs alone
  bool full_listener_conditions = true;      // Accepted, Conflicted, ResolvedRefs, Programmed; false: exactly one
  bool attached_routes_exact = true;         // false: the first listener of a port gets the port's total
  bool programmed_pending_while_provisioning = true;  // false: the condition is left as it was
  bool missing_conditions_created = true;             // false: only conditions that the API server defaulted are edited
  bool requeue_is_warning = false;                    // v2.14 reports waiting for activation as FailedUpdateStatus
  bool build_failure_in_status = true;                // Accepted=False/Invalid; false: an event only
  bool success_event_every_run = true;  // Normal SuccessfullyReconciled on each run that ends with an active NLB
  bool status_writes_locked = true;     // a status patch carries the resourceVersion it was made from; false: last wins
  bool own_writes_wake = false;         // each write wakes its own writer once more, as both releases do
  // Deletion.
  bool class_deletion_waits_for_events = true;  // wakes when its last Gateway goes; false: backoff alone
  bool orphans_released = true;        // a Gateway with our finalizer whose class is gone or foreign can be deleted
  bool routes_block_deletion = false;  // a Gateway waits for its routes to go
  // AWS.
  bool weight_always_sent = false;              // the forward action carries Weight 1 for a single target group
  bool passthrough_is_tcp = true;               // TLS Passthrough becomes a TCP listener
  bool passthrough_target_group_is_tcp = true;  // and its target group TCP; v3.5 asks for TLS, which AWS refuses
  bool full_scans = false;                      // every run lists all NLBs and target groups; false: once, then by ARN
  bool reads_without_use = false;       // attributes, default rules and zones are read though nothing follows from them
  bool created_tags_remembered = true;  // tags of what we made are known; false: read back, even if not there yet
  bool foreign_listeners_kept = true;   // a listener without our tags on our NLB; false: it goes
  bool provisioning_stops_clean_up = true;  // while provisioning, unused target groups stay
  bool bindings_watched = true;             // a TargetGroupBinding deleted by hand is made again at once
  bool bad_node_is_skipped = true;          // a node without providerID; false: the whole binding waits for it
  // Targets.
  bool refused_target_is_skipped = true;  // an instance that AWS refuses; false: the others of its call wait for it
  bool binding_failures_reported = true;  // Warning event on the TargetGroupBinding; false: in the log only
  bool targets_before_listener = true;    // a listener turns to a target group that has its targets; false: at once
};

struct DecisionPoint {
  std::string_view name;
  bool Profile::* value;
};
std::span<const DecisionPoint> decision_points();  // in the order above

std::span<const Profile> profiles();
// `seed` with a single decision point turned over, for each of them: "seed,routes_block_deletion=true".
std::span<const Profile> turned_profiles();
// One of both. Null when there is none of that name.
const Profile* find_profile(std::string_view name);

// Twins whose values are known while not all that they do is modelled yet: weighted backends and backends counted after
// they were looked up, TCP_UDP listeners, one status record per route and Gateway, a parentRef's namespace taken from
// the Gateway. Not offered to users as a whole; single points of theirs are, by the name above.
std::span<const Profile> draft_profiles();
const Profile* find_draft_profile(std::string_view name);

}  // namespace nlbsim::engine
