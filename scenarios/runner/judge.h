// Says whether an expectation holds in a world as it is now, and if not, why.
//
// State is read where it lives: objects from the API server's store, AWS resources from the account's own snapshot,
// which is kept until a resource of that kind changes. Nothing is a call, so looking changes nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scenarios/language/expectation.h"
#include "scenarios/runner/call_view.h"
#include "scenarios/runner/interest.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class Judge {
 public:
  explicit Judge(World& world) : world_(world) {}

  // Remembers this moment; with `snapshot`, the state of the account too, for `unchangedSince`.
  void mark(const std::string& name, bool snapshot);
  // Has to be told what has happened, so that kept snapshots can be dropped.
  void observe(const Interest& touched);

  // Binds names if it holds.
  bool holds(const Expectation& expectation);
  // Lines of a readable difference for every subject that does not hold; empty if all do.
  std::string explain(const Expectation& expectation);

  // What the subjects name, as YAML documents.
  std::string show(const Expectation& what);

  Bindings& bindings() { return bindings_; }

 private:
  struct Moment {
    sim::RecordId record = 0;
    std::map<std::string, Json> account;  // by kind
  };
  // With `why` null nothing is spelled out.
  bool check(const KubeSubject& subject, std::string* why);
  bool check(const AwsSubject& subject, std::string* why);
  bool check(const CallsSubject& subject, std::string* why);
  bool check(const EventsSubject& subject, std::string* why);
  bool check(const QueueSubject& subject, std::string* why);
  bool check(const MetricsSubject& subject, std::string* why);
  bool check(const JournalSubject& subject, std::string* why);
  bool check(const FaultsSubject& subject, std::string* why);
  bool check(const ProbeSubject& subject, std::string* why);

  bool match_list(const std::vector<const Json*>& list, const Pattern& pattern, const std::string& as,
                  const std::string& what, std::string* why);
  bool match_value(const Json& value, const Pattern& pattern, const std::string& what, std::string* why);
  bool unchanged(const AwsSubject& subject, std::string* why);
  const Json& snapshot(const std::string& kind);
  std::vector<const Json*> objects(const KubeSubject& subject);
  std::vector<const Json*> resources(const AwsSubject& subject);
  CallView calls() const { return {world_.journal().records(), world_.actors()}; }
  sim::RecordId since(const std::string& mark) const;

  World& world_;
  Bindings bindings_;
  std::map<std::string, Moment> marks_;
  std::map<std::string, Json> snapshots_;  // by kind
  std::vector<kube::ObjectRef> held_;      // keeps what objects() points into
};

}  // namespace nlbsim::scenarios
