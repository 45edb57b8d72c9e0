#include "fake_apiserver/types/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/time.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using api::member;
using api::text;
using Basic = StructField::Basic;

bool is_of_every_object(std::string_view name) { return name == "apiVersion" || name == "kind" || name == "metadata"; }

std::string go_type(const Json& value) {
  if (value.is_number_float()) return "number " + api::dump_json(value);
  if (value.is_number()) return "number";
  if (value.is_boolean()) return "bool";
  return std::string(value.type_name());
}

std::string type_of_one(const StructField& field) {
  switch (field.basic) {
    case Basic::int32: return "int32";
    case Basic::int64: return "int64";
    case Basic::fraction: return "float64";
    case Basic::flag: return "bool";
    case Basic::bytes: return "[]uint8";
    case Basic::time: return "v1.Time";
    case Basic::micro_time: return "v1.MicroTime";
    case Basic::quantity: return "resource.Quantity";
    case Basic::int_or_text: return "intstr.IntOrString";
    case Basic::structure: return "v1." + field.structure->name;
    default: return field.type_name.empty() ? "string" : field.type_name;
  }
}

// Where a value stands: "ServicePort.spec.ports.port".
struct Place {
  std::string_view holder;
  std::string path;
  std::string text() const { return fmt::format("{}.{}", holder, path); }
};

constexpr std::string_view kSeconds = "2006-01-02T15:04:05Z07:00";
constexpr std::string_view kMicroseconds = "2006-01-02T15:04:05.000000Z07:00";

// A time with exactly six decimals: 2026-01-01T00:00:00.000000Z.
bool is_micro_time(std::string_view time) {
  const auto dot = time.find('.');
  return sim::parse_rfc3339(time) && dot == 19 && time.size() >= 27 &&
         time.substr(20).find_first_not_of("0123456789") == 6;
}

std::string time_error(std::string_view time, bool micro) {
  if (micro ? is_micro_time(time) : sim::parse_rfc3339(time).has_value()) return "";
  const bool seconds_fit = micro && time.size() > 19 && sim::parse_rfc3339(time);
  return fmt::format("parsing time \"{}\" as \"{}\": cannot parse \"{}\" as \"{}\"", time,
                     micro ? kMicroseconds : kSeconds, seconds_fit ? time.substr(19) : time,
                     seconds_fit ? ".000000" : "2006");
}

std::string bytes_error(std::string_view encoded) {
  const auto is_digit = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  const auto end = static_cast<std::size_t>(std::ranges::find_if_not(encoded, is_digit) - encoded.begin());
  const std::string_view rest = encoded.substr(end);
  if (encoded.size() % 4 == 0 && (rest.empty() || rest == "=" || rest == "==")) return "";
  const std::size_t at = rest.empty() || rest.front() == '=' ? encoded.size() / 4 * 4 : end;
  return fmt::format("illegal base64 data at input byte {}", at);
}

std::string quantity_error(std::string_view quantity) {
  const auto digits = quantity.find_first_not_of("+-.0123456789");
  const std::string_view suffix = digits == quantity.npos ? std::string_view() : quantity.substr(digits);
  const bool number = quantity.find_first_of("0123456789") < digits;
  const bool known = suffix.find_first_not_of("eEinumkKMGTP+-0123456789") == suffix.npos;
  if (number && known) return "";
  return "quantities must match the regular expression "
         "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
}

bool fits(const Json& value, Basic basic) {
  if (!value.is_number_integer()) return false;
  const auto number = value.get<std::int64_t>();
  return basic == Basic::int64 ||
         (number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max());
}

std::string error_of_fields(const StructType& type, const Json& object, const std::string& path);

std::string error_of_one(const StructField& field, const Json& value, const Place& place) {
  const auto wrong = [&] { return cannot_unmarshal(value, place.text(), type_of_one(field)); };
  const auto not_text = [&] {
    return fmt::format("json: cannot unmarshal {} into Go value of type string", go_type(value));
  };
  if (value.is_null()) return "";
  switch (field.basic) {
    case Basic::any: return "";
    case Basic::text: return value.is_string() ? "" : wrong();
    case Basic::flag: return value.is_boolean() ? "" : wrong();
    case Basic::fraction: return value.is_number() ? "" : wrong();
    case Basic::int32:
    case Basic::int64:
      if (fits(value, field.basic)) return "";
      return value.is_number() ? cannot_unmarshal(value, place.text(), type_of_one(field)) : wrong();
    case Basic::time:
    case Basic::micro_time:
      return value.is_string() ? time_error(text(value), field.basic == Basic::micro_time) : not_text();
    case Basic::quantity:
      return value.is_string() ? quantity_error(text(value)) : value.is_number() ? std::string() : quantity_error("");
    case Basic::int_or_text:
      if (value.is_string() || fits(value, Basic::int32)) return "";
      return fmt::format("json: cannot unmarshal {} into Go value of type int32", go_type(value));
    case Basic::bytes: return value.is_string() ? bytes_error(text(value)) : wrong();
    case Basic::structure: return value.is_object() ? error_of_fields(*field.structure, value, place.path) : wrong();
  }
  return "";
}

std::string error_of(const StructField& field, const Json& value, const Place& place) {
  if (value.is_null()) return "";
  if (field.is_list()) {
    if (!value.is_array()) return cannot_unmarshal(value, place.text(), "[]" + type_of_one(field));
    for (const Json& item : value)
      if (std::string error = error_of_one(field, item, place); !error.empty()) return error;
    return "";
  }
  if (!field.is_map()) return error_of_one(field, value, place);
  if (!value.is_object()) return cannot_unmarshal(value, place.text(), "map[string]" + type_of_one(field));
  for (const auto& [key, entry] : value.items())
    if (std::string error = error_of_one(field, entry, place); !error.empty()) return error;
  return "";
}

std::string error_of_fields(const StructType& type, const Json& object, const std::string& path) {
  for (const auto& [name, value] : object.items()) {
    if (path.empty() && is_of_every_object(name.view())) continue;
    const StructField* field = type.find(name.view());
    if (!field || value.is_null()) continue;
    const Place place{type.name, path.empty() ? name.str() : fmt::format("{}.{}", path, name)};
    if (std::string error = error_of(*field, value, place); !error.empty()) return error;
  }
  return "";
}

std::optional<Json> decoded(const StructType& type, const Json& object, bool root);

// A value in the form in which it is written; nothing if it has that form.
std::optional<Json> written_one(const StructField& field, const Json& value) {
  switch (field.basic) {
    case Basic::structure: return decoded(*field.structure, value, false);
    case Basic::quantity: return value.is_number() ? std::optional<Json>(Json(api::dump_json(value))) : std::nullopt;
    case Basic::time: {
      const auto time = sim::parse_rfc3339(text(value));
      if (!time) return std::nullopt;
      std::string shown = sim::to_rfc3339(*time);
      return shown == text(value) ? std::nullopt : std::optional<Json>(Json(shown));
    }
    default: return std::nullopt;
  }
}

std::optional<Json> written(const StructField& field, const Json& value) {
  if (field.holder == StructField::Holder::one) return written_one(field, value);
  if (!value.is_structured()) return std::nullopt;
  std::optional<Json> out;
  const auto empty = [&] { return field.basic == Basic::structure ? empty_value(*field.structure) : Json(""); };
  const auto fresh_of = [&](const Json& entry) {
    return entry.is_null() && field.basic != Basic::any ? std::optional<Json>(empty()) : written_one(field, entry);
  };
  if (value.is_object()) {
    for (const auto& [key, entry] : value.items())
      if (auto fresh = fresh_of(entry)) {
        if (!out) out = value;
        (*out)[key] = *std::move(fresh);
      }
    return out;
  }
  for (std::size_t i = 0; i < value.size(); ++i)
    if (auto fresh = fresh_of(value[i])) {
      if (!out) out = value;
      (*out)[i] = *std::move(fresh);
    }
  return out;
}

bool is_empty(const StructField& field, const Json& value) {
  if (field.holder != StructField::Holder::one) return value.empty();
  switch (field.basic) {
    case Basic::structure:
    case Basic::any: return false;
    case Basic::flag: return value == false;
    case Basic::text:
    case Basic::bytes:
    case Basic::time:
    case Basic::micro_time: return text(value).empty();
    case Basic::quantity: return false;
    default: return value == 0;
  }
}

// What an unset field that is written all the same shows; nothing for one that is left out.
std::optional<Json> unset(const StructField& field) {
  if (field.holder != StructField::Holder::one) return field.always ? std::optional<Json>(Json()) : std::nullopt;
  if (field.pointer) return field.always ? std::optional<Json>(Json()) : std::nullopt;
  if (field.basic == Basic::structure) return empty_value(*field.structure);
  if (field.basic == Basic::time || field.basic == Basic::micro_time) return Json();
  if (field.basic == Basic::quantity) return Json("0");
  if (!field.always) return std::nullopt;
  if (field.basic == Basic::text || field.basic == Basic::bytes) return Json("");
  if (field.basic == Basic::flag) return Json(false);
  return Json(0);
}

std::optional<Json> decoded(const StructType& type, const Json& object, bool root) {
  if (!object.is_object()) return std::nullopt;
  std::optional<Json> out;
  const auto changed = [&]() -> Json& {
    if (!out) out = object;
    return *out;
  };
  const auto known = [&](std::string_view name) {
    return (root && is_of_every_object(name)) || type.find(name) != nullptr;
  };
  if (std::ranges::any_of(object.items(), [&](const auto& entry) { return !known(entry.first.view()); }))
    changed().erase_if([&](const api::Member& entry) { return !known(entry.first.view()); });
  for (const auto& [name, value] : object.items()) {
    if (root && is_of_every_object(name.view())) continue;
    const StructField* field = type.find(name.view());
    if (!field) continue;
    if (value.is_null() || (!field->pointer && is_empty(*field, value))) {
      if (auto shown = unset(*field); !shown) changed().erase(name.view());
      else if (*shown != value) changed()[name] = *std::move(shown);
    } else if (auto fresh = written(*field, value)) {
      changed()[name] = *std::move(fresh);
    }
  }
  for (const StructField& field : type.fields)
    if (!object.contains(field.name))
      if (auto shown = unset(field)) changed()[field.name] = *std::move(shown);
  return out;
}

}  // namespace

std::string cannot_unmarshal(const Json& value, std::string_view field, std::string_view type) {
  return fmt::format("json: cannot unmarshal {} into Go struct field {} of type {}", go_type(value), field, type);
}

std::string decode_error(const StructType& type, const Json& document) { return error_of_fields(type, document, ""); }

std::optional<Json> as_decoded(const StructType& type, const Json& document) { return decoded(type, document, true); }

Json empty_value(const StructType& type) {
  Json out = Json::object();
  for (const StructField& field : type.fields)
    if (auto shown = unset(field)) out[field.name] = *std::move(shown);
  return out;
}

namespace {

void collect_unknown_fields(const StructType& type, const Json& object, const std::string& path,
                            std::vector<std::string>& paths) {
  if (!object.is_object()) return;
  for (const auto& [name, value] : object.items()) {
    if (path.empty() && is_of_every_object(name.view())) continue;
    const std::string place = path.empty() ? name.str() : fmt::format("{}.{}", path, name);
    const StructField* field = type.find(name.view());
    if (!field) {
      paths.push_back(place);
    } else if (field->structure && field->is_list()) {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
        collect_unknown_fields(*field->structure, value[i], fmt::format("{}[{}]", place, i), paths);
    } else if (field->structure && field->is_map()) {
      for (const auto& [key, entry] : value.items())
        collect_unknown_fields(*field->structure, entry, fmt::format("{}.{}", place, key), paths);
    } else if (field->structure) {
      collect_unknown_fields(*field->structure, value, place, paths);
    }
  }
}

}  // namespace

void collect_unknown(const StructType& type, const Json& document, std::vector<std::string>& paths) {
  collect_unknown_fields(type, document, "", paths);
}

}  // namespace nlbsim::fake_apiserver
