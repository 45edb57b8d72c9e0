// The parameters of an AWS query request as a tree: "Tags.member.1.Key=a" becomes Tags -> member -> 1 -> Key with a
// value.
//
// Lists are children with numbers for names; they are read in numeric order and may have gaps (botocore and the Go SDK
// number from 1 without any). Built once per request; read only after that.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/result.h"

namespace nlbsim::fake_aws {

class FormTree {
 public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  // Error code "MalformedInput": a name with more than 16 parts, or more than 10,000 parameters.
  static sim::Result<FormTree> build(const Parameters& parameters);

  const FormTree* child(std::string_view name) const;  // null if there is none
  const std::optional<std::string>& value() const { return value_; }
  bool empty() const { return children_.empty(); }
  // The children whose names are numbers, in numeric order.
  std::vector<const FormTree*> items() const;

 private:
  std::optional<std::string> value_;
  std::map<std::string, FormTree, std::less<>> children_;
};

}  // namespace nlbsim::fake_aws
