// campaign.html: what a campaign broke, how often, and what came of it, as one page that needs nothing else.
#pragma once

#include <set>
#include <string>

#include "scenarios/explore/campaign.h"

namespace nlbsim::reports {

// `shown`: ids of the reproducers (scenarios/explore/reproducer.h) that lie beside it and stand in report.html.
std::string campaign_page(const scenarios::CampaignResult& result, const std::set<std::string>& shown);

}  // namespace nlbsim::reports
