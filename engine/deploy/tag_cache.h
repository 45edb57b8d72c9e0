// Tags of ELBv2 resources. DescribeTags is asked in batches of 20 and its answers are kept for 20 minutes, as the real
// controller does; what we change or remove ourselves is dropped at once. One per replica.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/context.h"
#include "engine/deploy/tracked.h"

namespace nlbsim::engine {

class TagCache {
 public:
  explicit TagCache(const Context& context) : context_(context) {}
  TagCache(const TagCache&) = delete;
  TagCache& operator=(const TagCache&) = delete;

  // One entry per ARN, in order; an ARN without tags has an empty map.
  sim::Task<sim::Result<std::vector<TagsRef>>> get(std::vector<std::string> arns, sim::RecordId cause);
  // Known without asking: we have just made the resource with these tags.
  void put(const std::string& arn, aws::TagMap tags);
  void drop(const std::string& arn) { entries_.erase(arn); }

 private:
  struct Entry {
    TagsRef tags;
    sim::Instant expires;
  };
  TagsRef find(const std::string& arn) const;
  void store(const std::string& arn, aws::TagMap tags);

  const Context& context_;
  std::map<std::string, Entry> entries_;
};

}  // namespace nlbsim::engine
