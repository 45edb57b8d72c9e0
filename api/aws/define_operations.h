// Makes the OperationInfo of every operation of a list from its description. For the one file per service that does so,
// which includes the descriptions: it is dear to compile.
#pragma once

#include <array>
#include <span>

#include "api/aws/operations.h"
#include "api/operation_info.h"

namespace nlbsim::aws {

// What a request is about, for people and for fault filters: the first ARN, id or name that it gives.
template <class Request>
std::string subject_of(const Request& request) {
  std::string found;
  api::for_each_member(request, [&](std::string_view name, const auto& member) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, std::string>)
      if (found.empty() && (name.ends_with("Arn") || name.ends_with("Id") || name.ends_with("Name"))) found = member;
  });
  return found;
}

inline bool mutates(std::string_view operation) {
  for (const std::string_view reading : {"Describe", "List", "Get", "AssumeRole"})
    if (operation.starts_with(reading)) return false;
  return true;
}

template <class Op, const ServiceInfo& service>
const api::OperationInfo& Operation<Op, service>::info() {
  static const api::OperationInfo info =
      api::make_operation_info<Op>(Op::kName, service.name, api::Plane::aws, mutates(Op::kName),
                                   throttle_category(service, Op::kName), subject_of<typename Op::Request>);
  return info;
}

// Taking the addresses makes the functions above for every operation of the list.
template <class... Ops>
std::span<const InfoFunction> info_functions(OperationList<Ops...>) {
  static constexpr std::array<InfoFunction, sizeof...(Ops)> kFunctions{&Ops::info...};
  return kFunctions;
}

}  // namespace nlbsim::aws
