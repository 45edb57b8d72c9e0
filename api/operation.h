// An operation is a type: its request, its response, its name, whether it mutates, its throttle category. A service is
// one virtual entry that takes any of its operations type-erased; `api::call<Op>` is the typed function on top.
//
//   struct DeleteListener {
//     struct Request { std::string ListenerArn; };
//     struct Response {};
//     static const api::OperationInfo& info();
//   };
//   auto answer = co_await api::call<aws::DeleteListener>(elbv2, context, std::move(request));
//
// Record, delay and fault are hooks around one coroutine (api/pipeline.h); retry and throttle, which loop, are
// coroutine decorators with the same one entry. None of them is written per operation.
#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/json/json.h"
#include "sim/journal.h"
#include "sim/result.h"
#include "sim/task.h"

namespace nlbsim::api {

using sim::Result;
using sim::Task;

enum class Plane : std::uint8_t { kube, aws };
std::string_view name(Plane plane);  // "kube", "aws"

// What is known of an operation without knowing its type. One static instance each, compared by address.
struct OperationInfo {
  std::string_view name;     // AWS's own: "CreateLoadBalancer"; Kubernetes: the verb, "patch"
  std::string_view service;  // "elbv2", "ec2", "kube"
  Plane plane = Plane::aws;
  bool mutates = false;
  std::string_view throttle;  // category of the throttle: "elbv2-describe"; empty: none
  void (*hash_request)(sim::Hasher&, const void*) = nullptr;
  void (*hash_response)(sim::Hasher&, const void*) = nullptr;
  Json (*request_json)(const void*) = nullptr;
  Json (*response_json)(const void*) = nullptr;
  std::string (*subject)(const void*) = nullptr;  // of the request: the object, ARN or name it is about; may be empty
};

// Who calls, why, and which attempt at which logical call it is: "the third CreateListener" counts logical calls,
// however often the SDK layer repeats one.
struct CallContext {
  sim::Actor* actor = nullptr;
  sim::RecordId cause = 0;  // a reconcile, a watch event, a scenario step
  std::uint64_t call = 0;   // id of the logical call; 0: the pipeline gives it one
  std::uint32_t attempt = 1;
};

// A request and the room for its response. Shared, because a request may outlive its dropped caller.
class AnyCall {
 public:
  explicit AnyCall(const OperationInfo& operation) : operation_(operation) {}
  AnyCall(const AnyCall&) = delete;
  AnyCall& operator=(const AnyCall&) = delete;
  virtual ~AnyCall() = default;
  const OperationInfo& operation() const { return operation_; }
  virtual const void* request_address() const = 0;
  virtual const void* response_address() const = 0;
  // The same request with a response of its own: the journal keeps what each attempt of a repeated call was told.
  virtual std::shared_ptr<AnyCall> repeat() const = 0;
  // Takes over the response of another call of the same operation.
  virtual void take_response(AnyCall& from) = 0;

  Json request_json() const { return operation_.request_json(request_address()); }
  Json response_json() const { return operation_.response_json(response_address()); }
  std::string subject() const { return operation_.subject ? operation_.subject(request_address()) : std::string(); }

 private:
  const OperationInfo& operation_;
};

template <class Op>
class TypedCall final : public AnyCall {
 public:
  explicit TypedCall(typename Op::Request r) : AnyCall(Op::info()), request(std::move(r)) {}
  const void* request_address() const override { return &request; }
  const void* response_address() const override { return &response; }
  std::shared_ptr<AnyCall> repeat() const override { return std::make_shared<TypedCall>(request); }
  void take_response(AnyCall& from) override { response = static_cast<TypedCall&>(from).response; }
  typename Op::Request request;
  typename Op::Response response;
};

// The typed call behind an erased one. The caller has compared the operation.
template <class Op>
TypedCall<Op>& as(AnyCall& call) {
  assert(&call.operation() == &Op::info());
  return static_cast<TypedCall<Op>&>(call);
}
template <class Op>
const TypedCall<Op>& as(const AnyCall& call) {
  assert(&call.operation() == &Op::info());
  return static_cast<const TypedCall<Op>&>(call);
}

using CallRef = std::shared_ptr<AnyCall>;

class Service {
 public:
  Service() = default;
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  virtual ~Service() = default;
  // Fills the response of `request` or returns an error. The service outlives every actor that uses it.
  virtual Task<Result<void>> call(CallContext context, CallRef request) = 0;
};

template <class Op>
Task<Result<typename Op::Response>> call(Service& service, CallContext context, typename Op::Request request) {
  auto typed = std::make_shared<TypedCall<Op>>(std::move(request));
  auto answer = co_await service.call(context, typed);
  // A copy, because the journal keeps the call; except of what has one owner, the caller: a watch's stream.
  if constexpr (requires { Op::Response::handed_over; }) {
    typename Op::Response response = std::exchange(typed->response, typename Op::Response());
    if (answer) co_return response;
  } else if (answer) {
    co_return typed->response;
  }
  co_return sim::forward(std::move(answer.error()));
}

}  // namespace nlbsim::api
