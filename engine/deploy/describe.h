// Descriptions of load balancers, target groups and security groups, read to the last page, behind one function. What
// differs between the three stands in a small struct each.
#pragma once

#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "api/aws/error_codes.h"
#include "engine/context.h"

namespace nlbsim::engine {

struct LoadBalancers {
  using Op = aws::DescribeLoadBalancers;
  using Item = aws::LoadBalancer;
  static constexpr std::string_view kNotFound = aws::code::kLoadBalancerNotFound;
  static api::Service& service(const Context& context) { return context.elbv2; }
  static Op::Request by_ids(std::vector<std::string> ids) { return {std::move(ids), {}, {}, {}}; }
  static Op::Request by_name(const Context&, std::string name) { return {{}, {std::move(name)}, {}, {}}; }
  static std::vector<Item>& items(Op::Response& response) { return response.LoadBalancers; }
  static std::string& next(Op::Request& request) { return request.Marker; }
  static const std::string& next(const Op::Response& response) { return response.NextMarker; }
  static const std::string& id(const Item& item) { return item.LoadBalancerArn; }
  static const std::string& name(const Item& item) { return item.LoadBalancerName; }
  static const std::string& vpc(const Item& item) { return item.VpcId; }
};

struct TargetGroups {
  using Op = aws::DescribeTargetGroups;
  using Item = aws::TargetGroup;
  static constexpr std::string_view kNotFound = aws::code::kTargetGroupNotFound;
  static api::Service& service(const Context& context) { return context.elbv2; }
  static Op::Request by_ids(std::vector<std::string> ids) { return {{}, std::move(ids), {}, {}, {}}; }
  static Op::Request by_name(const Context&, std::string name) { return {{}, {}, {std::move(name)}, {}, {}}; }
  static std::vector<Item>& items(Op::Response& response) { return response.TargetGroups; }
  static std::string& next(Op::Request& request) { return request.Marker; }
  static const std::string& next(const Op::Response& response) { return response.NextMarker; }
  static const std::string& id(const Item& item) { return item.TargetGroupArn; }
  static const std::string& name(const Item& item) { return item.TargetGroupName; }
  static const std::string& vpc(const Item& item) { return item.VpcId; }
};

struct SecurityGroups {
  using Op = aws::ec2::DescribeSecurityGroups;
  using Item = aws::ec2::SecurityGroup;
  static constexpr std::string_view kNotFound = aws::code::kGroupNotFound;
  static api::Service& service(const Context& context) { return context.ec2; }
  static Op::Request by_ids(std::vector<std::string> ids) { return {{}, std::move(ids), {}, {}}; }
  static Op::Request by_name(const Context& context, std::string name) {
    return by_filters({{"vpc-id", {context.config.vpc_id}}, {"group-name", {std::move(name)}}});
  }
  static Op::Request by_filters(std::vector<aws::Filter> filters) { return {std::move(filters), {}, {}, {}}; }
  static std::vector<Item>& items(Op::Response& response) { return response.SecurityGroups; }
  static std::string& next(Op::Request& request) { return request.NextToken; }
  static const std::string& next(const Op::Response& response) { return response.NextToken; }
  static const std::string& id(const Item& item) { return item.GroupId; }
  static const std::string& name(const Item& item) { return item.GroupName; }
  static const std::string& vpc(const Item& item) { return item.VpcId; }
};

template <class Kind>
sim::Task<sim::Result<std::vector<typename Kind::Item>>> describe_all(const Context& context,
                                                                      typename Kind::Op::Request request,
                                                                      sim::RecordId cause) {
  using Op = typename Kind::Op;
  std::vector<typename Kind::Item> items;
  while (true) {
    auto answer = co_await api::call<Op>(Kind::service(context), context.call(cause), request);
    if (!answer) answer.error().origin = Op::info().name;
    if (!answer) co_return sim::forward(std::move(answer.error()));
    for (auto& item : Kind::items(*answer)) items.push_back(std::move(item));
    Kind::next(request) = Kind::next(*answer);
    if (Kind::next(request).empty()) co_return items;
  }
}

// Those of the ids that are still there; what is gone is left out instead of failing the others.
template <class Kind>
sim::Task<sim::Result<std::vector<typename Kind::Item>>> describe_known(const Context& context,
                                                                        std::vector<std::string> ids,
                                                                        sim::RecordId cause) {
  std::vector<typename Kind::Item> items;
  if (ids.empty()) co_return items;
  auto together = co_await describe_all<Kind>(context, Kind::by_ids(ids), cause);
  if (together) co_return together;
  if (together.error().code != Kind::kNotFound) co_return together;
  if (ids.size() == 1) co_return items;
  for (const std::string& id : ids) {
    std::vector<std::string> one;
    one.push_back(id);
    auto alone = co_await describe_all<Kind>(context, Kind::by_ids(std::move(one)), cause);
    if (!alone && alone.error().code == Kind::kNotFound) continue;
    if (!alone) co_return alone;
    for (auto& item : *alone) items.push_back(std::move(item));
  }
  co_return items;
}

// Empty when there is none of that name.
template <class Kind>
sim::Task<sim::Result<std::vector<typename Kind::Item>>> describe_named(const Context& context, std::string name,
                                                                        sim::RecordId cause) {
  auto found = co_await describe_all<Kind>(context, Kind::by_name(context, std::move(name)), cause);
  if (!found && found.error().code == Kind::kNotFound) co_return std::vector<typename Kind::Item>();
  co_return found;
}

}  // namespace nlbsim::engine
