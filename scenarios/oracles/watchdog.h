// Watches a run for all invariants.
//
//   Watchdog watchdog;
//   PlayOptions options;
//   options.observers = {&watchdog};
//   const RunRecord run = player->play(options);   // run.violations is what it found
//
// During the run it only notes when the world stood still; the journal is judged in one pass at the end, which is
// cheaper. Invariants that the scenario excuses are left out. One Watchdog may watch one run after the other, on one
// thread. Same journal, same violations.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "scenarios/oracles/beginning.h"
#include "scenarios/oracles/invariant.h"
#include "scenarios/world/run_observer.h"

namespace nlbsim::scenarios::oracles {

// What the journal does not say by itself.
struct RunFacts {
  std::vector<std::string> clusters;    // values of the cluster tag, in the order of the world
  std::span<const std::string> actors;  // the name of each ActorId
  std::vector<sim::RecordId> still;     // after these records nothing was left to do; ascending
  sim::Instant end;
  std::vector<std::string> excused;    // ids of invariants
  std::vector<ReachAt> reach;          // what connections came to; ascending, none where nobody tried
  std::vector<std::string> clients{};  // names of controllers that are somebody else's
  Beginning beginning{};               // what was there before the first record
};
std::vector<Violation> judge_run(const sim::Journal& journal, const RunFacts& facts);

class Review;

// The same for a journal that grows and forgets: what is there is judged before it is forgotten.
//
//   LiveReview review(journal, {"demo-cluster"}, {"lbc"});
//   review.look(world.actors());              // often enough that nothing is forgotten in between
//   review.rest();                            // nothing is left to do now
//   review.violations(world.scheduler().now());
class LiveReview {
 public:
  // The journal outlives this.
  LiveReview(const sim::Journal& journal, std::vector<std::string> clusters, std::vector<std::string> clients);
  ~LiveReview();
  LiveReview(const LiveReview&) = delete;
  LiveReview& operator=(const LiveReview&) = delete;

  // Before the first look.
  void begin_with(const Beginning& beginning);
  // Takes in what has come since the last look; `actors`: the name of each ActorId.
  void look(std::span<const std::string> actors);
  // What has been taken in is everything that follows from what came from outside.
  void rest();
  // Up to now, which is judged as the end; more may follow.
  std::vector<Violation> violations(sim::Instant now);
  // Records that were forgotten before they could be looked at.
  std::uint64_t missed() const { return missed_; }

 private:
  const sim::Journal& journal_;
  std::unique_ptr<Review> review_;
  sim::RecordId seen_ = 0;
  std::uint64_t missed_ = 0;
};

class Watchdog final : public RunObserver {
 public:
  void started(World& world, const Scenario& scenario) override;
  void observed(World& world, std::span<const sim::Record> fresh) override;
  std::vector<Violation> finished(World& world) override;

  // Whoever injects faults says while one is in force: the world is then never at rest, however still it stands.
  void broken(bool is_broken) override { broken_ = is_broken; }

 private:
  void note(World& world);
  void try_all(World& world);

  std::vector<std::string> clusters_;
  std::vector<std::string> excused_;
  std::vector<sim::RecordId> still_;
  std::vector<ReachAt> reach_;
  Beginning beginning_;
  bool to_try_ = false;  // something has changed that connections depend on
  bool broken_ = false;
};

// A violation as lines for people: the sentence, what was seen, and the journal lines that prove it.
std::string to_text(const Violation& violation, const sim::Journal& journal, std::span<const std::string> actors);

struct InvariantName {
  std::string id;
  std::string sentence;
};
// Every invariant there is, by id; those that compare two runs as well.
std::vector<InvariantName> list_invariants();

}  // namespace nlbsim::scenarios::oracles
