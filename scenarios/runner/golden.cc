#include "scenarios/runner/golden.h"

#include <array>
#include <filesystem>

#include "api/kube/kube.h"
#include "api/records.h"
#include "scenarios/language/yaml.h"
#include "scenarios/language/yaml_text.h"
#include "scenarios/oracles/canonical_state.h"
#include "scenarios/oracles/differential.h"
#include "scenarios/runner/call_view.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::string_view kOrdinary = "ordinary";
constexpr std::string_view kVariants = "variants";
constexpr std::size_t kWidth = 118;
constexpr std::size_t kShownDifferences = 20;

// ---- taking an end ----

// "patch gateways/status": what a call is counted as.
std::string operation_of(const api::AnyCall& call) {
  std::string out(call.operation().name);
  if (call.operation().plane != api::Plane::kube) return out;
  const kube::Resource resource = kube::resource_of(call);
  out.append(" ").append(resource.plural);
  const std::string subject = call.subject();
  return subject.find("/status ") == subject.npos ? out : out + "/status";
}

// What controllers asked of each server, logical calls, without the Events and Leases that they write for themselves.
Json calls_of(const World& world) {
  std::map<std::string, std::map<std::string, std::int64_t>> counts;
  for (const sim::Record& record : world.journal().records()) {
    if (record.kind != sim::RecordKind::call_sent) continue;
    const auto& sent = api::payload<api::CallSent>(record);
    const std::string& actor = world.actors()[record.actor];
    if (sent.attempt != 1 || !is_controller(actor)) continue;
    const bool aws = sent.asked->operation().plane == api::Plane::aws;
    if (!aws) {
      const kube::Resource resource = kube::resource_of(*sent.asked);
      if (resource == kube::kEvents || resource == kube::kLeases) continue;
    }
    ++counts[aws ? "aws" : "kubernetes"][operation_of(*sent.asked)];
  }
  Json out = Json::object();
  for (const auto& [server, operations] : counts) {
    Json each = Json::object();
    for (const auto& [operation, count] : operations) each[operation] = count;
    out[server] = std::move(each);
  }
  return out;
}

// ---- what differs ----

// The RFC 7386 patch that makes `to` of `from`.
Json patch_from(const Json& from, const Json& to) {
  if (!from.is_object() || !to.is_object()) return to;
  Json patch = Json::object();
  for (const auto& [key, value] : to.items()) {
    const Json& old = api::member(from, key);
    if (old == value) continue;
    patch[key] = patch_from(old, value);
  }
  for (const auto& [key, value] : from.items())
    if (api::member(to, key).is_null()) patch[key] = nullptr;
  return patch;
}

Result<GoldenEnds> ends_in(const Json& document, const std::string& file) {
  const Json& ordinary = api::member(document, kOrdinary);
  const Json& variants = api::member(document, kVariants);
  if (!ordinary.is_object())
    return sim::fail("InvalidGolden", "this is no golden end state: write it with nlbsim run --update-golden", file);
  GoldenEnds ends;
  ends[""] = ordinary;
  if (!variants.is_object()) return ends;
  for (const auto& [name, patch] : variants.items()) {
    Json end = ordinary;
    api::merge_patch(end, patch);
    ends[name.str()] = std::move(end);
  }
  return ends;
}

}  // namespace

std::vector<Violation> GoldenObserver::finished(World& world) {
  const oracles::CanonicalState state =
      oracles::canonical_state_of(oracles::raw_state(world), oracles::CanonicalForm::as_created);
  end_ = state.document;
  end_["run"] = Json{{"atRest", world.scheduler().quiescent()}};
  end_["calls"] = calls_of(world);
  leave_out_common_objects(end_);
  return {};
}

void leave_out_common_objects(Json& end) {
  end.update_each([](Json& owners) {
    for (const std::string_view name : fake_apiserver::kNamespacesOfEveryCluster)
      if (owners.is_object()) owners.erase("Namespace " + std::string(name));
  });
}

std::string golden_file_of(const std::string& scenario_file) {
  return std::filesystem::path(scenario_file).replace_extension(".end.yaml").string();
}

Result<std::optional<GoldenEnds>> load_golden(const std::string& file, const Files& files) {
  if (!files.exists(file)) return std::nullopt;
  const auto text = files.read(file);
  if (!text) return sim::forward(text.error());
  const auto documents = parse_yaml(*text, file);
  if (!documents) return sim::forward(documents.error());
  if (documents->size() != 1)
    return sim::fail("InvalidGolden", "one document is expected: write it with nlbsim run --update-golden", file);
  const auto document = to_json(documents->front(), file);
  if (!document) return sim::forward(document.error());
  auto ends = ends_in(*document, file);
  if (!ends) return sim::forward(ends.error());
  return std::optional(*std::move(ends));
}

Result<std::optional<Json>> load_golden_end(const Scenario& scenario) {
  auto ends = load_golden(golden_file_of(scenario.file), scenario.files);
  if (!ends) return sim::forward(std::move(ends.error()));
  if (!*ends) return std::nullopt;
  const auto own = (*ends)->find(scenario.variant);
  return own == (*ends)->end() ? std::nullopt : std::optional(own->second);
}

std::string golden_text(const std::string& id, const GoldenEnds& ends) {
  const auto itself = ends.find("");
  Json document = Json::object();
  const Json ordinary = itself == ends.end() ? Json::object() : itself->second;
  document[std::string(kOrdinary)] = ordinary;
  Json variants = Json::object();
  for (const auto& [name, end] : ends)
    if (!name.empty()) variants[name] = patch_from(ordinary, end);
  if (!variants.empty()) document[std::string(kVariants)] = std::move(variants);
  return "# How " + id +
         " ends. Written by `nlbsim run --update-golden`; of a variant, what differs from `ordinary`.\n" +
         to_compact_yaml(document, kWidth);
}

std::optional<Violation> judge_golden(const GoldenEnds& golden, const Scenario& scenario, const Json& end) {
  const auto wanted = golden.find(scenario.variant);
  if (wanted != golden.end() && wanted->second == end) return std::nullopt;
  Violation violation{std::string(kGoldenId), std::string(kGoldenSentence), scenario.full_id(), {}, {}};
  violation.message =
      wanted == golden.end()
          ? golden_file_of(scenario.file) + " has no end of this variant: write it with nlbsim run --update-golden"
          : oracles::to_text(oracles::differences_of(wanted->second, end), kShownDifferences);
  return violation;
}

}  // namespace nlbsim::scenarios
