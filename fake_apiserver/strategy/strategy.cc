#include "fake_apiserver/strategy/strategy.h"

#include "fake_apiserver/types/built_in_types.h"
#include "fake_apiserver/types/codec.h"

namespace nlbsim::fake_apiserver {

using kube::Json;

namespace {

const StructType* type_of(const Target& target) {
  const kube::Resource& resource = target.kind.resource;
  return target.kind.custom ? nullptr : built_in_type(resource.group, resource.kind);
}

}  // namespace

std::string Strategy::type_error(const Target& target, const Json& document) const {
  const StructType* type = type_of(target);
  return type ? decode_error(*type, document) : "";
}

void Strategy::prune(const Target& target, Json& document) const {
  if (const StructType* type = type_of(target)) {
    if (auto decoded = as_decoded(*type, document)) document = *std::move(decoded);
  } else if (const Schema* schema = target.schema()) {
    if (auto kept = schema->pruned(document)) document = *std::move(kept);
  }
}

// A new object has no status yet, except what its schema or its kind fills in.
void Strategy::identified(Json&) const {}

void Strategy::prepare_for_create(const Target& target, Json& document) const {
  if (!target.kind.has_status) return;
  document.erase("status");
  const StructType* type = type_of(target);
  if (const StructField* status = type ? type->find("status") : nullptr)
    document["status"] = empty_value(*status->structure);
}

void Strategy::apply_defaults(Cluster&, const Candidate&, Json&, Findings&) const {}
void Strategy::validate(const Candidate&, const Json&, Findings&) const {}
sim::Result<void> Strategy::check_create(const Cluster&, const Target&) const { return {}; }
void Strategy::storing(Write&, const Json&, const Json&) const {}
void Strategy::removed(Write&, const kube::Object&) const {}
std::string_view Strategy::undeletable(std::string_view) const { return ""; }

void Strategy::mark_deleted(const Target& target, Json& document, const kube::Object& object) const {
  Json::Place metadata = document["metadata"];
  metadata["deletionGracePeriodSeconds"] = 0;
  if (target.kind.has_generation) metadata["generation"] = object.meta().generation + 1;
}

std::int64_t Strategy::grace_seconds(const kube::Object&, std::optional<std::int64_t>) const { return 0; }

void Strategy::deletion_began(Write&, const kube::Object&) const {}

const Strategy& plain_strategy() { return only<Strategy>(); }

}  // namespace nlbsim::fake_apiserver
