// Figures that the journal yields, by the name a scenario gives them:
//
//   reconciles                reconciles that ended, of all controllers
//   failedReconciles          those that ended in an error
//   awsCalls, awsMutations    logical calls of controllers to AWS
//   kubeMutations             logical writes of controllers to the API server, Events and Leases left out
//   programmedLagAfterActive  the longest time from a load balancer turning active to Programmed=True of its Gateway,
//   as
//                             a duration; null while no Gateway is programmed
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/json/json.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

// Of the records after `since`. Null for a name that is none of those.
api::Json metric(std::string_view name, std::span<const sim::Record> records, std::span<const std::string> actors,
                 sim::RecordId since);

}  // namespace nlbsim::scenarios
