// What `wait`, `assert` and `never` say: a subject and what it should look like. Several subjects in one step must hold
// together. Values, compiled once; scenarios/runner judges them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/operation.h"
#include "scenarios/language/pattern.h"
#include "sim/journal.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

struct ObjectReference {
  std::string cluster;      // empty: the first
  std::string api_version;  // empty: whichever version serves the kind
  std::string kind;
  std::string namespace_;
  std::string name;  // empty: all of the kind (in the namespace, if one is given)
  std::string text() const;
};

// One object (absent: null), or a list of them. Of a list, a pattern that describes an element wants one that matches;
// list patterns and operators speak of the list.
struct KubeSubject {
  ObjectReference ref;
  Pattern match;
  std::string as;  // binds the object, or the element that matched
};

// Resources of the AWS account as Account::snapshot describes them; matched as a list is.
struct AwsSubject {
  std::string kind;           // "LoadBalancer"; empty if only unchanged_since is asked
  std::optional<Pattern> of;  // the ARN of the load balancer (of listeners and target groups) it belongs to
  std::optional<Pattern> arn;
  Pattern match;
  bool has_match = false;
  std::string as;
  std::string unchanged_since;  // a mark: nothing in the account was created, modified or deleted since
};

// Which calls are meant; everything given must fit. By default those of controllers alone.
struct CallFilter {
  std::optional<Pattern> op;        // "CreateListener", "patch"
  std::optional<api::Plane> plane;  // k8s, aws
  std::optional<bool> mutating;     // true leaves out reads, Events and Leases
  std::optional<Pattern> caller;    // name of the actor; when given, anybody's calls count
  std::optional<Pattern> subject;   // ARN, name or object that the call is about
  std::optional<Pattern> request;   // its JSON
  std::string text;
};

struct CallsSubject {
  std::string since;                                  // a mark; empty: the whole run
  std::vector<CallFilter> order;                      // of neighbours, one call of the first ends before any of the
                                                      // second begins
  std::vector<std::pair<CallFilter, Pattern>> count;  // logical calls, however often each was attempted
  std::vector<CallFilter> none;
};

// Kubernetes Events, as they were posted or counted up. `count` is about how often that happened.
struct EventsSubject {
  std::string cluster;
  std::string since;
  Pattern match;  // of the Event object; regarding, type, reason, message
  std::optional<Pattern> count;
  std::string text;
};

struct QueueSubject {
  std::string replica;     // actor; empty: the first controller
  std::string controller;  // "gateway"
  std::string key;         // "example-ns/my-tcp-gateway"
  std::optional<Pattern> retries;
  std::optional<Pattern> depth;
};

// Figures that the journal yields; see scenarios/runner/metrics.h for what each name means.
struct MetricsSubject {
  std::string since;
  std::vector<std::pair<std::string, Pattern>> values;
};

// Journal records of a kind in their JSON form. Without `count`, at least one has to match.
struct JournalSubject {
  std::string since;
  std::optional<sim::RecordKind> kind;
  Pattern match;
  std::optional<Pattern> count;
};

// How often each fault has struck, by id.
struct FaultsSubject {
  std::vector<std::pair<std::string, Pattern>> counts;
};

// A connection that somebody opens to a load balancer now. Text may hold references.
struct ProbeSubject {
  std::string address;  // a load balancer's DNS name, ARN, or one of its addresses
  std::int32_t port = 0;
  std::string protocol = "TCP";
  std::string sni;
  std::string from;              // the client's address; empty: somebody who ought to get in
  bool established = false;      // it was there before
  std::optional<Pattern> match;  // of the answer (scenarios/world/data_plane.h); none: something is reached
};

using Subject = std::variant<KubeSubject, AwsSubject, CallsSubject, EventsSubject, QueueSubject, MetricsSubject,
                             JournalSubject, FaultsSubject, ProbeSubject>;

struct Expectation {
  std::vector<Subject> subjects;  // at least one
};

}  // namespace nlbsim::scenarios
