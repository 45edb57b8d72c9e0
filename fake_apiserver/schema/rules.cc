#include "fake_apiserver/schema/rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;

// A member as CEL's has() sees it: an absent one, an empty text and a zero are the same for these rules.
std::string optional_text(const Json& object, std::string_view key) { return std::string(text(member(object, key))); }
std::int64_t optional_number(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

Verdict holds(bool yes) { return {yes, {}}; }

// True if the key of every entry differs from all others'.
template <class Key>
bool unique(const Json& list, Key key) {
  std::set<decltype(key(list))> seen;
  return std::ranges::all_of(list, [&](const Json& entry) { return seen.insert(key(entry)).second; });
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> values) {
  return std::ranges::find(values, value) != values.end();
}

std::string_view protocol(const Json& listener) { return text(member(listener, "protocol")); }

Verdict tls_only_where_allowed(const Json& listeners, const Json&) {
  return holds(std::ranges::all_of(listeners, [](const Json& listener) {
    return !is_one_of(protocol(listener), {"HTTP", "TCP", "UDP"}) || !listener.contains("tls");
  }));
}

Verdict https_terminates(const Json& listeners, const Json&) {
  return holds(std::ranges::all_of(listeners, [](const Json& listener) {
    return protocol(listener) != "HTTPS" || is_one_of(text(api::at(listener, "tls", "mode")), {"", "Terminate"});
  }));
}

Verdict no_hostname_on_l4(const Json& listeners, const Json&) {
  return holds(std::ranges::all_of(listeners, [](const Json& listener) {
    return !is_one_of(protocol(listener), {"TCP", "UDP"}) || text(member(listener, "hostname")).empty();
  }));
}

Verdict listener_names_unique(const Json& listeners, const Json&) {
  return holds(unique(listeners, [](const Json& listener) { return optional_text(listener, "name"); }));
}

Verdict listeners_distinct(const Json& listeners, const Json&) {
  return holds(unique(listeners, [](const Json& listener) {
    return std::tuple(optional_number(listener, "port"), optional_text(listener, "protocol"),
                      listener.contains("hostname"), optional_text(listener, "hostname"));
  }));
}

// CEL's || forgives an operand that can't be evaluated if the other one is true.
Verdict terminate_has_certificate(const Json& tls, const Json&) {
  if (text(member(tls, "mode")) != "Terminate") return {};
  const Json& certificates = member(tls, "certificateRefs");
  const Json& options = member(tls, "options");
  if (!certificates.empty() || !options.empty()) return {};
  if (certificates.is_null()) return {false, "certificateRefs"};
  if (options.is_null()) return {false, "options"};
  return holds(false);
}

Verdict immutable(const Json& value, const Json& old_value) { return holds(old_value.is_null() || value == old_value); }

// Among addresses of that type no value may occur twice.
Verdict addresses_unique(const Json& addresses, std::string_view type) {
  std::set<std::string> seen;
  for (const Json& address : addresses) {
    if (text(member(address, "type")) != type) continue;
    if (!address.contains("value")) return {false, "value"};
    if (!seen.insert(optional_text(address, "value")).second) return holds(false);
  }
  return {};
}
Verdict ip_addresses_unique(const Json& addresses, const Json&) { return addresses_unique(addresses, "IPAddress"); }
Verdict hostnames_unique(const Json& addresses, const Json&) { return addresses_unique(addresses, "Hostname"); }

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_alphanumeric(char c) { return is_lower_alphanumeric(c) || (c >= 'A' && c <= 'Z'); }

// [a-z0-9]([-a-z0-9]*[a-z0-9])? joined by dots.
bool is_subdomain(std::string_view name) {
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    const std::string_view label = name.substr(begin, end - begin);
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    if (!std::ranges::all_of(label, [](char c) { return c == '-' || is_lower_alphanumeric(c); })) return false;
    if (end == name.size()) return true;
    begin = end + 1;
  }
}

Verdict hostname_valid(const Json& address, const Json&) {
  if (text(member(address, "type")) != "Hostname") return {};
  if (!address.contains("value")) return {false, "value"};
  const std::string_view value = text(member(address, "value"));
  return holds(is_subdomain(value.starts_with("*.") ? value.substr(2) : value));
}

bool is_qualified_key(std::string_view key) {
  const std::size_t slash = key.find('/');
  if (slash != key.npos && !is_subdomain(key.substr(0, slash))) return false;
  const std::string_view name = slash == key.npos ? key : key.substr(slash + 1);
  if (name.empty() || name.size() > 63 || !is_alphanumeric(name.front()) || !is_alphanumeric(name.back())) return false;
  return std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

Verdict keys_qualified(const Json& map, const Json&) {
  return holds(std::ranges::all_of(map.get_ref<const Json::object_t&>(),
                                   [](const auto& entry) { return is_qualified_key(entry.first); }));
}

Verdict key_prefixes_short(const Json& map, const Json&) {
  return holds(std::ranges::all_of(map.get_ref<const Json::object_t&>(), [](const auto& entry) {
    return std::min(entry.first.find('/'), entry.first.size()) < 253;
  }));
}

auto parent_of(const Json& reference) {
  return std::tuple(optional_text(reference, "group"), optional_text(reference, "kind"),
                    optional_text(reference, "name"), optional_text(reference, "namespace"));
}

// References to one parent must all, or none, name a section, and likewise a port.
Verdict parents_consistent(const Json& references, const Json&) {
  for (const Json& a : references)
    for (const Json& b : references)
      if (parent_of(a) == parent_of(b) &&
          (optional_text(a, "sectionName").empty() != optional_text(b, "sectionName").empty() ||
           (optional_number(a, "port") == 0) != (optional_number(b, "port") == 0)))
        return holds(false);
  return {};
}

Verdict parents_unique(const Json& references, const Json&) {
  return holds(unique(references, [](const Json& reference) {
    return std::tuple_cat(parent_of(reference),
                          std::tuple(optional_text(reference, "sectionName"), optional_number(reference, "port")));
  }));
}

Verdict service_has_port(const Json& reference, const Json&) {
  const bool service = text(member(reference, "group")).empty() && text(member(reference, "kind")) == "Service";
  return holds(!service || reference.contains("port"));
}

Verdict rule_names_unique(const Json& rules, const Json&) {
  std::set<std::string> seen;
  return holds(std::ranges::all_of(rules, [&](const Json& rule) {
    return !rule.contains("name") || seen.insert(optional_text(rule, "name")).second;
  }));
}

constexpr std::array kRules{
    Rule{"tls-only-where-allowed", "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
         tls_only_where_allowed},
    Rule{"https-terminates", "tls mode must be Terminate for protocol HTTPS", https_terminates},
    Rule{"no-hostname-on-l4", "hostname must not be specified for protocols ['TCP', 'UDP']", no_hostname_on_l4},
    Rule{"listener-names-unique", "Listener name must be unique within the Gateway", listener_names_unique},
    Rule{"listeners-distinct", "Combination of port, protocol and hostname must be unique for each listener",
         listeners_distinct},
    Rule{"terminate-has-certificate", "certificateRefs or options must be specified when mode is Terminate",
         terminate_has_certificate},
    Rule{"immutable", "Value is immutable", immutable},
    Rule{"ip-addresses-unique", "IPAddress values must be unique", ip_addresses_unique},
    Rule{"hostnames-unique", "Hostname values must be unique", hostnames_unique},
    Rule{"hostname-valid",
         "Hostname value must only contain valid characters (matching "
         "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)",
         hostname_valid},
    Rule{"label-keys-qualified",
         "Label keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up "
         "to 63 characters.",
         keys_qualified},
    Rule{"label-prefixes-short",
         "If specified, the label key's prefix must be a DNS subdomain not longer than 253 characters in total.",
         key_prefixes_short},
    Rule{"annotation-keys-qualified",
         "Annotation keys must be in the form of an optional DNS subdomain prefix followed by a required name segment "
         "of up to 63 characters.",
         keys_qualified},
    Rule{"annotation-prefixes-short",
         "If specified, the annotation key's prefix must be a DNS subdomain not longer than 253 characters in total.",
         key_prefixes_short},
    Rule{"parents-consistent",
         "sectionName or port must be specified when parentRefs includes 2 or more references to the same parent",
         parents_consistent},
    Rule{"parents-unique",
         "sectionName or port must be unique when parentRefs includes 2 or more references to the same parent",
         parents_unique},
    Rule{"service-has-port", "Must have port for Service reference", service_has_port},
    Rule{"rule-names-unique", "Rule name must be unique within the route", rule_names_unique},
};

}  // namespace

const Rule* find_rule(std::string_view name) {
  const auto found = std::ranges::find(kRules, name, &Rule::name);
  return found == kRules.end() ? nullptr : &*found;
}

}  // namespace nlbsim::fake_apiserver
