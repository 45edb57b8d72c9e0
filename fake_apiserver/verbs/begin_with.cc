// An object that is there from the start: written as an update of itself would be, so that nothing is asked of it anew,
// and with what the server has set of its own.
#include <fmt/format.h>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/strategy/admission.h"
#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;
using kube::Json;
using kube::ObjectKey;

sim::Result<Target> target_of(const Cluster& cluster, const Json& document) {
  const auto resource =
      cluster.registry->served_kind(text(member(document, "apiVersion")), text(member(document, "kind")));
  if (!resource)
    return sim::forward(bad_request(fmt::format("no kind \"{}\" is served at version \"{}\"",
                                                text(member(document, "kind")), text(member(document, "apiVersion")))));
  return resolve(cluster, *resource);
}

sim::Result<void> check_namespace(const Cluster& cluster, const ObjectKey& key) {
  const auto namespaces = cluster.registry->find(kube::kNamespaces);
  if (!namespaces || cluster.store.find(*namespaces, {"", key.namespace_})) return {};
  return sim::forward(not_found(kube::kNamespaces, key.namespace_));
}

void complete_metadata(Write& write, const Target& target, Json& document, const ObjectKey& key) {
  Json::Place metadata = document["metadata"];
  for (const std::string_view other : {"selfLink", "managedFields", "resourceVersion"}) metadata.erase(other);
  if (text(member(metadata, "uid")).empty())
    metadata["uid"] = sim::uuid(write.cluster.mint.next(target.kind.resource.kind, key.text()));
  if (text(member(metadata, "creationTimestamp")).empty())
    metadata["creationTimestamp"] = sim::to_rfc3339(write.context.now);
  if (target.kind.has_generation && member(metadata, "generation").is_null()) metadata["generation"] = 1;
}

}  // namespace

sim::Result<void> begin_with(Write& write, Json document) {
  const auto target = target_of(write.cluster, document);
  if (!target) return sim::forward(target.error());
  const Strategy& strategy = *target->kind.strategy;
  if (auto fits = check_body(*target, document, Writing::create); !fits) return fits;
  const bool namespaced = target->kind.resource.namespaced;
  const Json& metadata = member(document, "metadata");
  const ObjectKey key{namespaced ? std::string(text(member(metadata, "namespace"))) : std::string(),
                      std::string(text(member(metadata, "name")))};
  if (namespaced)
    if (auto there = check_namespace(write.cluster, key); !there) return there;
  document.update_at("metadata", normalize_metadata);
  strategy.prune(*target, document);
  complete_metadata(write, *target, document, key);
  const Json old = document;
  const Candidate candidate{*target, old};
  // What another cluster has allocated is not this one's to refuse: its addresses may be of another network.
  Findings allocated;
  strategy.apply_defaults(write.cluster, candidate, document, allocated);
  // A schema is for every object of its kind; the rules of a built-in kind know what may have been before them.
  const Json nothing;
  Findings findings;
  validate(target->kind.custom ? Candidate{*target, nothing} : candidate, document, findings);
  if (auto valid = refuse_findings(*target, key.name, std::move(findings)); !valid) return valid;
  strategy.identified(document);
  const auto before = write.cluster.store.find(target->index, key);
  strategy.storing(write, document, before ? before->document() : Json());
  write.put(*target, std::move(document));
  return {};
}

}  // namespace nlbsim::fake_apiserver
