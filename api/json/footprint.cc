#include "api/json/footprint.h"

namespace nlbsim::api {

namespace {

// Of the allocator, for each block.
constexpr std::size_t kBlock = 16;

}  // namespace

std::size_t footprint(const Json& value) {
  if (value.is_string()) return kBlock + sizeof(TextNode) + value.text().size();
  if (!value.is_structured()) return 0;
  std::size_t bytes = kBlock + sizeof(Node) + value.size() * (value.is_object() ? sizeof(Member) : sizeof(Json));
  for (const Json& entry : value) bytes += footprint(entry);
  return bytes;
}

}  // namespace nlbsim::api
