// Builds an OperationInfo from the described request and response of an operation type. For the .cc of an operation
// family only: it instantiates every walker of api/describe.h.
#pragma once

#include "api/describe.h"
#include "api/operation.h"

namespace nlbsim::api {

template <class Op>
OperationInfo make_operation_info(std::string_view name, std::string_view service, Plane plane, bool mutates,
                                  std::string_view throttle, std::string (*subject)(const typename Op::Request&)) {
  static std::string (*const subject_of)(const typename Op::Request&) = subject;
  using Request = typename Op::Request;
  using Response = typename Op::Response;
  OperationInfo info;
  info.name = name;
  info.service = service;
  info.plane = plane;
  info.mutates = mutates;
  info.throttle = throttle;
  info.hash_request = [](sim::Hasher& h, const void* p) { hash_value_into(h, *static_cast<const Request*>(p)); };
  info.hash_response = [](sim::Hasher& h, const void* p) { hash_value_into(h, *static_cast<const Response*>(p)); };
  info.request_json = [](const void* p) { return to_json_value(*static_cast<const Request*>(p)); };
  info.response_json = [](const void* p) { return to_json_value(*static_cast<const Response*>(p)); };
  if (subject) info.subject = [](const void* p) { return subject_of(*static_cast<const Request*>(p)); };
  return info;
}

}  // namespace nlbsim::api
