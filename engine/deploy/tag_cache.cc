#include "engine/deploy/tag_cache.h"

#include "api/aws/elbv2.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

constexpr sim::Duration kTimeToLive = std::chrono::minutes{20};
constexpr std::size_t kBatch = 20;

}  // namespace

sim::Task<sim::Result<std::vector<TagsRef>>> TagCache::get(std::vector<std::string> arns, sim::RecordId cause) {
  std::vector<TagsRef> tags(arns.size());
  std::map<std::string, std::size_t> missing;  // to its place; asked in the order of `arns`
  std::vector<std::string> to_ask;
  for (std::size_t at = 0; at < arns.size(); ++at) {
    tags[at] = find(arns[at]);
    if (!tags[at] && missing.emplace(arns[at], at).second) to_ask.push_back(arns[at]);
  }
  for (std::size_t from = 0; from < to_ask.size(); from += kBatch) {
    const std::size_t to = std::min(from + kBatch, to_ask.size());
    aws::DescribeTags::Request request;
    for (std::size_t at = from; at < to; ++at) request.ResourceArns.push_back(to_ask[at]);
    auto answer = co_await api::call<aws::DescribeTags>(context_.elbv2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    std::map<std::string, aws::TagMap> described;
    for (const auto& entry : answer->TagDescriptions) described[entry.ResourceArn] = aws::to_map(entry.Tags);
    for (std::size_t at = from; at < to; ++at) {
      store(to_ask[at], described[to_ask[at]]);
      tags[missing[to_ask[at]]] = find(to_ask[at]);
    }
  }
  co_return tags;
}

void TagCache::put(const std::string& arn, aws::TagMap tags) {
  if (context_.config.profile->created_tags_remembered) store(arn, std::move(tags));
}

TagsRef TagCache::find(const std::string& arn) const {
  const auto found = entries_.find(arn);
  const bool usable = found != entries_.end() && context_.scheduler.now() < found->second.expires;
  return usable ? found->second.tags : nullptr;
}

void TagCache::store(const std::string& arn, aws::TagMap tags) {
  const sim::Instant expires = context_.scheduler.now() + kTimeToLive;
  entries_[arn] = {std::make_shared<const aws::TagMap>(std::move(tags)), expires};
}

}  // namespace nlbsim::engine
