// Leader election on a Lease, as client-go does it: a lease of 15 s, renewed every 2 s; a leader that has not managed
// to renew for 10 s gives up, and giving up ends its process.
//
// A free lease is taken at once; one that somebody holds is looked at every 2 to 4.4 s and taken when it has stood
// still for its 15 s on our own clock (clocks are never compared). A leader that was stopped past its lease does not
// know: it goes on with what it was doing, finds another holder at its next renewal, and gives up when the deadline of
// that renewal has passed.
//
// Renewals wait on periodic timers, so a settled world is quiescent. Waiting for a lease is periodic only while its
// holder is seen renewing; a lease that stands still will be ours, so that wait is pending.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/kube/views.h"
#include "engine/context.h"
#include "engine/runtime/events/event_recorder.h"

namespace nlbsim::engine {

inline constexpr std::string_view kLeaderLease = "aws-load-balancer-controller-leader";
inline constexpr sim::Duration kLeaseDuration = std::chrono::seconds{15};
inline constexpr sim::Duration kRenewDeadline = std::chrono::seconds{10};
inline constexpr sim::Duration kRetryPeriod = std::chrono::seconds{2};

class LeaderElector {
 public:
  // `recorder` tells of the acquisition; its component is the identity. References outlive the actor.
  LeaderElector(const Context& context, EventRecorder& recorder) : context_(context), recorder_(recorder) {}
  LeaderElector(const LeaderElector&) = delete;
  LeaderElector& operator=(const LeaderElector&) = delete;

  // Spawns the election. `started` is called once, in the step in which the lease was acquired; `lost` at most once
  // after that, with the reason.
  void start(std::function<void()> started, std::function<void(std::string)> lost);
  bool leading() const { return leading_; }

 private:
  sim::Task<void> run();
  sim::Task<void> acquire();
  sim::Task<bool> renew();
  sim::Task<bool> try_acquire_or_renew();
  sim::Task<bool> create(kube::LeaseSpec spec);
  sim::Task<bool> update(kube::LeaseSpec spec);

  kube::LeaseSpec our_spec(sim::Instant now) const;
  bool we_hold() const;
  bool lease_valid(sim::Instant now) const;
  void observe(const kube::ObjectRef& lease);
  void wrote(const kube::ObjectRef& lease);
  void watch_deadline();
  void lose(std::string reason);

  const Context& context_;
  EventRecorder& recorder_;
  std::function<void()> started_;
  std::function<void(std::string)> lost_;
  bool leading_ = false;
  kube::ObjectRef lease_;  // as last read or written; null: never
  kube::LeaseSpec observed_;
  sim::Instant observed_at_;  // when it last changed, by our clock
  bool holder_renews_ = false;
  std::optional<sim::Instant> deadline_;  // of the renewal under way
  bool deadline_watched_ = false;
};

}  // namespace nlbsim::engine
