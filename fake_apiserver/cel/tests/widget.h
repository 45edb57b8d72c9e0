// What the variables of the expression tables are: `self`, an object with a schema that has something of everything;
// `any`, a document without a schema; `oldSelf`, an optional text that is absent.
#pragma once

#include <string>
#include <vector>

#include "fake_apiserver/cel/program.h"

namespace nlbsim::fake_apiserver::cel {

inline TypeRef widget_type() {
  const TypeRef port =
      Type::object("Widget.ports.@idx", {{"name", {Type::string()}}, {"port", {Type::integer(), true}}});
  const TypeRef entry =
      Type::object("Widget.entries.@idx", {{"key", {Type::string(), true}}, {"value", {Type::integer()}}});
  const TypeRef set = Type::list(Type::string(), ListSemantics::set);
  const TypeRef entries = Type::list(entry, ListSemantics::map, {"key"});
  return Type::object("Widget", {{"name", {Type::string()->bounded(10), true}},
                                 {"nickname", {Type::string()}},
                                 {"replicas", {Type::integer()}},
                                 {"ratio", {Type::number()}},
                                 {"enabled", {Type::boolean()}},
                                 {"owner", {Type::object("Widget.owner", {{"name", {Type::string()}}})}},
                                 {"tags", {Type::list(Type::string())}},
                                 {"otherTags", {Type::list(Type::string())}},
                                 {"labels", {Type::map(Type::string())}},
                                 {"ports", {Type::list(port)}},
                                 {"secret", {Type::bytes()}},
                                 {"created", {Type::timestamp()}},
                                 {"birthday", {Type::date()}},
                                 {"ttl", {Type::duration()}},
                                 {"percent", {Type::dyn()}},
                                 {"count", {Type::dyn()}},
                                 {"empty", {Type::list(Type::string())->or_null()}},
                                 {"namespace", {Type::string()}},
                                 {"with-dash", {Type::integer()}},
                                 {"with.dot", {Type::integer()}},
                                 {"with/slash", {Type::integer()}},
                                 {"with__underscores", {Type::integer()}},
                                 {"in", {Type::integer()}},
                                 {"set", {set}},
                                 {"otherSet", {set}},
                                 {"entries", {entries}},
                                 {"otherEntries", {entries}},
                                 {"moreEntries", {entries}}});
}

inline const api::Json& widget() {
  static const api::Json document = *api::parse_json(R"({
    "name": "gadget", "replicas": 3, "ratio": 2, "enabled": true, "owner": {"name": "ann"},
    "tags": ["b", "a"], "otherTags": ["a", "b"], "labels": {"app": "web", "tier/x": "1"},
    "ports": [{"name": "http", "port": 80}, {"port": 443}],
    "secret": "aGVsbG8=", "created": "2024-02-03T04:05:06Z", "birthday": "2024-02-03", "ttl": "1m30s",
    "percent": "50%", "count": 5, "empty": null, "namespace": "default",
    "with-dash": 1, "with.dot": 2, "with/slash": 3, "with__underscores": 4, "in": 5,
    "set": ["x", "y"], "otherSet": ["y", "x"],
    "entries": [{"key": "a", "value": 1}, {"key": "b", "value": 2}],
    "otherEntries": [{"key": "b", "value": 2}, {"key": "a", "value": 1}],
    "moreEntries": [{"key": "a", "value": 10}, {"key": "c", "value": 3}]})");
  return document;
}

inline const api::Json& thing() {
  static const api::Json document = *api::parse_json(R"({
    "kind": "Thing", "nothing": null, "spec": {"size": 3, "ratio": 0.5, "items": ["a", "b"], "flag": true}})");
  return document;
}

inline const Environment& widget_environment() {
  static const Environment environment{
      {{"self", widget_type()}, {"any", Type::dyn()}, {"oldSelf", Type::optional(Type::string())}}};
  return environment;
}

inline std::vector<Binding> widget_bindings() {
  const auto& variables = widget_environment().variables;
  return {{"self", Value::of(widget(), variables.at("self"))},
          {"any", Value::of(thing(), variables.at("any"))},
          {"oldSelf", Value::none()}};
}

}  // namespace nlbsim::fake_apiserver::cel
