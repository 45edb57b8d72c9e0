#include "reports/coverage/coverage.h"

#include "api/records.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::RunRecord;

struct OpenCall {
  OperationCoverage* operation = nullptr;
  std::string applied;  // error code at the server; empty: it took effect
  bool arrived = false;
};

std::string operation_name(const api::AnyCall& call) {
  std::string out(call.operation().service);
  out.append("/").append(call.operation().name);
  const Json request = call.request_json();
  if (const std::string_view resource = api::text(api::member(request, "resource")); !resource.empty())
    out.append(" ").append(resource);
  if (const std::string_view part = api::text(api::member(request, "subresource")); !part.empty())
    out.append("/").append(part);
  return out;
}

std::string code_of(const std::optional<sim::Error>& error) { return error ? error->code : std::string(); }

// The calls of one run, from their sending to their answer.
class Calls {
 public:
  explicit Calls(Coverage& coverage) : coverage_(coverage) {}

  void sent(const sim::Record& record) {
    const api::AnyCall& call = *api::payload<api::CallSent>(record).asked;
    OperationCoverage& operation = coverage_[operation_name(call)];
    operation.mutates = call.operation().mutates;
    ++operation.calls;
    ++operation.unanswered;
    open_[record.id] = {&operation, "", false};
  }

  void applied(const api::CallApplied& applied) {
    const auto call = open_.find(applied.sent);
    if (call == open_.end()) return;
    call->second.arrived = true;
    call->second.applied = code_of(applied.error);
  }

  void returned(const api::CallReturned& returned) {
    const auto found = open_.find(returned.sent);
    if (found == open_.end()) return;
    const OpenCall call = std::move(found->second);
    open_.erase(found);
    --call.operation->unanswered;
    const std::string told = code_of(returned.error);
    if (call.arrived && !call.applied.empty()) ++call.operation->refused[call.applied];
    if (told != call.applied || (!call.arrived && !told.empty())) ++call.operation->broken[told];
  }

 private:
  Coverage& coverage_;
  std::map<sim::RecordId, OpenCall> open_;
};

void take(const RunRecord& run, Coverage& coverage) {
  Calls calls(coverage);
  for (const sim::Record& record : run.records()) {
    if (record.kind == sim::RecordKind::call_sent) calls.sent(record);
    else if (record.kind == sim::RecordKind::call_applied) calls.applied(api::payload<api::CallApplied>(record));
    else if (record.kind == sim::RecordKind::call_returned) calls.returned(api::payload<api::CallReturned>(record));
  }
}

}  // namespace

Coverage coverage_of(std::span<const RunRecord> runs) {
  Coverage coverage;
  for (const RunRecord& run : runs) take(run, coverage);
  return coverage;
}

Json coverage_json(const Coverage& coverage) {
  Json out = Json::array();
  for (const auto& [name, operation] : coverage)
    out.push_back(Json{{"operation", name},
                       {"mutates", operation.mutates},
                       {"calls", operation.calls},
                       {"refused", operation.refused},
                       {"broken", operation.broken},
                       {"unanswered", operation.unanswered}});
  return out;
}

}  // namespace nlbsim::reports
