#include "scenarios/explore/campaign_results.h"

#include <algorithm>
#include <numeric>

#include "scenarios/record/version.h"

namespace nlbsim::scenarios {

namespace {

Json to_json(const Finding& finding) {
  return Json{{"oracle", finding.oracle},       {"objectKind", finding.object_kind},
              {"operation", finding.operation}, {"count", finding.count},
              {"index", finding.index},         {"scenario", finding.scenario},
              {"plan", finding.plan},           {"message", finding.message}};
}

template <class T>
void read(const Json& from, T& into) {
  into = from.get<T>();
}

Finding finding_from(const Json& json) {
  Finding finding;
  read(json.at("oracle"), finding.oracle);
  read(json.at("objectKind"), finding.object_kind);
  read(json.at("operation"), finding.operation);
  read(json.at("count"), finding.count);
  read(json.at("index"), finding.index);
  read(json.at("scenario"), finding.scenario);
  read(json.at("plan"), finding.plan);
  read(json.at("message"), finding.message);
  return finding;
}

std::string kind_name(std::size_t kind) { return std::string(name(static_cast<PlanKind>(kind))); }

// "CreateListener": {"crash before": [plans, those with a finding]}, kinds without a plan left out.
Json to_json(const std::map<std::string, std::array<Struck, kPlanKinds>>& struck) {
  Json out = Json::object();
  for (const auto& [operation, kinds] : struck)
    for (std::size_t i = 0; i < kPlanKinds; ++i)
      if (kinds[i].plans > 0) out[operation][kind_name(i)] = Json::array({kinds[i].plans, kinds[i].found});
  return out;
}

std::map<std::string, std::array<Struck, kPlanKinds>> struck_from(const Json& json) {
  std::map<std::string, std::array<Struck, kPlanKinds>> struck;
  for (const auto& [operation, kinds] : json.get_ref<const Json::object_t&>())
    for (std::size_t i = 0; i < kPlanKinds; ++i)
      if (const Json& cell = api::member(kinds, kind_name(i)); cell.is_array())
        struck[std::string(operation.str())][i] = {cell.at(0).get<std::size_t>(), cell.at(1).get<std::size_t>()};
  return struck;
}

CampaignResult result_from(const Json& json) {
  CampaignResult result;
  for (const Json& shard : json.at("shards"))
    result.shards.push_back({shard.at("index").get<std::size_t>(), shard.at("count").get<std::size_t>()});
  read(json.at("plans"), result.plans);
  read(json.at("runs"), result.runs);
  read(json.at("repeated"), result.repeated);
  read(json.at("cutShort"), result.cut_short);
  read(json.at("complete"), result.complete);
  read(json.at("canaryFound"), result.canary_found);
  for (std::size_t i = 0; i < kPlanKinds; ++i) read(json.at("kinds").at(kind_name(i)), result.kinds[i]);
  result.scenarios = json.at("scenarios").get<std::map<std::string, std::size_t>>();
  result.struck = struck_from(json.at("struck"));
  for (const Json& each : json.at("findings")) {
    Finding finding = finding_from(each);
    const std::string signature = finding.signature();
    result.findings.emplace(signature, std::move(finding));
  }
  result.unrepeatable = json.at("unrepeatable").get<std::vector<std::size_t>>();
  return result;
}

bool overlap(const Shard& a, const Shard& b) {
  const std::size_t common = std::gcd(a.count, b.count);
  return a.index % common == b.index % common;
}

// Whether some index of one is an index of the other.
bool overlap(const CampaignResult& a, const CampaignResult& b) {
  return std::ranges::any_of(a.shards, [&](const Shard& mine) {
    return std::ranges::any_of(b.shards, [&](const Shard& other) { return overlap(mine, other); });
  });
}

// All shards of one count are the whole.
void normalise(std::vector<Shard>& shards) {
  std::ranges::sort(shards);
  const std::size_t count = shards.front().count;
  const auto same = [&](const Shard& shard) { return shard.count == count; };
  if (shards.size() == count && std::ranges::all_of(shards, same)) shards = {{0, 1}};
}

void add(CampaignResult& into, const CampaignResult& part) {
  into.shards.insert(into.shards.end(), part.shards.begin(), part.shards.end());
  into.runs += part.runs;
  into.repeated += part.repeated;
  into.cut_short += part.cut_short;
  into.complete = into.complete && part.complete;
  into.canary_found = into.canary_found && part.canary_found;
  for (std::size_t i = 0; i < kPlanKinds; ++i) into.kinds[i] += part.kinds[i];
  for (const auto& [scenario, runs] : part.scenarios) into.scenarios[scenario] += runs;
  for (const auto& [operation, kinds] : part.struck)
    for (std::size_t i = 0; i < kPlanKinds; ++i) {
      into.struck[operation][i].plans += kinds[i].plans;
      into.struck[operation][i].found += kinds[i].found;
    }
  for (const auto& [signature, finding] : part.findings) {
    const auto [known, fresh] = into.findings.try_emplace(signature, finding);
    if (fresh) continue;
    const std::size_t count = known->second.count + finding.count;
    if (finding.index < known->second.index) known->second = finding;
    known->second.count = count;
  }
  into.unrepeatable.insert(into.unrepeatable.end(), part.unrepeatable.begin(), part.unrepeatable.end());
  std::ranges::sort(into.unrepeatable);
}

}  // namespace

Json to_json(const CampaignResult& result) {
  Json shards = Json::array();
  for (const Shard& shard : result.shards) shards.push_back(Json{{"index", shard.index}, {"count", shard.count}});
  Json kinds = Json::object();
  for (std::size_t i = 0; i < kPlanKinds; ++i) kinds[kind_name(i)] = result.kinds[i];
  Json findings = Json::array();
  for (const auto& [signature, finding] : result.findings) findings.push_back(to_json(finding));
  return Json{{"nlbsim", kVersion},
              {"tier", "T1"},
              {"shards", std::move(shards)},
              {"plans", result.plans},
              {"runs", result.runs},
              {"repeated", result.repeated},
              {"cutShort", result.cut_short},
              {"complete", result.complete},
              {"canaryFound", result.canary_found},
              {"kinds", std::move(kinds)},
              {"scenarios", result.scenarios},
              {"struck", to_json(result.struck)},
              {"findings", std::move(findings)},
              {"unrepeatable", result.unrepeatable}};
}

Result<CampaignResult> campaign_from_json(const Json& document) {
  const std::string_view version = api::text(api::at(document, "nlbsim"));
  if (version != kVersion)
    return sim::fail("InvalidResults", "these are no results of a campaign of nlbsim " + std::string(kVersion));
  try {
    CampaignResult result = result_from(document);
    const auto sound = [](const Shard& shard) { return shard.index < shard.count; };
    if (result.shards.empty() || !std::ranges::all_of(result.shards, sound))
      return sim::fail("InvalidResults", "shards must be a list of {index, count} with index below count");
    return result;
  } catch (const Json::exception& error) {
    return sim::fail("InvalidResults", error.what());
  }
}

Result<CampaignResult> merge_campaigns(std::span<const CampaignResult> parts) {
  if (parts.empty()) return sim::fail("CannotMerge", "there is nothing to merge");
  std::vector<const CampaignResult*> distinct;
  for (const CampaignResult& part : parts) {
    if (part.plans != parts.front().plans)
      return sim::fail("CannotMerge", "these are shards of different campaigns: one has " +
                                          std::to_string(parts.front().plans) + " plans, another " +
                                          std::to_string(part.plans));
    const auto same = [&](const CampaignResult* other) { return to_json(*other) == to_json(part); };
    if (std::ranges::any_of(distinct, same)) continue;
    const auto clash = [&](const CampaignResult* other) { return overlap(*other, part); };
    if (std::ranges::any_of(distinct, clash))
      return sim::fail("CannotMerge", "two of these results cover the same plans and differ");
    distinct.push_back(&part);
  }
  CampaignResult merged;
  merged.plans = parts.front().plans;
  for (const CampaignResult* part : distinct) add(merged, *part);
  normalise(merged.shards);
  return merged;
}

}  // namespace nlbsim::scenarios
