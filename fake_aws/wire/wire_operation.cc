#include "fake_aws/wire/wire_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "fake_aws/wire/form_reader.h"
#include "fake_aws/wire/wire_rows.h"
#include "fake_aws/wire/xml_writer.h"

namespace nlbsim::fake_aws {
namespace {

using aws::Protocol;

constexpr std::string_view kJsonType = "application/x-amz-json-1.1";

int status_of(const sim::Error& error) { return error.http_status == 0 ? 400 : error.http_status; }

std::string_view xml_type(Protocol protocol) {
  return protocol == Protocol::ec2 ? "text/xml;charset=UTF-8" : "text/xml";
}

std::vector<WireOperation> all_rows() {
  std::vector<WireOperation> rows;
  add_elbv2_rows(rows);
  add_ec2_rows(rows);
  add_other_rows(rows);
  std::ranges::sort(rows, [](const WireOperation& a, const WireOperation& b) {
    return std::tie(a.name, a.service->name) < std::tie(b.name, b.service->name);
  });
  return rows;
}

// The plans of every answer there can be, made with the first one.
class Plans {
 public:
  Plans() {
    for (const WireOperation& row : wire_operations())
      if (row.service->protocol != Protocol::json) of(row.service->protocol).plan_of(*row.response);
  }
  XmlPlans& of(Protocol protocol) { return protocol == Protocol::ec2 ? ec2_ : query_; }

 private:
  XmlPlans query_{Protocol::query};
  XmlPlans ec2_{Protocol::ec2};
};

XmlPlans& plans(Protocol protocol) {
  static Plans all;
  return all.of(protocol);
}

std::string xml_answer(const WireOperation& operation, const api::AnyCall& call, std::string_view request_id) {
  const aws::ServiceInfo& service = *operation.service;
  XmlPlans& made = plans(service.protocol);
  const XmlPlans::Plan& plan = *made.plan_of(*operation.response);
  const bool ec2 = service.protocol == Protocol::ec2;
  std::string out = fmt::format("<{}Response xmlns=\"{}\">", operation.name, service.wire_name);
  if (ec2) {
    append_element(out, "requestId", request_id);
    made.write_answer(out, plan, call.response_address());
  } else {
    const std::size_t before = out.size();
    out.append(fmt::format("<{}Result>", operation.name));
    const std::size_t begin = out.size();
    made.write_answer(out, plan, call.response_address());
    if (out.size() == begin) out.replace(before, begin - before, fmt::format("<{}Result/>", operation.name));
    else out.append(fmt::format("</{}Result>", operation.name));
    out.append("<ResponseMetadata>");
    append_element(out, "RequestId", request_id);
    out.append("</ResponseMetadata>");
  }
  return out.append(fmt::format("</{}Response>", operation.name));
}

std::string query_error(const aws::ServiceInfo& service, const sim::Error& error, std::string_view request_id) {
  std::string out = fmt::format("<ErrorResponse xmlns=\"{}\"><Error>", service.wire_name);
  append_element(out, "Type", error.http_status >= 500 ? "Receiver" : "Sender");
  append_element(out, "Code", error.code);
  append_element(out, "Message", error.message);
  out.append("</Error>");
  append_element(out, "RequestId", request_id);
  return out.append("</ErrorResponse>");
}

std::string ec2_error(const sim::Error& error, std::string_view request_id) {
  std::string out = "<Response><Errors><Error>";
  append_element(out, "Code", error.code);
  append_element(out, "Message", error.message);
  out.append("</Error></Errors>");
  append_element(out, "RequestID", request_id);
  return out.append("</Response>");
}

// The requests of calls are constant for everybody but who is filling one in.
void* request_in(api::AnyCall& call) { return const_cast<void*>(call.request_address()); }

}  // namespace

std::span<const WireOperation> wire_operations() {
  static const std::vector<WireOperation> rows = all_rows();
  return rows;
}

const WireOperation* find_wire_operation(const aws::ServiceInfo& service, std::string_view name) {
  for (const WireOperation& row : std::ranges::equal_range(wire_operations(), name, {}, &WireOperation::name))
    if (row.service == &service) return &row;
  return nullptr;
}

sim::Result<api::CallRef> decode(const WireOperation& operation, const FormTree& form) {
  api::CallRef call = operation.make();
  auto read = read_form(form, operation.service->protocol, *operation.request, request_in(*call));
  if (!read) return sim::forward(std::move(read.error()));
  return call;
}

sim::Result<api::CallRef> decode(const WireOperation& operation, const api::Json& body) {
  api::CallRef call = operation.make();
  const auto problem =
      read_json_body(body, operation.service->protocol, *operation.request, request_in(*call), UnknownMembers::ignored);
  if (!problem) return call;
  sim::Error error;
  error.code = "SerializationException";
  error.message = problem->message;
  error.http_status = 400;
  return sim::forward(std::move(error));
}

EncodedAnswer encode(const WireOperation& operation, const api::AnyCall& call, std::string_view request_id) {
  const Protocol protocol = operation.service->protocol;
  if (protocol == Protocol::json)
    return {200, std::string(kJsonType), api::dump_json(json_body(*operation.response, call.response_address()))};
  return {200, std::string(xml_type(protocol)), xml_answer(operation, call, request_id)};
}

EncodedAnswer encode_error(const aws::ServiceInfo& service, const sim::Error& error, std::string_view request_id) {
  const int status = status_of(error);
  switch (service.protocol) {
    case Protocol::json:
      return {status, std::string(kJsonType), api::dump_json({{"__type", error.code}, {"message", error.message}})};
    case Protocol::ec2: return {status, std::string(xml_type(Protocol::ec2)), ec2_error(error, request_id)};
    case Protocol::query:
      return {status, std::string(xml_type(Protocol::query)), query_error(service, error, request_id)};
  }
  return {};
}

sim::Error unknown_operation(const aws::ServiceInfo& service, std::string_view name) {
  sim::Error error;
  error.http_status = 400;
  error.code = "InvalidAction";
  switch (service.protocol) {
    case Protocol::json:
      error.code = "UnknownOperationException";
      error.message = fmt::format("{} has no operation {} here", service.wire_name, name);
      break;
    case Protocol::ec2: error.message = fmt::format("The action {} is not valid for this web service.", name); break;
    case Protocol::query:
      error.message = fmt::format("Could not find operation {} for version {}", name, service.version);
      break;
  }
  return error;
}

}  // namespace nlbsim::fake_aws
