#include "scenarios/runner/call_view.h"

#include "api/kube/kube.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

bool is_mutation(const api::AnyCall& call) {
  if (!call.operation().mutates) return false;
  if (call.operation().plane != api::Plane::kube) return true;
  const kube::Resource resource = kube::resource_of(call);
  return resource != kube::kEvents && resource != kube::kLeases;
}

bool is_controller(std::string_view actor) {
  return actor.substr(actor.find('/') == actor.npos ? 0 : actor.find('/') + 1).starts_with("controller-");
}

bool CallView::fits(const sim::Record& record, const CallFilter& filter, Bindings& bindings) const {
  if (record.kind != sim::RecordKind::call_sent) return false;
  const auto& sent = api::payload<api::CallSent>(record);
  if (sent.attempt != 1) return false;
  const api::OperationInfo& operation = sent.asked->operation();
  if (!filter.caller && !is_controller(actor(record))) return false;
  if (filter.plane && *filter.plane != operation.plane) return false;
  if (filter.mutating && *filter.mutating != is_mutation(*sent.asked)) return false;
  const auto matches = [&](const std::optional<Pattern>& pattern, auto make) {
    return !pattern || pattern->matches(make(), bindings);
  };
  return matches(filter.op, [&] { return Json(std::string(operation.name)); }) &&
         matches(filter.caller, [&] { return Json(std::string(actor(record))); }) &&
         matches(filter.subject, [&] { return Json(sent.asked->subject()); }) &&
         matches(filter.request, [&] { return sent.asked->request_json(); });
}

std::span<const sim::Record> CallView::after(sim::RecordId since) const {
  if (records_.empty() || since < records_.front().id) return records_;
  return records_.subspan(std::min<std::size_t>(records_.size(), since - records_.front().id + 1));
}

const sim::Record* CallView::first_sent(const CallFilter& filter, sim::RecordId since, Bindings& bindings) const {
  for (const sim::Record& record : after(since))
    if (fits(record, filter, bindings)) return &record;
  return nullptr;
}

const sim::Record* CallView::first_answered(const CallFilter& filter, sim::RecordId since, Bindings& bindings) const {
  for (const sim::Record& record : after(since)) {
    if (record.kind != sim::RecordKind::call_returned) continue;
    const auto& returned = api::payload<api::CallReturned>(record);
    if (returned.error || returned.sent <= since || returned.sent < records_.front().id) continue;
    if (fits(records_[static_cast<std::size_t>(returned.sent - records_.front().id)], filter, bindings)) return &record;
  }
  return nullptr;
}

std::int64_t CallView::count(const CallFilter& filter, sim::RecordId since, Bindings& bindings) const {
  std::int64_t found = 0;
  for (const sim::Record& record : after(since)) found += fits(record, filter, bindings) ? 1 : 0;
  return found;
}

std::string CallView::describe(const sim::Record& sent) const {
  const auto& call = *api::payload<api::CallSent>(sent).asked;
  std::string out(actor(sent));
  out.append(" ").append(call.operation().service).append(" ").append(call.operation().name);
  if (const std::string subject = call.subject(); !subject.empty()) out += " " + subject;
  return out + " at " + sim::format_offset(sent.at - sim::kWorldStart);
}

}  // namespace nlbsim::scenarios
