// The fake AWS account: Elastic Load Balancing v2 and what a Network Load Balancer stands on (EC2, ACM and a few more),
// as one plain state machine (api/server.h).
//
// Host it in an api::Server, or call `apply` yourself. Every operation of api/aws has its action (fake_aws/action.h),
// which makes all its checks before it changes anything, so an error means that nothing changed.
// What happens by itself (a load balancer turns active, a target healthy) happens in `advance`. The whole state is one
// copyable value. Not thread-safe: an account belongs to one world.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/json/json.h"
#include "api/server.h"
#include "fake_aws/past_states.h"
#include "fake_aws/settings.h"
#include "fake_aws/state.h"

namespace nlbsim::fake_aws {

struct ActionEntry;

class Account final : public api::Core {
 public:
  explicit Account(Settings settings = {});
  // From here on it holds that and nothing else (fake_aws/holdings/holdings.h makes such a state).
  void begin_with(State state) { state_ = std::move(state); }

  // Does what is due by context.now, then the call. An operation of another service: code "InvalidAction".
  api::Result<void> apply(api::CoreContext& context, api::AnyCall& call) override;
  std::optional<sim::Instant> next_deadline() const override;
  void advance(api::CoreContext& context) override;

  // Effective from the next call; durations already drawn stay.
  Settings& settings() { return settings_; }
  const Settings& settings() const { return settings_; }

  // ---- the world around the load balancers, changed by hand; nothing of it is a call ----
  // VPCs, subnets, instances and so on are added here (fake_aws/ec2/network.h; fake_aws/default_network.h builds all of
  // the default world).
  Network& network() { return state_.network; }
  const Network& network() const { return state_.network; }
  const State& state() const { return state_; }
  // An issued certificate, as TLS listeners and discovery by host name want one.
  void add_certificate(const std::string& arn, std::string domain = "example.com");

  // The functions below leave what follows from the change, and its records, to the next `advance`: `next_deadline`
  // says "at once" after them, so tell the host (api::Server::refresh).
  //
  // "running", "stopped" or "terminated". A stopped instance's targets turn unused, a terminated one's drain.
  // Error code: InvalidInstanceID.NotFound, InvalidParameterValue.
  api::Result<void> set_instance_state(std::string_view instance_id, std::string_view state);
  // Puts a load balancer in a state of its own accord: "active", "active_impaired", "failed" or "provisioning" (which
  // it then never leaves by itself). Error code: LoadBalancerNotFound, ValidationError.
  api::Result<void> set_load_balancer_state(std::string_view arn, std::string_view code, std::string reason = {});
  // Whether health checks of that target pass, in every target group. Port 0: on all ports. All pass at first.
  void set_responding(std::string_view target_id, std::int32_t port, bool responding);

  // What the account holds, as the API describes it, sorted by id: kinds LoadBalancer (with Attributes), Listener,
  // TargetGroup (with Attributes and Targets: [{Id, Port, State, Reason}]), SecurityGroup, Subnet, Instance; each with
  // Tags as an object. Null for another kind.
  api::Json snapshot(std::string_view kind) const;

 private:
  bool lags() const { return settings_.consistency != Consistency::instant; }
  api::Result<void> read_behind(api::CoreContext& context, api::AnyCall& call, const ActionEntry& action);

  Settings settings_;
  State state_;
  PastStates past_;  // only where reads lag
};

}  // namespace nlbsim::fake_aws
