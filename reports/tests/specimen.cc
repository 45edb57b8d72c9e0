#include "reports/tests/specimen.h"

#include <chrono>

namespace nlbsim::reports {

namespace {

using api::Json;
using namespace std::chrono_literals;

Json record(int id, std::int64_t ms, const char* actor, int cause, const char* kind) {
  return Json{{"id", id},       {"ns", ms * 1'000'000}, {"at", sim::format_offset(sim::Duration(ms * 1'000'000))},
              {"actor", actor}, {"cause", cause},       {"kind", kind}};
}

Json with(Json base, const Json& more) {
  base.update(more);
  return base;
}

Json gateway(const char* programmed) {
  return Json{
      {"kind", "Gateway"},
      {"metadata", {{"namespace", "web"}, {"name", "edge"}}},
      {"status", {{"conditions", {{{"type", "Programmed"}, {"status", programmed}, {"reason", "Programmed"}}}}}}};
}

std::vector<Json> records() {
  const std::string arn = "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/k8s-web-edge/50dc6c49";
  const Json error{{"code", "RequestTimeout"}, {"message", "no answer came </script>"}, {"effectUnknown", true}};
  const Json state{{"resource", "LoadBalancer"}, {"key", arn}};
  const Json written{{"resource", "gateways"}, {"key", "web/edge"}, {"subresource", "status"}};
  return {
      with(record(1, 0, "user", 0, "step"), {{"index", 0}, {"text", "apply Gateway edge"}}),
      with(record(2, 2, "controller-1", 1, "watch_event"),
           {{"resource", "gateways"}, {"type", "ADDED"}, {"key", "web/edge"}, {"resourceVersion", 7}}),
      with(record(3, 4, "controller-1", 2, "reconcile_started"), {{"controller", "gateway"}, {"key", "web/edge"}}),
      with(record(4, 5, "controller-1", 3, "call_sent"), {{"service", "elbv2"},
                                                          {"operation", "CreateLoadBalancer"},
                                                          {"mutates", true},
                                                          {"subject", "k8s-web-edge"},
                                                          {"call", 1},
                                                          {"attempt", 1},
                                                          {"request", {{"Name", "k8s-web-edge"}}},
                                                          {"response", {{"Arn", arn}}}}),
      with(record(5, 45, "aws", 4, "call_applied"), {{"sent", 4}, {"error", nullptr}}),
      with(record(6, 45, "aws", 5, "resource_changed"), with(state, {{"change", "created"}, {"before", ""}})),
      with(record(7, 45, "aws", 4, "fault"), {{"fault", "f1"}, {"what", "lost reply of CreateLoadBalancer"}}),
      with(record(8, 85, "controller-1", 4, "call_returned"), {{"sent", 4}, {"error", error}}),
      with(record(9, 85, "controller-1", 3, "reconcile_finished"),
           {{"started", 3}, {"controller", "gateway"}, {"key", "web/edge"}, {"outcome", "error"}, {"message", "lost"}}),
      with(record(10, 90, "kube-apiserver", 3, "object_changed"),
           with(written, {{"type", "ADDED"}, {"object", gateway("Unknown")}})),
      with(record(11, 150'045, "aws", 6, "resource_changed"),
           with(state, {{"change", "active"}, {"before", "provisioning"}})),
      with(record(12, 150'100, "kube-apiserver", 11, "object_changed"),
           with(written, {{"type", "MODIFIED"}, {"object", gateway("True")}})),
  };
}

}  // namespace

void set_records(scenarios::RunRecord& run, std::vector<Json> records) {
  run.journal = scenarios::journal_from_json(std::move(records), run.actors).value();
}

scenarios::RunRecord specimen(const std::string& id, scenarios::Outcome outcome) {
  scenarios::RunRecord run;
  run.id = id;
  run.title = "a Gateway becomes an NLB";
  run.group = "happy-path";
  run.file = "library/happy-path/" + id + ".yaml";
  run.requirements = {"SEED-PROVISION", "TCPRouteReferenceGrant"};
  run.profile = "seed";
  run.served_versions = "seed-compat";
  run.outcome = outcome;
  if (outcome != scenarios::Outcome::passed) run.reason = "because";
  scenarios::StepResult step;
  step.verb = "apply";
  step.text = "apply Gateway edge";
  step.source = {run.file, 12};
  step.state = scenarios::StepState::passed;
  step.begin = sim::kWorldStart;
  step.end = sim::kWorldStart + 151s;
  step.first_record = 1;
  step.last_record = 12;
  run.steps.push_back(step);
  run.journal_hash = 0xfeed;
  run.virtual_duration = 151s;
  run.scheduler_steps = 99;
  run.actors = {"user", "aws", "kube-apiserver", "controller-1"};
  set_records(run, records());
  return run;
}

scenarios::RunRecord failed_specimen() {
  scenarios::RunRecord run = specimen("broken", scenarios::Outcome::failed);
  run.reason = "step 0: not programmed";
  run.requirements = {"SEED-ADDRESS"};
  run.seed = 7;
  run.choices[{"aws/CreateLoadBalancer/reply", 1}] = 1;
  run.steps.front().state = scenarios::StepState::failed;
  run.steps.front().failure = "expected True\n     got <Unknown> & \x01";
  run.violations.push_back({"I-06", "Programmed only when active.", "Gateway web/edge", "it was not", {10}});
  return run;
}

Context specimen_context() {
  Context context;
  context.requirements = {{"SEED-PROVISION", "A Gateway gets one NLB.", "product rules"},
                          {"SEED-ADDRESS", "The address | is the DNS name.", "product rules"},
                          {"TCPRouteReferenceGrant", "Upstream.", "upstream conformance tests"},
                          {"SEED-NOBODY", "Nothing covers this.", "product rules"}};
  return context;
}

}  // namespace nlbsim::reports
