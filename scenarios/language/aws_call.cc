#include "scenarios/language/aws_call.h"

#include <algorithm>
#include <string>

#include "fake_aws/query/dialects.h"
#include "fake_aws/query/wire_operation.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;

// Spells a document as the parameters of a query request; both protocols number list entries from 1.
class Flattener {
 public:
  explicit Flattener(bool ec2) : ec2_(ec2) {}

  void add(const std::string& name, const Json& value) {
    if (value.is_object()) {
      for (const auto& [key, member] : value.items()) {
        const std::string spelled = wire(key.str());
        add(name.empty() ? spelled : name + "." + spelled, member);
      }
    } else if (value.is_array()) {
      const std::string prefix = ec2_ ? name + "." : name + ".member.";
      for (std::size_t i = 0; i < value.size(); ++i) add(prefix + std::to_string(i + 1), value[i]);
    } else if (!value.is_null()) {
      parameters_.emplace_back(name, value.is_string() ? value.get<std::string>() : api::dump_json(value));
    }
  }
  const fake_aws::FormTree::Parameters& parameters() const { return parameters_; }

 private:
  std::string wire(const std::string& member) const {
    if (!ec2_) return member;
    const auto found = std::ranges::find(fake_aws::kEc2RequestNames, member, &fake_aws::Ec2Name::member);
    return found == fake_aws::kEc2RequestNames.end() ? member : std::string(found->wire);
  }

  bool ec2_;
  fake_aws::FormTree::Parameters parameters_;
};

// The path of a member of `asked` that `understood` lacks; empty if there is none.
std::string not_understood(const Json& asked, const Json& understood) {
  if (asked.is_array() && understood.is_array()) {
    for (std::size_t i = 0; i < std::min(asked.size(), understood.size()); ++i)
      if (std::string inner = not_understood(asked[i], understood[i]); !inner.empty())
        return "[" + std::to_string(i) + "]." + inner;
    return {};
  }
  if (!asked.is_object()) return {};
  for (const auto& [key, member] : asked.items()) {
    const Json& other = api::member(understood, key);
    if (other.is_null() && !member.is_null()) return key.str();
    if (std::string inner = not_understood(member, other); !inner.empty())
      return inner.starts_with('[') ? key + inner : key + "." + inner;
  }
  return {};
}

}  // namespace

std::vector<std::string_view> aws_operations() {
  std::vector<std::string_view> names;
  for (const auto operations : {fake_aws::elbv2_wire_operations(), fake_aws::ec2_wire_operations()})
    for (const fake_aws::WireOperation& operation : operations) names.push_back(operation.name);
  std::ranges::sort(names);
  return names;
}

sim::Result<api::CallRef> make_aws_call(std::string_view operation, const Json& request) {
  const fake_aws::WireOperation* elbv2 = fake_aws::find_wire_operation(fake_aws::elbv2_wire_operations(), operation);
  const fake_aws::WireOperation* found =
      elbv2 ? elbv2 : fake_aws::find_wire_operation(fake_aws::ec2_wire_operations(), operation);
  if (!found) return sim::fail("InvalidScenario", "the account has no operation " + std::string(operation));
  Flattener flattener(!elbv2);
  flattener.add("", request);
  const auto form = fake_aws::FormTree::build(flattener.parameters());
  if (!form) return sim::fail("InvalidScenario", form.error().message);
  auto call = found->decode(*form);
  if (!call) return sim::fail("InvalidScenario", call.error().message);
  const std::string unknown = not_understood(request, (*call)->request_json());
  if (!unknown.empty())
    return sim::fail("InvalidScenario", "the request of " + std::string(operation) + " has no member " + unknown);
  return *std::move(call);
}

}  // namespace nlbsim::scenarios
