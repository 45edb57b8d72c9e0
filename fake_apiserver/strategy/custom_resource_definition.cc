#include "fake_apiserver/strategy/custom_resource_definition.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fake_apiserver/crds/checks.h"
#include "fake_apiserver/lifecycle/definitions.h"
#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

std::string storage_version(const Json& definition) {
  for (const Json& version : at(definition, "spec", "versions"))
    if (const Json& storage = member(version, "storage"); storage.is_boolean() && storage.get<bool>())
      return std::string(text(member(version, "name")));
  return "";
}

std::string lower(std::string_view value) {
  std::string out(value);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

class CustomResourceDefinition final : public Strategy {
 public:
  std::string type_error(const Target& target, const Json& document) const override {
    return parts_type_error(target, document);
  }

  void prepare_for_create(const Target&, Json& document) const override {
    Json stored = Json::array();
    if (std::string version = storage_version(document); !version.empty()) stored.push_back(std::move(version));
    Json status = Json::object();
    status["conditions"] = nullptr;
    status["acceptedNames"] = Json{{"plural", ""}, {"kind", ""}};
    status["storedVersions"] = std::move(stored);
    document["status"] = std::move(status);
  }

  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    const std::string kind(text(at(document, "spec", "names", "kind")));
    if (!member(document, "spec").is_object() || !at(document, "spec", "names").is_object()) return;
    Json names = at(document, "spec", "names");
    default_member(names, "singular", lower(kind));
    default_member(names, "listKind", kind + "List");
    document["spec"]["names"] = std::move(names);
    if (at(document, "spec", "conversion").is_null()) document["spec"]["conversion"] = Json{{"strategy", "None"}};
    if (!candidate.creating() && !candidate.status) note_storage_version(document);
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    check_definition(document, candidate.old, findings.causes);
  }

  void storing(Write& write, const Json& document, const Json& old) const override {
    definition_changes(write, document, old);
  }
  void removed(Write& write, const kube::Object& last) const override { definition_removed(write, last); }

  bool outlives_delete() const override { return true; }
  void mark_deleted(const Target&, Json& document, const kube::Object&) const override {
    Json finalizers = Json::array();
    bool known = false;
    for (const Json& finalizer : at(document, "metadata", "finalizers")) {
      known = known || text(finalizer) == kCleanupFinalizer;
      finalizers.push_back(finalizer);
    }
    if (!known) finalizers.push_back(kCleanupFinalizer);
    document["metadata"]["finalizers"] = std::move(finalizers);
    set_condition(document, "Terminating", "True", "InstanceDeletionPending",
                  "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                  text(at(document, "metadata", "deletionTimestamp")));
  }
  void deletion_began(Write& write, const kube::Object& stored) const override {
    look_at_definition(write.cluster, write.context.now, stored.meta().name);
  }

 private:
  // A version that becomes the one to store at has been stored at from then on.
  static void note_storage_version(Json& document) {
    const std::string version = storage_version(document);
    Json stored = Json::array();
    for (const Json& entry : at(document, "status", "storedVersions")) {
      if (text(entry) == version) return;
      stored.push_back(entry);
    }
    if (version.empty()) return;
    stored.push_back(version);
    document["status"]["storedVersions"] = std::move(stored);
  }
};

}  // namespace

const Strategy& custom_resource_definition_strategy() { return only<CustomResourceDefinition>(); }

}  // namespace nlbsim::fake_apiserver
