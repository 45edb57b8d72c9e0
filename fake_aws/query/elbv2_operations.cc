#include "api/aws/elbv2.h"
#include "api/aws/elbv2_described.h"
#include "fake_aws/query/dialects.h"
#include "fake_aws/query/wire_table.h"

namespace nlbsim::fake_aws {
namespace {

struct Answer {
  template <class Op>
  static std::string encode(const api::AnyCall& call, std::string_view request_id) {
    const std::string name(Op::info().name);
    pugi::xml_document document;
    pugi::xml_node root = document.append_child((name + "Response").c_str());
    root.append_attribute("xmlns").set_value(std::string(kElbv2Namespace).c_str());
    XmlWriter<QueryDialect>::write_members(root.append_child((name + "Result").c_str()), api::as<Op>(call).response,
                                           true);
    pugi::xml_node metadata = root.append_child("ResponseMetadata");
    metadata.append_child("RequestId").text().set(std::string(request_id).c_str());
    return xml_text(document);
  }
};

}  // namespace

std::span<const WireOperation> elbv2_wire_operations() {
  static const auto operations =
      wire_table<QueryDialect, Answer, aws::AddTags, aws::CreateListener, aws::CreateLoadBalancer,
                 aws::CreateTargetGroup, aws::DeleteListener, aws::DeleteLoadBalancer, aws::DeleteTargetGroup,
                 aws::DeregisterTargets, aws::DescribeListenerAttributes, aws::DescribeListeners,
                 aws::DescribeLoadBalancerAttributes, aws::DescribeLoadBalancers, aws::DescribeRules, aws::DescribeTags,
                 aws::DescribeTargetGroupAttributes, aws::DescribeTargetGroups, aws::DescribeTargetHealth,
                 aws::ModifyListener, aws::ModifyListenerAttributes, aws::ModifyLoadBalancerAttributes,
                 aws::ModifyTargetGroup, aws::ModifyTargetGroupAttributes, aws::RegisterTargets, aws::RemoveTags,
                 aws::SetSecurityGroups, aws::SetSubnets>();
  return operations;
}

}  // namespace nlbsim::fake_aws
