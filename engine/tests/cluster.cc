#include "engine/tests/cluster.h"

#include <fmt/format.h>

#include <cassert>
#include <sstream>
#include <stdexcept>

namespace nlbsim::engine::testing {
namespace {

struct Kind {
  std::string_view word;
  kube::Resource resource;
};
constexpr std::array<Kind, 11> kKinds{{{"class", kube::kGatewayClasses},
                                       {"gateway", kube::kGateways},
                                       {"set", kube::kListenerSets},
                                       {"service", kube::kServices},
                                       {"namespace", kube::kNamespaces},
                                       {"grant", kube::kReferenceGrants},
                                       {"route", kube::kTcpRoutes},
                                       {"udproute", kube::kUdpRoutes},
                                       {"tlsroute", kube::kTlsRoutes},
                                       {"lbc", kube::kLoadBalancerConfigurations},
                                       {"tgc", kube::kTargetGroupConfigurations}}};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("_./*-").find(c) != std::string_view::npos;
}

bool is_plain(const std::string& word) {
  if (word == "true" || word == "false" || word == "null") return true;
  return word.find_first_not_of("0123456789") == std::string::npos;
}

// "a/r@5#2" -> metadata.
api::Json metadata(std::string name, bool namespaced) {
  api::Json meta = {{"generation", 1}};
  sim::Instant created = sim::kWorldStart;
  if (const auto hash = name.find('#'); hash != std::string::npos) {
    meta["generation"] = std::stoi(name.substr(hash + 1));
    name.resize(hash);
  }
  if (const auto at = name.find('@'); at != std::string::npos) {
    created = created + std::chrono::seconds{std::stoi(name.substr(at + 1))};
    name.resize(at);
  }
  meta["creationTimestamp"] = sim::to_rfc3339(created);
  if (namespaced) {
    const auto slash = name.find('/');
    meta["namespace"] = name.substr(0, slash);
    name.erase(0, slash + 1);
  }
  meta["name"] = name;
  return meta;
}

}  // namespace

const kube::Resource& resource_called(const std::string& word) {
  for (const Kind& kind : kKinds)
    if (kind.word == word) return kind.resource;
  throw std::invalid_argument("unknown kind: " + word);
}

api::Json flow(std::string_view text) {
  std::string json;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      const std::size_t end = text.find('"', i + 1);
      json += text.substr(i, end + 1 - i);
      i = end + 1;
    } else if (is_word(text[i])) {
      std::string word;
      while (i < text.size() && is_word(text[i])) word += text[i++];
      json += is_plain(word) ? word : '"' + word + '"';
    } else {
      json += text[i++];
    }
  }
  auto parsed = api::parse_json(json);
  if (!parsed) throw std::invalid_argument(fmt::format("{} in {}", parsed.error().message, text));
  return std::move(*parsed);
}

Cluster::Cluster() {
  api::Json accepted = {{"type", "Accepted"}, {"status", "True"}, {"reason", "Accepted"}, {"observedGeneration", 1}};
  put(kube::kGatewayClasses, {{"metadata", {{"name", "nlb"}, {"generation", 1}}},
                              {"spec", {{"controllerName", "gateway.k8s.aws/nlb"}}},
                              {"status", {{"conditions", api::Json::array({accepted})}}}});
}

void Cluster::apply(std::string_view lines) {
  std::istringstream in{std::string(lines)};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string word, name, rest;
    if (!(words >> word >> name)) continue;
    std::getline(words, rest);
    const kube::Resource& resource = resource_called(word);
    api::Json spec = rest.find('{') == std::string::npos ? api::Json::object() : flow(rest);
    api::Json document = {{"metadata", metadata(name, resource.namespaced)}};
    if (resource == kube::kGateways && !spec.contains("gatewayClassName")) spec["gatewayClassName"] = "nlb";
    if (resource == kube::kNamespaces) document["metadata"]["labels"] = std::move(spec);
    else document["spec"] = std::move(spec);
    put(resource, std::move(document));
  }
}

kube::ObjectRef Cluster::put(const kube::Resource& resource, api::Json document) {
  document["apiVersion"] = resource.api_version();
  document["kind"] = std::string(resource.kind);
  api::Json::Place meta = document["metadata"];
  meta["resourceVersion"] = std::to_string(++revision_);
  if (!meta.contains("uid")) meta["uid"] = "uid-" + meta["name"].get<std::string>();
  const kube::ObjectRef object = kube::Object::make(std::move(document));
  return listers_.of(resource).put(object);
}

kube::ObjectRef Cluster::patch(const kube::Resource& resource, const kube::ObjectKey& key, const api::Json& patch) {
  api::Json document = get(resource, key)->document();
  api::merge_patch(document, patch);
  return put(resource, std::move(document));
}

kube::ObjectRef Cluster::erase(const kube::Resource& resource, const kube::ObjectKey& key) {
  return listers_.of(resource).erase(key);
}

kube::ObjectRef Cluster::get(const kube::Resource& resource, const kube::ObjectKey& key) {
  return listers_.get(resource, key);
}

std::string render(const std::vector<kube::Condition>& conditions) {
  std::string out;
  for (const auto& c : conditions) out += fmt::format(" {}={}/{}", c.type, c.status, c.reason);
  return out;
}

std::string render(const LoadedGateway& loaded) {
  static constexpr std::array<std::string_view, 3> kStates{"unused", "serving", "frozen"};
  std::string out;
  for (const LoadedPort& port : loaded.ports) {
    out += fmt::format("port {} {} {}", port.port, port.protocol, kStates[static_cast<std::size_t>(port.state)]);
    if (port.backend)
      out += fmt::format(" {} -> {}:{} as {}", port.route->meta().key().text(),
                         port.backend->service->meta().key().text(), port.backend->port.port, port.target_protocol);
    out += '\n';
  }
  const auto add_listener = [&](const LoadedListener& listener, const std::string& owner) {
    std::string kinds;
    for (const auto& kind : listener.supported_kinds) kinds += (kinds.empty() ? "" : ",") + kind.kind;
    out +=
        fmt::format("listener {}{} {} attached={} kinds={}{}\n", owner, listener.name,
                    listener.valid ? "valid" : "invalid", listener.attached_routes, kinds, render(listener.conditions));
  };
  for (const LoadedListener& listener : loaded.listeners) add_listener(listener, "");
  for (const LoadedListenerSet& set : loaded.sets) {
    const std::string name = set.set->meta().key().text();
    out += fmt::format("set {} {}\n", name, set.taken ? "taken" : "refused");
    for (const LoadedListener& listener : set.listeners) add_listener(listener, name + "/");
  }
  for (const LoadedRouteParent& parent : loaded.parents) {
    std::string target = parent.parent.name;
    if (parent.parent.sectionName) target += "/" + *parent.parent.sectionName;
    if (parent.parent.port) target += fmt::format(":{}", *parent.parent.port);
    out += fmt::format("route {} -> {}{}\n", parent.route->meta().key().text(), target, render(parent.conditions));
    for (const auto& condition : parent.conditions)
      if (condition.status != "True") out += fmt::format("  {}\n", condition.message);
  }
  for (const Violation& violation : loaded.violations)
    out += fmt::format("violation {} {}\n", violation.reason, violation.message);
  return out;
}

}  // namespace nlbsim::engine::testing
