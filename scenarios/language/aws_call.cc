#include "scenarios/language/aws_call.h"

#include <algorithm>
#include <string>

#include "fake_aws/wire/wire_operation.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios {

namespace {

// "acm.ListCertificates" where two services have an operation of one name, else the name alone.
const fake_aws::WireOperation* find_operation(std::string_view name) {
  const auto dot = name.find('.');
  if (dot != name.npos) {
    const aws::ServiceInfo* service = aws::find_service(name.substr(0, dot));
    return service ? fake_aws::find_wire_operation(*service, name.substr(dot + 1)) : nullptr;
  }
  for (const aws::ServiceInfo* service : aws::services())
    if (const fake_aws::WireOperation* found = fake_aws::find_wire_operation(*service, name)) return found;
  return nullptr;
}

}  // namespace

std::vector<std::string> aws_operations() {
  std::vector<std::string> names;
  const auto operations = fake_aws::wire_operations();
  for (const fake_aws::WireOperation& operation : operations) {
    const bool shared = std::ranges::count(operations, operation.name, &fake_aws::WireOperation::name) > 1;
    if (shared) names.push_back(std::string(operation.service->name) + "." + std::string(operation.name));
    if (!shared || find_operation(operation.name) == &operation) names.emplace_back(operation.name);
  }
  std::ranges::sort(names);
  return names;
}

sim::Result<api::CallRef> make_aws_call(std::string_view operation, const api::Json& request) {
  const fake_aws::WireOperation* found = find_operation(operation);
  if (!found) return sim::fail("InvalidScenario", "the account has no operation " + std::string(operation));
  api::CallRef call = found->make();
  const auto problem =
      fake_aws::read_json_body(request, found->service->protocol, *found->request,
                               const_cast<void*>(call->request_address()), fake_aws::UnknownMembers::refused);
  if (!problem) return call;
  if (!problem->message.empty()) return sim::fail("InvalidScenario", problem->message);
  const std::vector<std::string_view> known(problem->known.begin(), problem->known.end());
  return sim::fail("InvalidScenario", "the request of " + std::string(operation) + " has no member " + problem->path +
                                          suggest(problem->member, known));
}

}  // namespace nlbsim::scenarios
