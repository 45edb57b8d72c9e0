#include "reports/coverage/coverage.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using api::member;
using api::text;
using scenarios::RunRecord;

struct OpenCall {
  OperationCoverage* operation = nullptr;
  std::string applied;  // error code at the server; empty: it took effect
  bool arrived = false;
};

std::string operation_name(const Json& sent) {
  std::string out(text(member(sent, "service")));
  out.append("/").append(text(member(sent, "operation")));
  const Json& request = member(sent, "request");
  if (const std::string_view resource = text(member(request, "resource")); !resource.empty())
    out.append(" ").append(resource);
  if (const std::string_view part = text(member(request, "subresource")); !part.empty()) out.append("/").append(part);
  return out;
}

std::uint64_t id_in(const Json& record, std::string_view key) {
  const Json& id = member(record, key);
  return id.is_number_integer() ? id.get<std::uint64_t>() : 0;
}

void take_answer(OpenCall& call, const Json& error) {
  --call.operation->unanswered;
  const std::string told(text(member(error, "code")));
  if (call.arrived && !call.applied.empty()) ++call.operation->refused[call.applied];
  if (told != call.applied || (!call.arrived && !told.empty())) ++call.operation->broken[told];
}

void take(const RunRecord& run, Coverage& coverage) {
  std::map<std::uint64_t, OpenCall> open;
  for (const Json& record : run.records()) {
    const std::string_view kind = text(member(record, "kind"));
    if (kind == "call_sent") {
      OperationCoverage& operation = coverage[operation_name(record)];
      operation.mutates = member(record, "mutates") == true;
      ++operation.calls;
      ++operation.unanswered;
      open[id_in(record, "id")] = {&operation, "", false};
    } else if (kind == "call_applied" || kind == "call_returned") {
      const auto call = open.find(id_in(record, "sent"));
      if (call == open.end()) continue;
      if (kind == "call_returned") {
        take_answer(call->second, member(record, "error"));
        open.erase(call);
      } else {
        call->second.arrived = true;
        call->second.applied = text(member(member(record, "error"), "code"));
      }
    }
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
