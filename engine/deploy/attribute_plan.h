// Attributes of load balancers, listeners and target groups: what has to be called so that AWS has those that a
// configuration asks for. An attribute that nobody asks for any more stays as it is: AWS tells no default to go back
// to.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "api/aws/elbv2.h"
#include "engine/deploy/plan.h"

namespace nlbsim::engine {

// By ARN, of those resources whose attributes somebody asked for.
using KnownAttributes = std::map<std::string, std::vector<aws::Attribute>>;

// Those of `desired` that `actual` lacks.
inline std::vector<aws::Attribute> missing_attributes(const std::vector<aws::Attribute>& desired,
                                                      const std::vector<aws::Attribute>& actual) {
  std::vector<aws::Attribute> out;
  for (const aws::Attribute& attribute : desired)
    if (std::ranges::find(actual, attribute) == actual.end()) out.push_back(attribute);
  return out;
}

// Of the resource that the plan calls `reference`; `arn` is the member of the request that names it. Empty: nothing.
template <class Op>
Plan plan_attributes(const std::string& object, const std::string& reference, std::string Op::Request::* arn,
                     std::vector<aws::Attribute> missing) {
  Plan plan;
  if (missing.empty()) return plan;
  const auto make = [reference, arn, missing = std::move(missing)](const References& references) {
    typename Op::Request request;
    request.*arn = references.at(reference);
    request.Attributes = missing;
    return request;
  };
  plan.push_back(plan_call_with<Op>(object, "attributes are missing or differ", make));
  return plan;
}

}  // namespace nlbsim::engine
