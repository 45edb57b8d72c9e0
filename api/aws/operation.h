// What the operations of AWS have in common. An operation is a struct that derives from Operation and has a name, a
// Request and a Response:
//
//   struct DeleteListener : Operation<DeleteListener, kElbv2> {
//     static constexpr std::string_view kName = "DeleteListener";
//     struct Request { std::string ListenerArn; };
//     using Response = NoFields;
//   };
//
// Members are AWS's own. An empty string or list means "not given"; where AWS tells absent from zero or empty, the
// member is optional. Whether it mutates, its throttle category and the subject of its calls follow from name and
// members. `info()` is there once the operation stands in its service's list (api/aws/operations.h).
#pragma once

#include <string_view>

#include "api/aws/services.h"
#include "api/operation.h"

namespace nlbsim::aws {

template <class Op, const ServiceInfo& service>
struct Operation {
  static constexpr const ServiceInfo& kService = service;
  static const api::OperationInfo& info();
};

template <class... Ops>
struct OperationList {};

}  // namespace nlbsim::aws
