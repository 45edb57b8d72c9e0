// Which objects a list or watch is about: a namespace, a label selector and a field selector, parsed once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/kube/object.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

struct Kind;

// One requirement of a label selector: "app=web", "tier in (a, b)", "!canary", "weight > 3".
struct LabelRequirement {
  enum class Operator : std::uint8_t { in, not_in, exists, absent, greater, less };
  std::string key;
  Operator op = Operator::exists;
  std::vector<std::string> values;
  bool matches(const std::map<std::string, std::string>& labels) const;
};

// One requirement of a field selector: "metadata.name=web", "type!=Warning".
struct FieldRequirement {
  std::vector<std::string> path;
  bool equal = true;
  std::string value;
  bool matches(const kube::Object& object) const;
};

// Error code "BadRequest", in the words of k8s.io/apimachinery/pkg/labels and fields.
sim::Result<std::vector<LabelRequirement>> parse_label_selector(std::string_view text);
// Only fields that the kind supports may be named.
sim::Result<std::vector<FieldRequirement>> parse_field_selector(std::string_view text, const Kind& kind);

struct Selection {
  std::string namespace_;  // empty: all
  std::vector<LabelRequirement> labels;
  std::vector<FieldRequirement> fields;

  bool by_selector() const { return !labels.empty() || !fields.empty(); }
  bool everything() const { return namespace_.empty() && !by_selector(); }
  bool matches(const kube::Object& object) const;
};

}  // namespace nlbsim::fake_apiserver
