#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"
#include "fake_aws/query/dialects.h"
#include "fake_aws/query/wire_table.h"

namespace nlbsim::fake_aws {
namespace {

namespace ec2 = aws::ec2;

struct Answer {
  template <class Op>
  static std::string encode(const api::AnyCall& call, std::string_view request_id) {
    pugi::xml_document document;
    pugi::xml_node root = document.append_child((std::string(Op::info().name) + "Response").c_str());
    root.append_attribute("xmlns").set_value(std::string(kEc2Namespace).c_str());
    root.append_child("requestId").text().set(std::string(request_id).c_str());
    XmlWriter<Ec2Dialect>::write_members(root, api::as<Op>(call).response, true);
    return xml_text(document);
  }
};

}  // namespace

std::span<const WireOperation> ec2_wire_operations() {
  static const auto operations =
      wire_table<Ec2Dialect, Answer, ec2::AuthorizeSecurityGroupIngress, ec2::CreateSecurityGroup, ec2::CreateTags,
                 ec2::DeleteSecurityGroup, ec2::DeleteTags, ec2::DescribeAvailabilityZones, ec2::DescribeInstances,
                 ec2::DescribeRouteTables, ec2::DescribeSecurityGroups, ec2::DescribeSubnets, ec2::DescribeVpcs,
                 ec2::RevokeSecurityGroupIngress>();
  return operations;
}

}  // namespace nlbsim::fake_aws
