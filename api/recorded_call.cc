#include "api/recorded_call.h"

#include <utility>

namespace nlbsim::api {

namespace {

Json part(const void* call, std::string_view name) { return member(*static_cast<const Json*>(call), name); }

}  // namespace

RecordedCall::RecordedCall(Json record) : AnyCall(info_), record_(std::move(record)) {
  info_.name = text(member(record_, "operation"));
  info_.service = text(member(record_, "service"));
  info_.plane = info_.service == name(Plane::kube) ? Plane::kube : Plane::aws;
  info_.mutates = member(record_, "mutates") == true;
  info_.hash_request = [](sim::Hasher& hasher, const void* call) { hash_json(hasher, part(call, "request")); };
  info_.hash_response = [](sim::Hasher& hasher, const void* call) { hash_json(hasher, part(call, "response")); };
  info_.request_json = [](const void* call) { return part(call, "request"); };
  info_.response_json = [](const void* call) { return part(call, "response"); };
  info_.subject = [](const void* call) { return std::string(text(part(call, "subject"))); };
}

}  // namespace nlbsim::api
