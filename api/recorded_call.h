// A call as a report tells of it: the names of its operation, request and response are parts of a document, whatever
// types they had once. For what reads calls as JSON; no operation's own type is behind it.
#pragma once

#include <memory>

#include "api/operation.h"

namespace nlbsim::api {

class RecordedCall final : public AnyCall {
 public:
  // `record` is a call_sent as JSON. Shares the document.
  explicit RecordedCall(Json record);
  const void* request_address() const override { return &record_; }
  const void* response_address() const override { return &record_; }
  std::shared_ptr<AnyCall> repeat() const override { return std::make_shared<RecordedCall>(record_); }
  void take_response(AnyCall& from) override { record_["response"] = from.response_json(); }

 private:
  Json record_;
  OperationInfo info_;
};

}  // namespace nlbsim::api
