#include "scenarios/oracles/canonical_state.h"

#include <algorithm>
#include <map>
#include <set>

#include "api/kube/views.h"
#include "scenarios/oracles/canonical_state_exclusions.h"
#include "scenarios/oracles/controller_names.h"
#include "scenarios/oracles/kube_ledger.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios::oracles {

namespace {

std::string text_of(const Json& object, std::string_view key) {
  return std::string(api::text(api::member(object, key)));
}

template <std::size_t N>
bool excluded(const std::array<Exclusion, N>& list, std::string_view what) {
  return std::ranges::find(list, what, &Exclusion::what) != list.end();
}

constexpr std::string_view kTargetGroup = "target group ";

// Ids and what they are called instead.
class Names {
 public:
  void add(std::string id, std::string name) {
    if (!id.empty()) names_.emplace(std::move(id), std::move(name));
  }
  std::string of(const std::string& id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? id : found->second;
  }
  std::string in(std::string_view text) const { return replaced_in(text).value_or(std::string(text)); }
  // In the middle of a text too: a condition's message names an ARN. Nothing where there is none.
  std::optional<std::string> replaced_in(std::string_view text) const {
    const auto holds = [&](std::string_view part) { return text.find(part) != text.npos; };
    if (!holds("arn:") && !holds("sg-") && !holds(".elb.") && !holds("k8s-") && !holds(kTargetGroup))
      return std::nullopt;
    std::string out(text);
    for (const auto& [id, name] : names_)
      for (std::size_t at = out.find(id); at != out.npos; at = out.find(id, at + name.size()))
        out.replace(at, id.size(), name);
    return out;
  }

 private:
  // Longer ids first, should one be the beginning of another.
  struct LongestFirst {
    bool operator()(const std::string& a, const std::string& b) const {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    }
  };
  std::map<std::string, std::string, LongestFirst> names_;
};

// "example-ns/g>example-ns/r:s:9000#2": by whom and for what a target group of ours was made, and which
// of several of those. Its name says more: the node port that its Service had when it was created.
class TargetGroupIdentities {
 public:
  explicit TargetGroupIdentities(CanonicalForm form) : form_(form) {}
  std::string of(const Json& group) {
    const Json& tags = api::member(group, "Tags");
    const std::string resource = text_of(tags, kResourceTag);
    if (form_ == CanonicalForm::as_created || resource.empty()) return text_of(group, "TargetGroupName");
    const std::string made_for = text_of(tags, kStackTag) + ">" + resource;
    const int number = ++seen_[text_of(tags, kClusterTag) + " " + made_for];
    return number == 1 ? made_for : made_for + "#" + std::to_string(number);
  }

 private:
  CanonicalForm form_;
  std::map<std::string, int> seen_;
};

Names names_in(const RawState& raw, CanonicalForm form) {
  Names out;
  TargetGroupIdentities identities(form);
  std::map<std::string, std::string> load_balancers;
  for (const Json& entry : raw.load_balancers) {
    const std::string name = text_of(entry, "LoadBalancerName");
    load_balancers[text_of(entry, "LoadBalancerArn")] = name;
    out.add(text_of(entry, "LoadBalancerArn"), "load balancer " + name);
    out.add(text_of(entry, "DNSName"), "address of " + name);
  }
  for (const Json& entry : raw.listeners)
    out.add(text_of(entry, "ListenerArn"), "listener " + load_balancers[text_of(entry, "LoadBalancerArn")] + ":" +
                                               api::dump_json(api::member(entry, "Port")));
  for (const Json& entry : raw.target_groups) {
    const std::string identity = identities.of(entry);
    out.add(text_of(entry, "TargetGroupArn"), "target group " + identity);
    const std::string name = text_of(entry, "TargetGroupName");
    if (identity != name) out.add(name, "named-for:" + identity);
  }
  for (const Json& entry : raw.security_groups)
    out.add(text_of(entry, "GroupId"), "security group " + text_of(entry, "VpcId") + "/" + text_of(entry, "GroupName"));
  return out;
}

// Leaves out kExcludedMembers and puts names for ids, all the way down.
void strip(Json& value, const Names& names) {
  if (value.is_string()) {
    if (auto text = names.replaced_in(value.text())) value = *std::move(text);
    return;
  }
  value.erase_if([](const api::Member& member) { return excluded(kExcludedMembers, member.first); });
  value.update_each([&](Json& entry) { strip(entry, names); });
}

void add_resources(const Json& list, std::string_view kind, std::string_view id_member, const Names& names,
                   CanonicalForm form, Json& into) {
  for (const Json& entry : list) {
    Json copy = entry;
    for (const CreationMember& member : kDecidedByCreation)
      if (member.kind == kind && form == CanonicalForm::comparable) copy.erase(member.member);
    strip(copy, names);
    into[names.of(text_of(entry, id_member))] = std::move(copy);
  }
}

// Every observedGeneration becomes what matters about it.
void compare_generations(Json& value, std::int64_t generation) {
  value.update_each([generation](const api::Key& key, Json& entry) {
    if (key == "observedGeneration" && entry.is_number_integer())
      entry = entry.get<std::int64_t>() == generation ? "current" : "outdated";
    else compare_generations(entry, generation);
  });
}

Json stripped(const kube::Object& object, const Names& names) {
  Json out = object.document();
  if (api::member(out, "metadata").is_object()) {
    Json::Place metadata = out["metadata"];
    for (const Exclusion& exclusion : kExcludedMetadata) metadata.erase(exclusion.what);
    if (object.meta().deleting()) metadata["deleting"] = true;
    for (const Exclusion& exclusion : kExcludedAnnotations) metadata["annotations"].erase(exclusion.what);
    if (api::member(metadata, "annotations").empty()) metadata.erase("annotations");
    metadata["ownerReferences"].update_each([](Json& owner) { owner.erase("uid"); });
  }
  if (out.contains("status")) {
    out.update_at("status", [&](Json& status) {
      compare_generations(status, object.meta().generation);
      // A route that no controller answers for may say so or say nothing.
      if (api::member(status, "parents").empty()) status.erase("parents");
    });
    if (api::member(out, "status").empty()) out.erase("status");
  }
  strip(out, names);
  return out;
}

// How often each Event was posted: {"Warning FailedBuildModel Gateway ns/g: text": 2}.
Json events_of(const RawState::Cluster& cluster, const Names& names) {
  std::map<std::string, std::int64_t> counts;
  for (const kube::ObjectRef& event : cluster.events) {
    const Json& document = event->document();
    const Json& regarding = api::member(document, "involvedObject");
    const std::string space = text_of(regarding, "namespace");
    const std::string line = text_of(document, "type") + " " + text_of(document, "reason") + " " +
                             text_of(regarding, "kind") + " " + (space.empty() ? "" : space + "/") +
                             text_of(regarding, "name") + ": " + text_of(document, "message");
    const Json& count = api::member(document, "count");
    counts[names.in(line)] += count.is_number_integer() ? count.get<std::int64_t>() : 1;
  }
  Json out = Json::object();
  for (const auto& [line, count] : counts) out[line] = count;
  return out;
}

bool is_route(std::string_view kind) { return kind == "TCPRoute" || kind == "UDPRoute" || kind == "TLSRoute"; }

// Ports of Gateways at which some route broke a rule, and those at which some route serves.
struct Verdicts {
  std::set<std::string> refused, served;
};

void read_verdicts(const kube::Object& route, const std::map<kube::ObjectKey, const kube::Object*>& gateways,
                   Verdicts& verdicts) {
  for (const kube::RouteParentStatus& entry : route.view<kube::Route>().status.parents) {
    if (entry.controllerName != kControllerName) continue;
    const auto key = parent_gateway(entry.parentRef, route.meta().namespace_);
    const auto gateway = key ? gateways.find(*key) : gateways.end();
    if (gateway == gateways.end()) continue;
    const kube::Condition* accepted = kube::find_condition(entry.conditions, "Accepted");
    if (!accepted) continue;
    for (const kube::Listener& listener : gateway->second->view<kube::Gateway>().spec.listeners) {
      if (entry.parentRef.sectionName && *entry.parentRef.sectionName != listener.name) continue;
      if (entry.parentRef.port && *entry.parentRef.port != listener.port) continue;
      const std::string place = key->text() + ":" + std::to_string(listener.port);
      if (accepted->status == "True") verdicts.served.insert(place);
      else if (accepted->reason == "UnsupportedValue") verdicts.refused.insert(place);
    }
  }
}

void add_frozen(const RawState::Cluster& cluster, std::vector<std::string>& frozen) {
  std::map<kube::ObjectKey, const kube::Object*> gateways;
  for (const kube::ObjectRef& object : cluster.objects)
    if (object->kind() == "Gateway") gateways[object->meta().key()] = object.get();
  Verdicts verdicts;
  for (const kube::ObjectRef& object : cluster.objects)
    if (is_route(object->kind())) read_verdicts(*object, gateways, verdicts);
  // Where an older route serves, what is right is certain.
  for (const std::string& place : verdicts.refused)
    if (!verdicts.served.contains(place)) frozen.push_back(cluster.name + " " + place);
}

}  // namespace

RawState raw_state(World& world) {
  RawState out;
  const fake_aws::Account& account = world.account();
  out.load_balancers = account.snapshot("LoadBalancer");
  out.listeners = account.snapshot("Listener");
  out.target_groups = account.snapshot("TargetGroup");
  out.security_groups = account.snapshot("SecurityGroup");
  for (const ClusterSlot& slot : world.clusters()) {
    RawState::Cluster cluster{slot.name, {}, {}};
    const fake_apiserver::Registry& registry = slot.core.registry();
    for (fake_apiserver::KindIndex kind = 0; kind < registry.size(); ++kind) {
      const bool event = registry[kind].resource == kube::kEvents;
      if (!event && excluded(kExcludedKinds, registry[kind].resource.kind)) continue;
      auto& into = event ? cluster.events : cluster.objects;
      for (const auto& [key, object] : slot.core.store().objects(kind)) into.push_back(object);
    }
    out.clusters.push_back(std::move(cluster));
  }
  return out;
}

CanonicalState canonical_state_of(const RawState& raw, CanonicalForm form) {
  CanonicalState out;
  out.document = Json::object();
  const Names names = names_in(raw, form);
  Json aws = Json::object();
  add_resources(raw.load_balancers, "load balancer", "LoadBalancerArn", names, form, aws);
  add_resources(raw.listeners, "listener", "ListenerArn", names, form, aws);
  add_resources(raw.target_groups, "target group", "TargetGroupArn", names, form, aws);
  add_resources(raw.security_groups, "security group", "GroupId", names, form, aws);
  out.document["aws"] = std::move(aws);
  for (const RawState::Cluster& cluster : raw.clusters) {
    Json objects = Json::object();
    for (const kube::ObjectRef& object : cluster.objects)
      if (!excluded(kExcludedKinds, object->kind()))
        objects[names.in(std::string(object->kind()) + " " + object->meta().key().text())] = stripped(*object, names);
    if (form == CanonicalForm::as_created) objects["Events"] = events_of(cluster, names);
    out.document[cluster.name] = std::move(objects);
    add_frozen(cluster, out.frozen);
  }
  return out;
}

Json comparable_form(const Json& as_created) {
  Names names;
  TargetGroupIdentities identities(CanonicalForm::comparable);
  for (const auto& [owner, resource] : api::member(as_created, "aws").items()) {
    if (!owner.starts_with(kTargetGroup)) continue;
    const std::string name = text_of(resource, "TargetGroupName");
    const std::string identity = identities.of(resource);
    if (identity == name) continue;
    names.add(std::string(kTargetGroup) + name, std::string(kTargetGroup) + identity);
    names.add(name, "named-for:" + identity);
  }
  Json out = Json::object();
  for (const auto& [place, owners] : as_created.items()) {
    if (place == "run" || place == "calls") continue;
    Json here = Json::object();
    for (const auto& [owner, value] : owners.items()) {
      if (owner == "Events") continue;
      Json copy = value;
      for (const CreationMember& member : kDecidedByCreation)
        if (place == "aws" && owner.starts_with(std::string(member.kind) + " ")) copy.erase(member.member);
      strip(copy, names);
      here[names.in(owner.str())] = std::move(copy);
    }
    out[place] = std::move(here);
  }
  return out;
}

}  // namespace nlbsim::scenarios::oracles
