#include "scenarios/runner/judge.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/runtime/queue/work_queue.h"
#include "scenarios/language/yaml_text.h"
#include "scenarios/runner/json_difference.h"
#include "scenarios/runner/metrics.h"
#include "scenarios/world/data_plane.h"

namespace nlbsim::scenarios {

namespace {

// What unchangedSince compares. Subnets and instances are nobody's to change but the scenario's.
constexpr std::array<std::string_view, 4> kComparedKinds{"LoadBalancer", "Listener", "TargetGroup", "SecurityGroup"};

std::string indented(const std::string& text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

bool differ(std::string* why, const std::string& what, const std::string& lines) {
  if (why) {
    if (!why->empty()) *why += '\n';
    *why += what + "\n" + indented(lines);
  }
  return false;
}

std::string said(const std::string& expected, const std::string& got) { return to_text({{"", expected, got}}); }

// By kind, and by group where the reference says one.
bool is_meant(const ObjectReference& ref, const kube::Resource& resource) {
  if (ref.kind != resource.kind || ref.api_version.empty()) return ref.kind == resource.kind;
  const std::string_view version = ref.api_version;
  return resource.group ==
         (version.find('/') == version.npos ? std::string_view() : version.substr(0, version.find('/')));
}

// Whether a resource belongs to the load balancer that `of` means.
bool belongs(const Json& resource, const Pattern& of, Bindings& bindings) {
  const Json& one = api::member(resource, "LoadBalancerArn");
  if (!one.is_null()) return of.matches(one, bindings);
  return std::ranges::any_of(api::member(resource, "LoadBalancerArns"),
                             [&](const Json& arn) { return of.matches(arn, bindings); });
}

// As kubectl shows it: without what field managers have set.
Json as_shown(const Json& value) {
  if (api::at(value, "metadata", "managedFields").is_null()) return value;
  Json out = value;
  out["metadata"].erase("managedFields");
  return out;
}

const Json& arn_of(const Json& resource) {
  for (const std::string_view key :
       {"ListenerArn", "TargetGroupArn", "LoadBalancerArn", "GroupId", "SubnetId", "InstanceId"})
    if (const Json& arn = api::member(resource, key); !arn.is_null()) return arn;
  return api::member(resource, "");
}

}  // namespace

void Judge::mark(const std::string& name, bool with_snapshot) {
  Moment& moment = marks_[name];
  moment.record = world_.journal().last();
  moment.account.clear();
  if (!with_snapshot) return;
  for (const std::string_view kind : kComparedKinds) moment.account[std::string(kind)] = snapshot(std::string(kind));
}

void Judge::observe(const Interest& touched) {
  if (touched.resources != 0) snapshots_.clear();
}

sim::RecordId Judge::since(const std::string& mark) const {
  const auto found = marks_.find(mark);
  return found == marks_.end() ? 0 : found->second.record;
}

bool Judge::holds(const Expectation& expectation) {
  const std::size_t bound = bindings_.size();
  const auto good = [&](const Subject& subject) {
    return std::visit([&](const auto& each) { return check(each, nullptr); }, subject);
  };
  if (std::ranges::all_of(expectation.subjects, good)) return true;
  bindings_.shrink(bound);
  return false;
}

std::string Judge::explain(const Expectation& expectation) {
  std::string why;
  const std::size_t bound = bindings_.size();
  for (const Subject& subject : expectation.subjects) std::visit([&](const auto& each) { check(each, &why); }, subject);
  bindings_.shrink(bound);
  return why;
}

std::string Judge::show(const Expectation& what) {
  std::string out;
  const auto add = [&](const std::string& name, const std::vector<const Json*>& found) {
    out += (out.empty() ? "# " : "\n# ") + name + (found.empty() ? ": none" : "");
    for (const Json* each : found)
      out.append(each == found.front() ? "\n" : "\n---\n").append(to_yaml(as_shown(*each)));
  };
  for (const Subject& subject : what.subjects) {
    held_.clear();
    if (const auto* kube = std::get_if<KubeSubject>(&subject)) add(kube->ref.text(), objects(*kube));
    else if (const auto* aws = std::get_if<AwsSubject>(&subject)) add("aws " + aws->kind, resources(*aws));
  }
  return out;
}

bool Judge::match_value(const Json& value, const Pattern& pattern, const std::string& what, std::string* why) {
  if (pattern.matches(value, bindings_)) return true;
  return why ? differ(why, what, to_text(pattern.differences(value, bindings_))) : false;
}

bool Judge::match_list(const std::vector<const Json*>& list, const Pattern& pattern, const std::string& as,
                       const std::string& what, std::string* why) {
  if (pattern.describes_element()) {
    for (const Json* entry : list) {
      if (!pattern.matches(*entry, bindings_)) continue;
      if (!as.empty()) bindings_.bind(as, *entry);
      return true;
    }
    if (!why) return false;
    if (list.size() == 1) return differ(why, what, to_text(pattern.differences(*list.front(), bindings_)));
    if (list.empty()) return differ(why, what, said("one like " + pattern.text(), "none at all"));
    Json all = Json::array();
    for (const Json* entry : list) all.push_back(*entry);
    return differ(why, what, to_text(pattern.differences_of_element(all, bindings_)));
  }
  Json all = Json::array();
  for (const Json* entry : list) all.push_back(*entry);
  if (!match_value(all, pattern, what, why)) return false;
  if (!as.empty()) bindings_.bind(as, std::move(all));
  return true;
}

std::vector<const Json*> Judge::objects(const KubeSubject& subject) {
  std::vector<const Json*> found;
  ClusterSlot* cluster = world_.cluster(subject.ref.cluster);
  if (!cluster) return found;
  const fake_apiserver::Registry& registry = cluster->core.registry();
  const fake_apiserver::Store& store = cluster->core.store();
  for (fake_apiserver::KindIndex i = 0; i < registry.size(); ++i) {
    if (!is_meant(subject.ref, registry[i].resource)) continue;
    if (!subject.ref.name.empty()) {
      held_.push_back(store.find(i, {subject.ref.namespace_, subject.ref.name}));
      if (held_.back()) found.push_back(&held_.back()->document());
      continue;
    }
    for (const auto& [key, object] : store.objects(i))
      if (subject.ref.namespace_.empty() || key.namespace_ == subject.ref.namespace_)
        found.push_back(&object->document());
  }
  return found;
}

bool Judge::check(const KubeSubject& subject, std::string* why) {
  held_.clear();
  const std::vector<const Json*> found = objects(subject);
  if (subject.ref.name.empty()) return match_list(found, subject.match, subject.as, subject.ref.text(), why);
  static const Json kAbsent;
  const Json& object = found.empty() ? kAbsent : *found.front();
  if (!match_value(object, subject.match, subject.ref.text(), why)) return false;
  if (!subject.as.empty()) bindings_.bind(subject.as, object);
  return true;
}

const Json& Judge::snapshot(const std::string& kind) {
  const auto [entry, fresh] = snapshots_.try_emplace(kind);
  if (!fresh) return entry->second;
  entry->second = world_.account().snapshot(kind);
  // AWS describes targets apart from their group; here they are a member of it, in lower case because it is ours.
  if (kind == "TargetGroup") entry->second.update_each([](Json& group) { group["targets"] = group.take("Targets"); });
  return entry->second;
}

bool Judge::unchanged(const AwsSubject& subject, std::string* why) {
  bool same = true;
  for (const auto& [kind, before] : marks_[subject.unchanged_since].account) {
    const Json& now = snapshot(kind);
    if (now == before) continue;
    same = false;
    if (!why) return false;
    differ(why, "aws " + kind + " since " + subject.unchanged_since, describe_difference(before, now));
  }
  return same;
}

std::vector<const Json*> Judge::resources(const AwsSubject& subject) {
  std::vector<const Json*> chosen;
  for (const Json& resource : snapshot(subject.kind)) {
    if (subject.of && !belongs(resource, *subject.of, bindings_)) continue;
    if (subject.arn && !subject.arn->matches(arn_of(resource), bindings_)) continue;
    chosen.push_back(&resource);
  }
  return chosen;
}

bool Judge::check(const AwsSubject& subject, std::string* why) {
  if (!subject.unchanged_since.empty() && !unchanged(subject, why)) return false;
  if (!subject.has_match) return true;
  const std::vector<const Json*> chosen = resources(subject);
  std::string what = "aws " + subject.kind;
  if (why && subject.of) what += " of " + subject.of->text();
  if (why && subject.arn) what += " " + subject.arn->text();
  return match_list(chosen, subject.match, subject.as, what, why);
}

bool Judge::check(const CallsSubject& subject, std::string* why) {
  const CallView view = calls();
  const sim::RecordId from = since(subject.since);
  bool good = true;
  for (const auto& [filter, pattern] : subject.count)
    good = match_value(view.count(filter, from, bindings_), pattern, "calls: count of " + filter.text, why) && good;
  for (const CallFilter& filter : subject.none)
    if (const sim::Record* sent = view.first_sent(filter, from, bindings_))
      good = differ(why, "calls: none of " + filter.text, said("no such call", view.describe(*sent)));
  for (std::size_t i = 1; i < subject.order.size(); ++i) {
    const CallFilter& earlier = subject.order[i - 1];
    const CallFilter& later = subject.order[i];
    const sim::Record* ended = view.first_answered(earlier, from, bindings_);
    const sim::Record* begun = view.first_sent(later, from, bindings_);
    if (ended && begun && ended->id < begun->id) continue;
    good = false;
    if (!why) return false;
    std::string got = !ended ? earlier.text + " never succeeded" : !begun ? later.text + " was never called" : "";
    if (got.empty())
      got = view.describe(*begun) + ", while " + earlier.text + " ended at " +
            sim::format_offset(ended->at - sim::kWorldStart);
    differ(why, "calls: order", said(earlier.text + " ends before " + later.text + " begins", got));
  }
  return good;
}

bool Judge::check(const EventsSubject& subject, std::string* why) {
  const ClusterSlot* cluster = world_.cluster(subject.cluster);
  std::int64_t happened = 0;
  std::string others;
  for (const sim::Record& record : calls().after(since(subject.since))) {
    if (record.kind != sim::RecordKind::object_changed) continue;
    const auto& changed = api::payload<api::ObjectChanged>(record);
    if (changed.resource != kube::kEvents || changed.type == kube::WatchEventType::deleted) continue;
    if (record.actor != cluster->server->actor().id()) continue;
    const Json& event = changed.object->document();
    if (subject.match.matches(event, bindings_)) ++happened;
    else if (why)
      others.append("\n- ")
          .append(api::text(api::member(event, "type")))
          .append(" ")
          .append(api::text(api::member(event, "reason")))
          .append(": ")
          .append(api::text(api::member(event, "message")));
  }
  if (subject.count) return match_value(happened, *subject.count, "events: how often " + subject.text, why);
  return happened > 0 || differ(why, "events", said(subject.text, "none like that" + others));
}

bool Judge::check(const QueueSubject& subject, std::string* why) {
  const ReplicaSlot* replica = world_.replica(subject.replica);
  const engine::WorkQueue* queue =
      replica && replica->running() ? replica->replica->queue(subject.controller) : nullptr;
  const std::string what = "queue " + subject.controller;
  if (!queue) return differ(why, what, said("a queue of that name in a running replica", "none"));
  bool good = true;
  if (subject.depth)
    good = match_value(static_cast<std::int64_t>(queue->depth()), *subject.depth, what + ": depth", why);
  if (subject.retries) {
    const std::size_t slash = subject.key.find('/');
    kube::ObjectKey key;
    if (slash != std::string::npos) key.namespace_ = subject.key.substr(0, slash);
    key.name = slash == std::string::npos ? subject.key : subject.key.substr(slash + 1);
    const auto retries = static_cast<std::int64_t>(queue->retries(key));
    good = match_value(retries, *subject.retries, what + ": retries of " + subject.key, why) && good;
  }
  return good;
}

bool Judge::check(const MetricsSubject& subject, std::string* why) {
  bool good = true;
  for (const auto& [name, pattern] : subject.values) {
    const Json value = metric(name, world_.journal().records(), world_.actors(), since(subject.since));
    good = match_value(value, pattern, "metrics: " + name, why) && good;
  }
  return good;
}

bool Judge::check(const JournalSubject& subject, std::string* why) {
  std::int64_t found = 0;
  for (const sim::Record& record : calls().after(since(subject.since))) {
    if (subject.kind && record.kind != *subject.kind) continue;
    if (subject.match.matches(api::to_json(record, world_.actors()), bindings_)) ++found;
  }
  const std::string what = "journal: records like " + subject.match.text();
  if (subject.count) return match_value(found, *subject.count, what, why);
  return found > 0 || differ(why, what, said("at least one", "none"));
}

bool Judge::check(const FaultsSubject& subject, std::string* why) {
  bool good = true;
  for (const auto& [id, pattern] : subject.counts) {
    const std::int64_t struck = std::ranges::count_if(world_.journal().records(), [&](const sim::Record& record) {
      return record.kind == sim::RecordKind::fault && api::payload<api::FaultInjected>(record).fault == id;
    });
    good = match_value(struck, pattern, "faults: how often " + id + " struck", why) && good;
  }
  return good;
}

bool Judge::check(const ProbeSubject& subject, std::string* why) {
  std::string missing;
  const auto expanded = [&](const std::string& text) {
    return std::string(api::text(Template(text).expand(bindings_, missing)));
  };
  const fake_aws::Probe wanted{expanded(subject.address), subject.port,           subject.protocol,
                               expanded(subject.sni),     expanded(subject.from), subject.established};
  const std::string what = "probe " + subject.protocol + ":" + std::to_string(subject.port) + " of " + wanted.address;
  if (!missing.empty()) return differ(why, what, said("a text", "nothing is bound to ${" + missing + "}"));
  const fake_aws::ProbeAnswer answer = probe(world_, wanted);
  if (subject.match) return match_value(to_json(answer), *subject.match, what, why);
  return !answer.paths.empty() || differ(why, what, said("something is reached", answer.why));
}

}  // namespace nlbsim::scenarios
