#include "engine/runtime/leader/leader_elector.h"

#include <array>
#include <memory>
#include <tuple>
#include <utility>

#include "api/kube/kube.h"

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;
using api::Json;

// Half the renewal deadline, as controller-runtime sets it on the lease's client. An answer that takes longer counts as
// none.
constexpr sim::Duration kRequestTimeout = kRenewDeadline / 2;
// client-go waits 2 s stretched by up to 120 %; seen most are 2 to 3 s.
constexpr std::array<sim::Duration, 4> kAcquirePause{2500ms, 2s, 3s, 4400ms};

Json fresh_lease(const kube::ObjectKey& key) {
  return Json{{"apiVersion", kube::kLeases.api_version()},
              {"kind", kube::kLeases.kind},
              {"metadata", {{"name", key.name}, {"namespace", key.namespace_}}},
              {"spec", Json::object()}};
}

void write_spec(Json& document, const kube::LeaseSpec& spec) {
  Json::Place out = document["spec"];
  out["holderIdentity"] = spec.holderIdentity;
  out["leaseDurationSeconds"] = spec.leaseDurationSeconds;
  out["acquireTime"] = spec.acquireTime;
  out["renewTime"] = spec.renewTime;
  out["leaseTransitions"] = spec.leaseTransitions;
}

bool same(const kube::LeaseSpec& a, const kube::LeaseSpec& b) {
  return std::tie(a.holderIdentity, a.acquireTime, a.renewTime, a.leaseDurationSeconds, a.leaseTransitions) ==
         std::tie(b.holderIdentity, b.acquireTime, b.renewTime, b.leaseDurationSeconds, b.leaseTransitions);
}

kube::ObjectKey lease_key(const Config& config) {
  return {config.leader_election_namespace, std::string(kLeaderLease)};
}

}  // namespace

void LeaderElector::start(std::function<void()> started, std::function<void(std::string)> lost) {
  started_ = std::move(started);
  lost_ = std::move(lost);
  sim::spawn(context_.actor, run());
}

sim::Task<void> LeaderElector::run() {
  co_await acquire();
  leading_ = true;
  recorder_.event(kube::kLeases, lease_, EventType::normal, "LeaderElection",
                  context_.config.identity + " became leader", 0);
  started_();
  for (;;) {
    const bool renewed = co_await renew();
    if (!renewed || !leading_) break;
    co_await sim::sleep_for(kRetryPeriod, sim::TimerKind::periodic);
  }
  lose("the lease " + lease_key(context_.config).text() + " could not be renewed within " +
       sim::format_duration(kRenewDeadline));
}

sim::Task<void> LeaderElector::acquire() {
  for (;;) {
    const bool acquired = co_await try_acquire_or_renew();
    if (acquired) co_return;
    const sim::TimerKind kind = holder_renews_ ? sim::TimerKind::periodic : sim::TimerKind::pending;
    const sim::Duration pause =
        sim::pick(context_.scheduler.chooser(), kAcquirePause, {"kube", kube::kLeases.plural, "acquire"});
    co_await sim::sleep_for(pause, kind);
  }
}

// One round of renewal: tries until it works or its deadline has passed.
sim::Task<bool> LeaderElector::renew() {
  const sim::Instant deadline = context_.scheduler.now() + kRenewDeadline;
  deadline_ = deadline;
  watch_deadline();
  for (;;) {
    const bool renewed = co_await try_acquire_or_renew();
    if (renewed) {
      deadline_.reset();
      co_return true;
    }
    if (context_.scheduler.now() < deadline) co_await sim::sleep_for(kRetryPeriod, sim::TimerKind::periodic);
    if (context_.scheduler.now() >= deadline) co_return false;
  }
}

// A call that hangs must not keep a lost leader alive. One timer watches the deadline of whichever renewal is under
// way.
void LeaderElector::watch_deadline() {
  if (std::exchange(deadline_watched_, true)) return;
  const auto due = [this] {
    deadline_watched_ = false;
    if (!deadline_) return;
    if (context_.scheduler.now() < *deadline_) return watch_deadline();
    lose("a renewal of the lease " + lease_key(context_.config).text() + " had no answer within " +
         sim::format_duration(kRenewDeadline));
  };
  context_.scheduler.after(context_.actor, *deadline_ - context_.scheduler.now(), sim::TimerKind::periodic, due);
}

void LeaderElector::lose(std::string reason) {
  if (!std::exchange(leading_, false)) return;
  lost_(std::move(reason));
}

sim::Task<bool> LeaderElector::try_acquire_or_renew() {
  const sim::Instant now = context_.scheduler.now();
  kube::LeaseSpec spec = our_spec(now);
  if (we_hold() && lease_valid(now)) {  // the ordinary renewal: nobody else can have written it
    const bool written = co_await update(spec);
    if (written) co_return true;
  }
  kube::Get::Request request;
  request.resource = kube::kLeases;
  request.key = lease_key(context_.config);
  auto got = co_await api::call<kube::Get>(context_.kube, context_.call(0), std::move(request));
  if (!got) {
    if (got.error().code != "NotFound") co_return false;
    co_return co_await create(std::move(spec));
  }
  if (context_.scheduler.now() - now > kRequestTimeout) co_return false;
  observe(got->object);
  if (!observed_.holderIdentity.empty() && lease_valid(now) && !we_hold()) co_return false;
  if (we_hold()) {
    spec = our_spec(now);
  } else {
    spec.acquireTime = spec.renewTime;
    spec.leaseTransitions = observed_.leaseTransitions + 1;
  }
  co_return co_await update(std::move(spec));
}

sim::Task<bool> LeaderElector::create(kube::LeaseSpec spec) {
  const sim::Instant sent = context_.scheduler.now();
  const kube::ObjectKey key = lease_key(context_.config);
  Json document = fresh_lease(key);
  write_spec(document, spec);
  kube::Create::Request request;
  request.resource = kube::kLeases;
  request.namespace_ = key.namespace_;
  request.body = std::make_shared<const Json>(std::move(document));
  auto created = co_await api::call<kube::Create>(context_.kube, context_.call(0), std::move(request));
  if (!created || context_.scheduler.now() - sent > kRequestTimeout) co_return false;
  wrote(created->object);
  co_return true;
}

sim::Task<bool> LeaderElector::update(kube::LeaseSpec spec) {
  const sim::Instant sent = context_.scheduler.now();
  Json document = lease_->document();  // whole, with its resourceVersion: a write by another makes this one a Conflict
  write_spec(document, spec);
  kube::Update::Request request;
  request.resource = kube::kLeases;
  request.key = lease_key(context_.config);
  request.body = std::make_shared<const Json>(std::move(document));
  auto updated = co_await api::call<kube::Update>(context_.kube, context_.call(0), std::move(request));
  if (!updated || context_.scheduler.now() - sent > kRequestTimeout) co_return false;
  wrote(updated->object);
  co_return true;
}

kube::LeaseSpec LeaderElector::our_spec(sim::Instant now) const {
  kube::LeaseSpec spec;
  spec.holderIdentity = context_.config.identity;
  spec.leaseDurationSeconds =
      static_cast<std::int32_t>(std::chrono::floor<std::chrono::seconds>(kLeaseDuration).count());
  spec.renewTime = sim::to_rfc3339_micro(now);
  spec.acquireTime = we_hold() ? observed_.acquireTime : spec.renewTime;
  spec.leaseTransitions = we_hold() ? observed_.leaseTransitions : 0;
  return spec;
}

bool LeaderElector::we_hold() const { return lease_ && observed_.holderIdentity == context_.config.identity; }

bool LeaderElector::lease_valid(sim::Instant now) const {
  return observed_at_ + std::chrono::seconds{observed_.leaseDurationSeconds} > now;
}

// Whether a lease is still held is told by its record changing, on our own clock.
void LeaderElector::observe(const kube::ObjectRef& lease) {
  const bool first = lease_ == nullptr;
  lease_ = lease;
  const kube::LeaseSpec& spec = lease->view<kube::Lease>().spec;
  const bool changed = first || !same(spec, observed_);
  holder_renews_ = changed && !first;
  if (!changed) return;
  observed_ = spec;
  observed_at_ = context_.scheduler.now();
}

void LeaderElector::wrote(const kube::ObjectRef& lease) {
  lease_ = lease;
  observed_ = lease->view<kube::Lease>().spec;
  observed_at_ = context_.scheduler.now();
}

}  // namespace nlbsim::engine
