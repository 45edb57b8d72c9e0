// The services that one controller replica works with. Everything referred to outlives the replica's actor.
#pragma once

#include "api/operation.h"
#include "engine/config.h"
#include "sim/journal.h"
#include "sim/scheduler.h"

namespace nlbsim::engine {

struct Context {
  sim::Scheduler& scheduler;
  sim::Journal& journal;
  sim::Actor& actor;  // this replica
  api::Service& kube;
  api::Service& elbv2;  // with the SDK's retries around it
  api::Service& ec2;
  api::Service& acm;
  const Config& config;

  // A call of this replica, caused by a reconcile or a watch event.
  api::CallContext call(sim::RecordId cause) const {
    api::CallContext context;
    context.actor = &actor;
    context.cause = cause;
    return context;
  }
};

}  // namespace nlbsim::engine
