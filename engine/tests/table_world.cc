#include "engine/tests/table_world.h"

#include <fmt/format.h>

#include <sstream>
#include <stdexcept>

#include "engine/configuration/load_balancer.h"
#include "engine/deploy/frozen_ports.h"
#include "engine/names.h"
#include "engine/routes/gateway_ownership.h"

namespace nlbsim::engine::testing {
namespace {

std::string rest_of(std::istringstream& words) {
  std::string rest;
  std::getline(words >> std::ws, rest);
  return rest;
}

// "a/r" or "nlb".
kube::ObjectKey key_of(const std::string& name) {
  const auto slash = name.find('/');
  if (slash == std::string::npos) return {"", name};
  return {name.substr(0, slash), name.substr(slash + 1)};
}

void says(const std::string& whose, const std::vector<kube::Condition>& conditions, std::vector<std::string>& lines) {
  for (const kube::Condition& condition : conditions)
    if (condition.status != "True")
      lines.push_back(fmt::format("{} says {}: {}", whose, condition.type, condition.message));
}

// The oldest generation that a condition speaks of.
std::string observed(const std::vector<kube::Condition>& conditions) {
  std::optional<std::int64_t> oldest;
  for (const kube::Condition& condition : conditions)
    oldest = std::min(oldest.value_or(condition.observedGeneration), condition.observedGeneration);
  return oldest ? std::to_string(*oldest) : "none";
}

void split(const std::string& text, std::vector<std::string>& lines) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
}

}  // namespace

struct TableWorld::Controller {
  explicit Controller(TableWorld& world)
      : listers(world.cluster_.listers()),
        routes(world.context_, listers,
               [&world](const kube::ObjectKey& key, sim::RecordId) { world.routes_posted_.insert(key); }),
        classes(world.context_, listers),
        gateways(world.context_, listers, world.account_.deployer(), routes,
                 [&world](const kube::ObjectRef&, GatewayEvent event, sim::RecordId) {
                   world.events_.push_back(fmt::format("event {} {}: {}",
                                                       event.type == EventType::warning ? "Warning" : "Normal",
                                                       event.reason, event.message));
                 }),
        balancers(world.context_, listers, kLoadBalancerConfigurationKind, warnings(world)),
        groups(world.context_, listers, kTargetGroupConfigurationKind, warnings(world)) {}

  static ConfigurationEvents warnings(TableWorld& world) {
    return [&world](const kube::Resource&, const kube::ObjectRef&, std::string_view reason, const std::string& message,
                    sim::RecordId) { world.events_.push_back(fmt::format("event Warning {}: {}", reason, message)); };
  }

  const Listers& listers;
  RouteStatusReconciler routes;
  GatewayClassReconciler classes;
  GatewayReconciler gateways;
  ConfigurationReconciler balancers;
  ConfigurationReconciler groups;
};

TableWorld::TableWorld()
    : account_(*find_profile("seed")),
      kube_(cluster_),
      context_{account_.scheduler, account_.journal, account_.actor(), kube_,
               account_,           account_,         account_,         account_.config} {
  restart();
}
TableWorld::~TableWorld() = default;

void TableWorld::restart() {
  controller_.reset();
  account_.restart();
  controller_ = std::make_unique<Controller>(*this);
}

void TableWorld::remove(const kube::Resource& resource, const kube::ObjectKey& key) {
  const kube::ObjectRef object = cluster_.get(resource, key);
  if (!object) throw std::invalid_argument("not there: " + key.text());
  if (object->meta().finalizers.empty()) cluster_.erase(resource, key);
  else
    cluster_.patch(resource, key, {{"metadata", {{"deletionTimestamp", sim::to_rfc3339(account_.scheduler.now())}}}});
}

// What somebody does to the account by hand. False: the verb is another.
bool TableWorld::act_in_aws(const std::string& verb, std::istringstream& words) {
  std::string what, name;
  if (verb == "active" || verb == "failed") {
    for (auto& [arn, item] : account_.load_balancers) item.State.Code = verb;
  } else if (verb == "drop") {
    words >> what;
    if (what == "listener") account_.listeners.clear();
    else if (what == "target-group") account_.target_groups.clear();
    else if (what == "load-balancer") account_.load_balancers.clear();
    else throw std::invalid_argument(what);
  } else if (verb == "foreign") {
    words >> what;
    const auto disown = [&](const auto& items) {
      for (const auto& [arn, item] : items) account_.tags[arn].clear();
    };
    if (what == "target-group") disown(account_.target_groups);
    else if (what == "load-balancer") disown(account_.load_balancers);
    else throw std::invalid_argument(what);
  } else if (verb == "tag" || verb == "untag") {
    words >> name;
    const std::string value = rest_of(words);
    for (const auto& [arn, item] : account_.load_balancers) {
      if (verb == "tag") account_.tags[arn][name] = value;
      else account_.tags[arn].erase(name);
    }
  } else if (verb == "plain-listeners") {
    for (auto& [arn, item] : account_.listeners) {
      item.DefaultActions.front().TargetGroupArn = targets_of(item).front();
      item.DefaultActions.front().ForwardConfig.reset();
    }
  } else if (verb == "listener") {
    aws::Listener item = account_.listeners.begin()->second;
    words >> item.Port;
    item.ListenerArn = fmt::format("listener/by-hand/{}", item.Port);
    account_.listeners[item.ListenerArn] = item;
  } else if (verb == "rule") {
    aws::ec2::IpPermission rule;
    rule.IpProtocol = "tcp";
    words >> rule.FromPort.emplace();
    rule.ToPort = rule.FromPort;
    rule.IpRanges.push_back({"192.0.2.0/24", "by hand"});
    for (auto& [id, group] : account_.security_groups)
      if (group.GroupName.starts_with("k8s-a-gw-")) group.IpPermissions.push_back(rule);
  } else if (verb == "security-group") {
    aws::ec2::SecurityGroup group;
    words >> group.GroupName;
    group.GroupId = "sg/by-hand/" + group.GroupName;
    group.VpcId = "vpc-1";
    group.Tags.push_back({"Name", group.GroupName});
    account_.security_groups[group.GroupId] = group;
  } else if (verb == "subnet") {
    aws::ec2::Subnet subnet = account_.subnets.front();
    words >> subnet.SubnetId;
    subnet.AvailabilityZone = subnet.AvailabilityZoneId = "zone-of-" + subnet.SubnetId;
    account_.subnets.push_back(subnet);
  } else if (verb == "twin") {
    aws::LoadBalancer item = account_.load_balancers.begin()->second;
    account_.tags["lb/twin"] = account_.tags[item.LoadBalancerArn];
    item.LoadBalancerArn = "lb/twin";
    item.LoadBalancerName = "twin";
    account_.load_balancers[item.LoadBalancerArn] = item;
  } else if (verb == "certificate") {
    aws::acm::CertificateSummary certificate;
    words >> certificate.CertificateArn >> name;
    certificate.Status = "ISSUED";
    certificate.IssuedAt = sim::kWorldStart;
    std::istringstream names(name);
    for (std::string one; std::getline(names, one, ',');) certificate.SubjectAlternativeNameSummaries.push_back(one);
    certificate.DomainName = certificate.SubjectAlternativeNameSummaries.front();
    if (std::string age; words >> age)
      certificate.IssuedAt = sim::kWorldStart + std::chrono::seconds{std::stoi(age.substr(1))};
    account_.certificates.push_back(std::move(certificate));
  } else if (verb == "no-certificates") {
    account_.certificates.clear();
  } else if (verb == "refuse") {
    Fault fault;
    words >> fault.operation >> fault.code;
    if (!(words >> fault.times)) fault.times = 1;
    account_.faults.push_back(fault);
  } else {
    return false;
  }
  return true;
}

void TableWorld::set_flag(const std::string& name, const std::string& value, const std::string& rest) {
  Config& config = account_.config;
  if (name == "default-target-type") config.default_target_type = value;
  else if (name == "default-scheme") config.default_scheme = value;
  else if (name == "default-ssl-policy") config.default_ssl_policy = value;
  else if (name == "default-tag") config.default_tags[value] = rest;
  else if (name == "default-tags-low-priority") config.gates.default_tags_low_priority = value == "true";
  else if (name == "plan-only") config.plan_only = value == "true";
  else throw std::invalid_argument("no such flag: " + name);
}

void TableWorld::act(const std::string& line) {
  std::istringstream words(line);
  std::string verb, what, name;
  words >> verb;
  if (act_in_aws(verb, words)) return;
  if (verb == "usual") {
    cluster_.apply(kGateway + kService + kRoute);
  } else if (verb == "pass") {
    pass();
  } else if (verb == "restart") {
    restart();
  } else if (verb == "flag") {
    words >> name >> what;
    set_flag(name, what, rest_of(words));
  } else if (verb == "patch" || verb == "remove" || verb == "tear") {
    words >> what >> name;
    const kube::Resource& resource = resource_called(what);
    if (verb == "remove") remove(resource, key_of(name));
    else if (verb == "tear") cluster_.erase(resource, key_of(name));
    else cluster_.patch(resource, key_of(name), flow(rest_of(words)));
  } else {
    cluster_.apply(line);
  }
}

void TableWorld::reconcile_all(std::vector<std::string>& lines) {
  const auto run = [this](Reconciler& reconciler, const kube::ObjectKey& key) {
    Request request;
    request.key = key;
    return account_.run(reconciler.reconcile(std::move(request)));
  };
  const auto run_all = [&](const kube::Resource& resource, Reconciler& reconciler) {
    std::vector<kube::ObjectKey> keys;
    for (const auto& [key, object] : cluster_.listers().of(resource).all()) keys.push_back(key);
    for (const kube::ObjectKey& key : keys) run(reconciler, key);
  };
  run_all(kube::kGatewayClasses, controller_->classes);
  for (const auto& [key, object] : cluster_.listers().of(kube::kGateways).all()) gateways_seen_.insert(key);
  for (const kube::ObjectKey& key : gateways_seen_) {
    account_.take_facts(cluster_.listers());
    lines.push_back(fmt::format("outcome {} {}", key.text(), render(run(controller_->gateways, key))));
  }
  for (const kube::ObjectKey& key : std::exchange(routes_posted_, {})) run(controller_->routes, key);
  for (const RouteKind& kind : kRouteKinds) run_all(kind.resource, controller_->routes);
  finish_removals(lines);
  run_all(kube::kGatewayClasses, controller_->classes);
  run_all(kube::kLoadBalancerConfigurations, controller_->balancers);
  run_all(kube::kTargetGroupConfigurations, controller_->groups);
}

void TableWorld::finish_removals(std::vector<std::string>& lines) {
  for (const kube::Resource& resource :
       {kube::kGateways, kube::kGatewayClasses, kube::kLoadBalancerConfigurations, kube::kTargetGroupConfigurations}) {
    std::vector<kube::ObjectRef> going;
    for (const auto& [key, object] : cluster_.listers().of(resource).all())
      if (object->meta().deleting()) going.push_back(object);
    for (const kube::ObjectRef& object : going) {
      const bool held = !object->meta().finalizers.empty();
      lines.push_back(fmt::format("{} {} {}", held ? "kept" : "gone", resource.kind, object->meta().key().text()));
      if (!held) cluster_.erase(resource, object->meta().key());
    }
  }
}

void TableWorld::describe(std::vector<std::string>& lines) {
  const Listers& listers = cluster_.listers();
  for (const auto& [key, object] : listers.of(kube::kGatewayClasses).all())
    lines.push_back(fmt::format("class {}{}", key.name, render(object->view<kube::GatewayClass>().status.conditions)));
  for (const auto& [key, object] : listers.of(kube::kGateways).all()) {
    const kube::GatewayStatus& status = object->view<kube::Gateway>().status;
    const std::string name = "gateway " + key.text();
    lines.push_back(name + render(status.conditions));
    says(name, status.conditions, lines);
    lines.push_back(fmt::format("observed {} {}", name, observed(status.conditions)));
    for (const auto& [annotation, value] : object->meta().annotations)
      lines.push_back(fmt::format("annotation {} {}={}", name, annotation, value));
    for (const auto& address : status.addresses)
      lines.push_back(fmt::format("address {} {}", key.text(), address.value));
    for (const kube::ListenerStatus& listener : status.listeners) {
      const std::string whose = fmt::format("status {} {}", key.text(), listener.name);
      lines.push_back(fmt::format("{} attached={}{}", whose, listener.attachedRoutes, render(listener.conditions)));
      says(whose, listener.conditions, lines);
    }
  }
  for (const RouteKind& kind : kRouteKinds) {
    for (const auto& [key, object] : listers.of(kind.resource).all()) {
      for (const kube::RouteParentStatus& parent : object->view<kube::Route>().status.parents) {
        std::string whose = fmt::format("parent {} -> {}", key.text(), parent.parentRef.name);
        if (parent.parentRef.sectionName) whose += "/" + *parent.parentRef.sectionName;
        lines.push_back(whose + render(parent.conditions));
        says(whose, parent.conditions, lines);
        lines.push_back(fmt::format("observed {} {}", whose, observed(parent.conditions)));
      }
    }
  }
  const kube::ObjectRef gateway = listers.get(kube::kGateways, {"a", "gw"});
  if (!gateway || !is_ours(listers, gateway)) return;
  LoadSettings settings;
  settings.configuration = resolve_configuration(listers, class_of(listers, gateway), gateway).configuration;
  if (looks_for_certificates(listers, gateway, settings.configuration.get()))
    settings.inventory = account_.run(account_.deployer().certificates(0));
  const LoadedGateway loaded = load(listers, gateway, *account_.config.profile, settings);
  split(render(loaded), lines);
  for (const Violation& note : loaded.notes) lines.push_back(fmt::format("note {} {}", note.reason, note.message));
}

std::vector<std::string> TableWorld::pass() {
  const std::size_t before = account_.mutation_requests().size();
  events_.clear();
  kube_.log.clear();
  std::vector<std::string> lines;
  reconcile_all(lines);
  finish_removals(lines);
  for (const std::string& written : kube_.log) lines.push_back("write " + written);
  if (kube_.log.empty()) lines.emplace_back("write none");
  describe(lines);
  lines.insert(lines.end(), events_.begin(), events_.end());
  const auto requests = account_.mutation_requests();
  const auto names = account_.mutations();
  std::string all = "calls";
  for (std::size_t at = before; at < requests.size(); ++at) {
    all += " " + names[at];
    lines.push_back("call " + requests[at]);
  }
  lines.push_back(before == requests.size() ? "calls none" : all);
  std::vector<std::string> held;
  split(account_.end_state(), held);
  for (const std::string& line : held) lines.push_back("holds " + line);
  return lines;
}

}  // namespace nlbsim::engine::testing
