// Resource Groups Tagging API (API version 2017-01-26): finding resources by their tags. Described here, because only
// the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/operation.h"
#include "api/aws/tags_described.h"

namespace nlbsim::aws::tagging {

struct TagFilter {
  std::string Key;
  std::vector<std::string> Values;
};
struct ResourceTagMapping {
  std::string ResourceARN;
  std::vector<Tag> Tags;
};
BOOST_DESCRIBE_STRUCT(TagFilter, (), (Key, Values))
BOOST_DESCRIBE_STRUCT(ResourceTagMapping, (), (ResourceARN, Tags))

struct GetResources : Operation<GetResources, kTagging> {
  static constexpr std::string_view kName = "GetResources";
  struct Request {
    std::string PaginationToken;
    std::vector<TagFilter> TagFilters;
    std::optional<std::int32_t> ResourcesPerPage, TagsPerPage;
    std::vector<std::string> ResourceTypeFilters, ResourceARNList;
  };
  struct Response {
    // Empty on the last page, but there.
    static constexpr api::MemberNote notes[] = {{.member = "PaginationToken", .always = true}};
    std::string PaginationToken;
    std::vector<ResourceTagMapping> ResourceTagMappingList;
  };
};
struct GetTagKeys : Operation<GetTagKeys, kTagging> {
  static constexpr std::string_view kName = "GetTagKeys";
  struct Request {
    std::string PaginationToken;
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {{.member = "PaginationToken", .always = true}};
    std::string PaginationToken;
    std::vector<std::string> TagKeys;
  };
};
struct GetTagValues : Operation<GetTagValues, kTagging> {
  static constexpr std::string_view kName = "GetTagValues";
  struct Request {
    std::string PaginationToken, Key;
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {{.member = "PaginationToken", .always = true}};
    std::string PaginationToken;
    std::vector<std::string> TagValues;
  };
};
BOOST_DESCRIBE_STRUCT(GetTagKeys::Request, (), (PaginationToken))
BOOST_DESCRIBE_STRUCT(GetTagKeys::Response, (), (PaginationToken, TagKeys))
BOOST_DESCRIBE_STRUCT(GetTagValues::Request, (), (PaginationToken, Key))
BOOST_DESCRIBE_STRUCT(GetTagValues::Response, (), (PaginationToken, TagValues))
BOOST_DESCRIBE_STRUCT(GetResources::Request, (),
                      (PaginationToken, TagFilters, ResourcesPerPage, TagsPerPage, ResourceTypeFilters,
                       ResourceARNList))
BOOST_DESCRIBE_STRUCT(GetResources::Response, (), (PaginationToken, ResourceTagMappingList))

}  // namespace nlbsim::aws::tagging
