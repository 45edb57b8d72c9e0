#include "engine/targets/target_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nlbsim::engine {
namespace {

using TargetKey = std::pair<std::string_view, std::int32_t>;

TargetKey key_of(const aws::TargetDescription& target) { return {target.Id, target.Port.value_or(0)}; }

bool draining(const ListedTarget& listed) {
  return listed.health && (listed.health->State == "draining" || listed.health->State == "unhealthy.draining");
}

bool gone(const aws::TargetHealth& health) {
  return health.State == "unused" && health.Reason == "Target.NotRegistered";
}

std::string text_of(const aws::TargetDescription& target) {
  return target.Id + ":" + std::to_string(target.Port.value_or(0));
}

// Whether `id` stands in the text as a word: "i-1" is not in "i-12".
bool names(std::string_view text, std::string_view id) {
  const auto part_of_id = [](char c) { return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
  for (std::size_t at = text.find(id); at != std::string_view::npos; at = text.find(id, at + 1)) {
    const std::size_t end = at + id.size();
    if ((at == 0 || !part_of_id(text[at - 1])) && (end == text.size() || !part_of_id(text[end]))) return true;
  }
  return false;
}

}  // namespace

TargetDiff diff_targets(std::span<const Endpoint> desired, std::span<const ListedTarget> listed) {
  std::set<TargetKey> wanted;
  for (const Endpoint& endpoint : desired) wanted.emplace(endpoint.target_id, endpoint.port);
  std::set<TargetKey> present;
  TargetDiff diff;
  for (const ListedTarget& entry : listed) {
    if (draining(entry)) continue;
    present.insert(key_of(entry.target));
    if (!wanted.contains(key_of(entry.target))) diff.deregister.push_back(entry.target);
  }
  for (const auto& [id, port] : wanted) {
    if (present.contains({id, port})) continue;
    aws::TargetDescription target;
    target.Id = id;
    target.Port = port;
    diff.register_.push_back(std::move(target));
  }
  std::ranges::sort(diff.deregister, {}, text_of);
  std::ranges::sort(diff.register_, {}, text_of);
  return diff;
}

TargetDiff hold_last_healthy(TargetDiff diff, std::span<const ListedTarget> listed,
                             const std::function<bool(const aws::TargetDescription&)>& gone) {
  std::set<TargetKey> leaving;
  for (const aws::TargetDescription& target : diff.deregister) leaving.insert(key_of(target));
  std::set<TargetKey> healthy;
  for (const ListedTarget& entry : listed)
    if (entry.health && entry.health->State == "healthy") healthy.insert(key_of(entry.target));
  const auto stays = [&](const TargetKey& key) { return !leaving.contains(key); };
  if (std::ranges::any_of(healthy, stays)) return diff;
  std::vector<aws::TargetDescription> deregister;
  for (aws::TargetDescription& target : diff.deregister) {
    const bool held = healthy.contains(key_of(target)) && !gone(target);
    (held ? diff.held : deregister).push_back(std::move(target));
  }
  diff.deregister = std::move(deregister);
  return diff;
}

bool health_is_pending(const TargetDiff& diff, std::span<const ListedTarget> listed) {
  if (!diff.register_.empty()) return true;
  return std::ranges::any_of(
      listed, [](const ListedTarget& entry) { return !entry.health || entry.health->State == "initial"; });
}

std::vector<std::vector<aws::TargetDescription>> batches(std::span<const aws::TargetDescription> targets) {
  std::vector<std::vector<aws::TargetDescription>> out;
  for (std::size_t at = 0; at < targets.size(); at += kTargetsPerCall) {
    const auto part = targets.subspan(at, std::min(kTargetsPerCall, targets.size() - at));
    out.emplace_back(part.begin(), part.end());
  }
  return out;
}

std::vector<ListedTarget> listed_from(std::span<const aws::TargetHealthDescription> described) {
  std::vector<ListedTarget> out;
  for (const aws::TargetHealthDescription& row : described)
    if (!gone(row.TargetHealth)) out.push_back({row.Target, row.TargetHealth});
  return out;
}

std::vector<aws::TargetDescription> to_describe_again(std::span<const ListedTarget> listed) {
  std::vector<aws::TargetDescription> out;
  for (const ListedTarget& entry : listed)
    if (!entry.health || entry.health->State != "healthy") out.emplace_back(entry.target).AvailabilityZone.clear();
  return out;
}

std::vector<ListedTarget> refreshed(std::span<const ListedTarget> listed,
                                    std::span<const aws::TargetHealthDescription> described) {
  std::map<TargetKey, const aws::TargetHealthDescription*> rows;
  for (const aws::TargetHealthDescription& row : described) rows.emplace(key_of(row.Target), &row);
  std::vector<ListedTarget> out;
  for (const ListedTarget& entry : listed) {
    const auto row = rows.find(key_of(entry.target));
    if (row == rows.end()) out.push_back(entry);
    else if (!gone(row->second->TargetHealth)) out.push_back({row->second->Target, row->second->TargetHealth});
  }
  return out;
}

bool names_any(std::string_view message, std::span<const aws::TargetDescription> targets) {
  return std::ranges::any_of(targets, [&](const aws::TargetDescription& each) { return names(message, each.Id); });
}

RefusedBatch split_refused(std::span<const aws::TargetDescription> batch, std::string_view message) {
  RefusedBatch split;
  std::vector<aws::TargetDescription> rest;
  for (const aws::TargetDescription& target : batch) {
    if (names(message, target.Id)) split.refused.push_back(target);
    else rest.push_back(target);
  }
  if (!split.refused.empty()) {
    if (!rest.empty()) split.retry.push_back(std::move(rest));
  } else if (batch.size() == 1) {
    split.refused = std::move(rest);
  } else {
    const auto middle = rest.begin() + static_cast<std::ptrdiff_t>(rest.size() / 2);
    split.retry.emplace_back(rest.begin(), middle);
    split.retry.emplace_back(middle, rest.end());
  }
  return split;
}

}  // namespace nlbsim::engine
