// The operations of the query services as the wire knows them: from a form to a call, from its answer to XML bytes. One
// line per operation; what its members are called and in which order they stand comes from its description.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/operation.h"
#include "fake_aws/query/form_tree.h"

namespace nlbsim::fake_aws {

struct WireOperation {
  std::string_view name;
  // Error code as the service has it for a value of the wrong type.
  sim::Result<api::CallRef> (*decode)(const FormTree& form);
  std::string (*encode)(const api::AnyCall& call, std::string_view request_id);
};

// Sorted by name.
std::span<const WireOperation> elbv2_wire_operations();
std::span<const WireOperation> ec2_wire_operations();
const WireOperation* find_wire_operation(std::span<const WireOperation> operations, std::string_view name);

inline constexpr std::string_view kElbv2Version = "2015-12-01";
inline constexpr std::string_view kEc2Version = "2016-11-15";
inline constexpr std::string_view kStsVersion = "2011-06-15";

// The error bodies of the protocols. ELBv2 and STS differ in their namespace.
std::string query_error(std::string_view xml_namespace, const sim::Error& error, std::string_view request_id);
std::string ec2_error(const sim::Error& error, std::string_view request_id);

inline constexpr std::string_view kElbv2Namespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
inline constexpr std::string_view kEc2Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";
inline constexpr std::string_view kStsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";

}  // namespace nlbsim::fake_aws
