// results.json: what a campaign, or a shard of one, has come to, and how shards become one again.
//
// No wall time, host or date stands in it; two shards merged equal one run byte for byte. Merging is idempotent and
// does not depend on order.
#pragma once

#include <span>

#include "scenarios/explore/campaign.h"

namespace nlbsim::scenarios {

Json to_json(const CampaignResult& result);
// Error code "InvalidResults".
Result<CampaignResult> campaign_from_json(const Json& document);

// Error code "CannotMerge": results of different campaigns, or shards that overlap without being the same.
Result<CampaignResult> merge_campaigns(std::span<const CampaignResult> parts);

}  // namespace nlbsim::scenarios
