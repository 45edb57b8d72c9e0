#include "fake_apiserver/types/struct_type.h"

#include <algorithm>

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using Basic = StructField::Basic;
using Holder = StructField::Holder;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

class Reader {
 public:
  Reader(std::string_view text, const KnownStructs& known) : text_(text), known_(known) {}

  // Fields up to the end, or to the brace that closes them.
  StructRef fields(std::string_view name) {
    auto out = std::make_shared<StructType>();
    out->name = name;
    for (skip_space(); at_ < text_.size() && text_[at_] != '}'; skip_space()) out->fields.push_back(field());
    if (at_ < text_.size()) ++at_;
    return out;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  std::string_view word() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(" {}[]:,=!?%#", at_), text_.size());
    return text_.substr(begin, at_ - begin);
  }
  bool accept(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  StructField field() {
    StructField out;
    out.name = word();
    if (accept('[')) read_list(out);
    if (accept('%')) out.holder = accept('#') ? Holder::whole_map : Holder::map;
    out.pointer = accept('?');
    out.always = accept('!');
    if (accept(':')) read_type(out);
    return out;
  }

  void read_list(StructField& out) {
    out.holder = Holder::list;
    if (accept('=')) out.holder = Holder::set;
    while (!accept(']')) {
      out.holder = Holder::keyed;
      auto& [key, fallback] = out.keys.emplace_back(word(), std::string());
      if (accept('=')) fallback = word();
      accept(',');
    }
  }

  void read_type(StructField& out) {
    out.whole = accept('#');
    if (accept('*')) {
      out.basic = Basic::any;
      return;
    }
    const std::string_view type = word();
    if (!is_upper(type.front())) {
      out.basic = basic(type.front());
    } else if (accept('{')) {
      out.structure = fields(type);
    } else {
      out.structure = known_.find(type);
      if (!out.structure) out.type_name = "v1." + std::string(type);
    }
    if (out.structure) out.basic = Basic::structure;
  }

  static Basic basic(char letter) {
    switch (letter) {
      case 'i': return Basic::int32;
      case 'l': return Basic::int64;
      case 'd': return Basic::fraction;
      case 'b': return Basic::flag;
      case 't': return Basic::time;
      case 'u': return Basic::micro_time;
      case 'q': return Basic::quantity;
      case 'x': return Basic::int_or_text;
      case 'y': return Basic::bytes;
      default: return Basic::text;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const KnownStructs& known_;
};

Json schema_of_value(const StructField& field) {
  switch (field.basic) {
    case Basic::int32: return {{"type", "integer"}, {"format", "int32"}};
    case Basic::int64: return {{"type", "integer"}, {"format", "int64"}};
    case Basic::fraction: return {{"type", "number"}};
    case Basic::flag: return {{"type", "boolean"}};
    case Basic::int_or_text:
    case Basic::quantity: return {{"x-kubernetes-int-or-string", true}};
    case Basic::any: return {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}};
    case Basic::structure: {
      Json out = schema_of(*field.structure);
      if (field.whole) out["x-kubernetes-map-type"] = "atomic";
      return out;
    }
    default: return {{"type", "string"}};
  }
}

Json schema_of_field(const StructField& field) {
  Json value = schema_of_value(field);
  if (field.is_map()) {
    Json out{{"type", "object"}, {"additionalProperties", std::move(value)}};
    if (field.holder == Holder::whole_map) out["x-kubernetes-map-type"] = "atomic";
    return out;
  }
  if (!field.is_list()) return value;
  for (const auto& [key, fallback] : field.keys)
    if (!fallback.empty()) value["properties"][key]["default"] = fallback;
  Json out{{"type", "array"}, {"items", std::move(value)}};
  if (field.holder == Holder::set) out["x-kubernetes-list-type"] = "set";
  if (field.holder != Holder::keyed) return out;
  out["x-kubernetes-list-type"] = "map";
  Json keys = Json::array();
  for (const auto& [key, fallback] : field.keys) keys.push_back(key);
  out["x-kubernetes-list-map-keys"] = std::move(keys);
  return out;
}

}  // namespace

const StructField* StructType::find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &StructField::name);
  return found == fields.end() ? nullptr : &*found;
}

StructRef parse_struct(std::string_view name, std::string_view text, const KnownStructs& known) {
  return Reader(text, known).fields(name);
}

Json schema_of(const StructType& type) {
  Json properties = Json::object();
  for (const StructField& field : type.fields) properties[field.name] = schema_of_field(field);
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace nlbsim::fake_apiserver
