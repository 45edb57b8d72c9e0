#include "fake_apiserver/schema/rules.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <set>
#include <tuple>

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;

bool all_of(const Json& list, bool (*holds)(const Json&)) { return std::ranges::all_of(list, holds); }

// True if the key of every entry differs from all others'.
template <class Key>
bool unique(const Json& list, Key key) {
  std::set<decltype(key(list.front()))> seen;
  return std::ranges::all_of(list, [&](const Json& entry) { return seen.insert(key(entry)).second; });
}

std::string protocol(const Json& listener) { return std::string(text(member(listener, "protocol"))); }

bool tls_only_where_allowed(const Json& listeners, const Json&) {
  return all_of(listeners, [](const Json& listener) {
    const std::string p = protocol(listener);
    return (p != "HTTP" && p != "TCP" && p != "UDP") || !listener.contains("tls");
  });
}

bool https_terminates(const Json& listeners, const Json&) {
  return all_of(listeners, [](const Json& listener) {
    const std::string_view mode = text(api::at(listener, "tls", "mode"));
    return protocol(listener) != "HTTPS" || mode.empty() || mode == "Terminate";
  });
}

bool no_hostname_on_l4(const Json& listeners, const Json&) {
  return all_of(listeners, [](const Json& listener) {
    const std::string p = protocol(listener);
    return (p != "TCP" && p != "UDP") || text(member(listener, "hostname")).empty();
  });
}

bool listener_names_unique(const Json& listeners, const Json&) {
  return unique(listeners, [](const Json& listener) { return member(listener, "name"); });
}

bool listeners_distinct(const Json& listeners, const Json&) {
  return unique(listeners, [](const Json& listener) {
    return std::tuple(member(listener, "port"), member(listener, "protocol"), member(listener, "hostname"));
  });
}

bool terminate_has_certificate(const Json& tls, const Json&) {
  if (text(member(tls, "mode")) != "Terminate") return true;
  return !member(tls, "certificateRefs").empty() || !member(tls, "options").empty();
}

bool immutable(const Json& value, const Json& old_value) { return old_value.is_null() || value == old_value; }

auto parent_of(const Json& ref) {
  return std::tuple(member(ref, "group"), member(ref, "kind"), member(ref, "name"), member(ref, "namespace"));
}

// RT-1: references to one parent must all, or none, name a section, and likewise a port.
bool parents_consistent(const Json& refs, const Json&) {
  for (const Json& a : refs)
    for (const Json& b : refs)
      if (parent_of(a) == parent_of(b) &&
          (a.contains("sectionName") != b.contains("sectionName") || a.contains("port") != b.contains("port")))
        return false;
  return true;
}

bool parents_unique(const Json& refs, const Json&) {
  return unique(refs, [](const Json& ref) {
    return std::tuple_cat(parent_of(ref), std::tuple(member(ref, "sectionName"), member(ref, "port")));
  });
}

bool service_has_port(const Json& ref, const Json&) {
  const bool service = text(member(ref, "group")).empty() && text(member(ref, "kind")) == "Service";
  return !service || ref.contains("port");
}

bool rule_names_unique(const Json& rules, const Json&) {
  std::set<std::string> seen;
  return std::ranges::all_of(rules, [&](const Json& rule) {
    return !rule.contains("name") || seen.insert(std::string(text(member(rule, "name")))).second;
  });
}

constexpr std::array<Rule, 11> kRules{{
    {"tls-only-where-allowed", "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
     tls_only_where_allowed},
    {"https-terminates", "tls mode must be Terminate for protocol HTTPS", https_terminates},
    {"no-hostname-on-l4", "hostname must not be specified for protocols ['TCP', 'UDP']", no_hostname_on_l4},
    {"listener-names-unique", "Listener name must be unique within the Gateway", listener_names_unique},
    {"listeners-distinct", "Combination of port, protocol and hostname must be unique for each listener",
     listeners_distinct},
    {"terminate-has-certificate", "certificateRefs or options must be specified when mode is Terminate",
     terminate_has_certificate},
    {"immutable", "Value is immutable", immutable},
    {"parents-consistent",
     "sectionName or port must be specified when parentRefs includes 2 or more references to the same parent",
     parents_consistent},
    {"parents-unique",
     "sectionName or port must be unique when parentRefs includes 2 or more references to the same parent",
     parents_unique},
    {"service-has-port", "Must have port for Service reference", service_has_port},
    {"rule-names-unique", "Rule name must be unique within the route", rule_names_unique},
}};

}  // namespace

const Rule& find_rule(std::string_view name) {
  const auto found = std::ranges::find(kRules, name, &Rule::name);
  assert(found != kRules.end());
  return *found;
}

}  // namespace nlbsim::fake_apiserver
