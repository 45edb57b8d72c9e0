#include "fake_apiserver/cel/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "fake_apiserver/cel/base64.h"
#include "fake_apiserver/cel/compare.h"
#include "fake_apiserver/cel/text.h"
#include "fake_apiserver/cel/time.h"

namespace nlbsim::fake_apiserver::cel {

struct Value::Map {
  std::vector<std::pair<Value, Value>> entries;  // by key
  std::uint64_t weight;
};

namespace {

void sort_by_key(std::vector<std::pair<Value, Value>>& entries) {
  std::ranges::sort(entries, key_before, &std::pair<Value, Value>::first);
}

Value mismatch(const Type& type) { return Value::error("invalid data, expected " + type.shown()); }

Value scalar_of(const api::Json& document) {
  if (document.is_boolean()) return Value::boolean(document.get<bool>());
  if (document.is_string()) return Value::borrowed_string(api::text(document));
  if (document.is_number_unsigned()) {
    const auto value = document.get<std::uint64_t>();
    if (value <= INT64_MAX) return Value::integer(static_cast<std::int64_t>(value));
    return Value::number(static_cast<double>(value));
  }
  if (document.is_number_integer()) return Value::integer(document.get<std::int64_t>());
  if (document.is_number()) return Value::number(document.get<double>());
  return {};
}

Value integer_of(const api::Json& document, const Type& type) {
  if (document.is_number_integer()) return scalar_of(document);
  if (!document.is_number()) return mismatch(type);
  const auto value = document.get<double>();
  if (std::trunc(value) != value || value < -0x1p63 || value >= 0x1p63) return mismatch(type);
  return Value::integer(static_cast<std::int64_t>(value));
}

// Strings that stand for something else.
Value spelled_of(std::string_view text, const Type& type) {
  if (type.is(Kind::string)) return Value::borrowed_string(text);
  if (type.is(Kind::bytes)) {
    auto bytes = decode_base64(text);
    return bytes ? Value::bytes(std::move(*bytes)) : mismatch(type);
  }
  if (type.is(Kind::duration)) {
    const auto duration = parse_duration(text);
    return duration ? Value::duration(*duration) : mismatch(type);
  }
  if (!type.is(Kind::timestamp)) return mismatch(type);
  const auto time = type.spelling() == Spelling::date ? parse_date(text) : parse_timestamp(text);
  return time ? Value::timestamp(*time) : mismatch(type);
}

}  // namespace

Value Value::of(const api::Json& document, const TypeRef& type) {
  if (type->is(Kind::optional)) return some(of(document, type->element()));
  if (document.is_null()) {
    if (type->is(Kind::dyn) || type->is(Kind::null) || type->nullable()) return {};
    return error("invalid data, got null for schema with nullable=false");
  }
  const bool container = document.is_array() || document.is_object();
  switch (type->kind()) {
    case Kind::dyn: return container ? make(Document{&document, type.get()}) : scalar_of(document);
    case Kind::boolean: return document.is_boolean() ? scalar_of(document) : mismatch(*type);
    case Kind::integer: return integer_of(document, *type);
    case Kind::number: return document.is_number() ? number(document.get<double>()) : mismatch(*type);
    case Kind::list: return document.is_array() ? make(Document{&document, type.get()}) : mismatch(*type);
    case Kind::map:
    case Kind::object: return document.is_object() ? make(Document{&document, type.get()}) : mismatch(*type);
    default: return document.is_string() ? spelled_of(api::text(document), *type) : mismatch(*type);
  }
}

Value Value::boolean(bool value) { return make(value); }
Value Value::integer(std::int64_t value) { return make(value); }
Value Value::unsigned_integer(std::uint64_t value) { return make(value); }
Value Value::number(double value) { return make(value); }
Value Value::string(std::string value) {
  auto owner = std::make_shared<const std::string>(std::move(value));
  const std::string_view view = *owner;
  return make(Text{std::move(owner), view});
}
Value Value::borrowed_string(std::string_view value) { return make(Text{nullptr, value}); }
Value Value::bytes(std::string value) {
  auto owner = std::make_shared<const std::string>(std::move(value));
  const std::string_view view = *owner;
  return make(Octets{{std::move(owner), view}});
}
Value Value::timestamp(Timestamp value) { return make(value); }
Value Value::duration(Duration value) { return make(value); }
Value Value::list(std::vector<Value> items) { return list(std::move(items), *Type::dyn()); }
Value Value::list(std::vector<Value> items, const Type& type) {
  const Type* kept = type.semantics() == ListSemantics::atomic ? nullptr : &type;
  std::uint64_t weight = 1;
  for (const Value& item : items) {
    if (item.is_error()) return item;
    weight += item.weight();
  }
  if (weight > kMaxWeight) return error("list is too large");
  return make(std::shared_ptr<const List>(std::make_shared<List>(List{std::move(items), kept, weight})));
}
Value Value::map(std::vector<std::pair<Value, Value>> entries) {
  std::uint64_t weight = 1;
  for (const auto& [key, value] : entries) {
    if (key.is_error()) return key;
    if (value.is_error()) return value;
    weight += key.weight() + value.weight();
    if (!key.as_bool() && !key.as_integer() && !key.as_unsigned() && !key.as_string()) {
      return error("unsupported key type: " + key.shown());
    }
  }
  std::map<Value, Value, decltype(&key_before)> sorted(&key_before);
  for (auto& [key, value] : entries) sorted.insert_or_assign(std::move(key), std::move(value));
  entries.assign(sorted.begin(), sorted.end());
  if (weight > kMaxWeight) return error("map is too large");
  return make(std::shared_ptr<const Map>(std::make_shared<Map>(Map{std::move(entries), weight})));
}
Value Value::map_of_new(std::vector<std::pair<Value, Value>> entries) {
  Value made = map(entries);
  if (made.is_error() || made.count() == entries.size()) return made;
  sort_by_key(entries);
  const auto twice =
      std::ranges::adjacent_find(entries, [](const auto& a, const auto& b) { return !key_before(a.first, b.first); });
  return error("insert failed: key " + twice->first.shown() + " already exists");
}
Value Value::record(std::vector<std::pair<Value, Value>> entries) {
  sort_by_key(entries);
  return make(std::shared_ptr<const Map>(std::make_shared<Map>(Map{std::move(entries), kMaxWeight})));
}
Value Value::none() { return make(Optional{}); }
Value Value::some(Value value) {
  if (value.is_error()) return value;
  return make(Optional{std::make_shared<const Value>(std::move(value))});
}
Value Value::type(TypeRef type) { return make(std::move(type)); }
Value Value::opaque(std::shared_ptr<const Opaque> value) { return make(std::move(value)); }
Value Value::error(std::string message) {
  return make(Failure{std::make_shared<const std::string>(std::move(message))});
}

Kind Value::kind() const {
  struct Named {
    Kind operator()(std::monostate) const { return Kind::null; }
    Kind operator()(bool) const { return Kind::boolean; }
    Kind operator()(std::int64_t) const { return Kind::integer; }
    Kind operator()(std::uint64_t) const { return Kind::unsigned_integer; }
    Kind operator()(double) const { return Kind::number; }
    Kind operator()(const Text&) const { return Kind::string; }
    Kind operator()(const Octets&) const { return Kind::bytes; }
    Kind operator()(Timestamp) const { return Kind::timestamp; }
    Kind operator()(Duration) const { return Kind::duration; }
    Kind operator()(const Document& document) const {
      if (!document.type->is(Kind::dyn)) return document.type->kind();
      return document.json->is_array() ? Kind::list : Kind::map;
    }
    Kind operator()(const std::shared_ptr<const List>&) const { return Kind::list; }
    Kind operator()(const std::shared_ptr<const Map>&) const { return Kind::map; }
    Kind operator()(const Optional&) const { return Kind::optional; }
    Kind operator()(const TypeRef&) const { return Kind::type; }
    Kind operator()(const std::shared_ptr<const Opaque>& value) const { return value->kind; }
    Kind operator()(const Failure&) const { return Kind::dyn; }
  };
  return std::visit(Named{}, content_);
}

bool Value::is_error() const { return std::holds_alternative<Failure>(content_); }

std::string_view Value::error_message() const {
  const auto* failure = std::get_if<Failure>(&content_);
  return failure ? std::string_view(*failure->message) : std::string_view();
}

namespace {
template <class T, class Content>
std::optional<T> held(const Content& content) {
  const T* value = std::get_if<T>(&content);
  return value ? std::optional<T>(*value) : std::nullopt;
}
}  // namespace

std::optional<bool> Value::as_bool() const { return held<bool>(content_); }
std::optional<std::int64_t> Value::as_integer() const { return held<std::int64_t>(content_); }
std::optional<std::uint64_t> Value::as_unsigned() const { return held<std::uint64_t>(content_); }
std::optional<double> Value::as_number() const { return held<double>(content_); }
std::optional<std::string_view> Value::as_string() const {
  const auto* text = std::get_if<Text>(&content_);
  return text ? std::optional(text->view) : std::nullopt;
}
std::optional<std::string_view> Value::as_bytes() const {
  const auto* text = std::get_if<Octets>(&content_);
  return text ? std::optional(text->view) : std::nullopt;
}
std::optional<Timestamp> Value::as_timestamp() const { return held<Timestamp>(content_); }
std::optional<Duration> Value::as_duration() const { return held<Duration>(content_); }
TypeRef Value::as_type() const {
  const auto* type = std::get_if<TypeRef>(&content_);
  return type ? *type : nullptr;
}
std::shared_ptr<const Opaque> Value::as_opaque() const {
  const auto* value = std::get_if<std::shared_ptr<const Opaque>>(&content_);
  return value ? *value : nullptr;
}
const Value* Value::as_optional() const {
  const auto* optional = std::get_if<Optional>(&content_);
  return optional ? optional->value.get() : nullptr;
}
const Type* Value::declared_type() const {
  if (const auto* document = std::get_if<Document>(&content_)) return document->type;
  if (const auto* list = std::get_if<std::shared_ptr<const List>>(&content_)) return (*list)->type;
  return nullptr;
}

std::size_t Value::count() const {
  if (const auto* document = std::get_if<Document>(&content_)) return document->json->size();
  if (const auto* list = std::get_if<std::shared_ptr<const List>>(&content_)) return (*list)->items.size();
  if (const auto* map = std::get_if<std::shared_ptr<const Map>>(&content_)) return (*map)->entries.size();
  return 0;
}

namespace {
// The type of what is in a container of a document.
const TypeRef& type_inside(const Type& type) {
  return type.is(Kind::list) || type.is(Kind::map) ? type.parts().back() : Type::dyn();
}
}  // namespace

Value Value::item(std::size_t index) const {
  if (const auto* document = std::get_if<Document>(&content_)) {
    return of((*document->json)[index], type_inside(*document->type));
  }
  const auto* list = std::get_if<std::shared_ptr<const List>>(&content_);
  return list ? (*list)->items[index] : Value();
}

std::vector<Value> Value::items() const {
  std::vector<Value> out;
  if (const auto* document = std::get_if<Document>(&content_)) {
    if (!document->json->is_array()) return out;
    out.reserve(document->json->size());
    for (const api::Json& item : *document->json) out.push_back(of(item, type_inside(*document->type)));
  } else if (const auto* list = std::get_if<std::shared_ptr<const List>>(&content_)) {
    out = (*list)->items;
  }
  return out;
}

std::vector<Value> Value::keys() const {
  std::vector<Value> out;
  if (const auto* document = std::get_if<Document>(&content_)) {
    if (!document->json->is_object()) return out;
    for (const auto& [key, value] : document->json->items()) out.push_back(string(std::string(std::string_view(key))));
  } else if (const auto* map = std::get_if<std::shared_ptr<const Map>>(&content_)) {
    for (const auto& [key, value] : (*map)->entries) out.push_back(key);
  }
  return out;
}

std::optional<Value> Value::find(const Value& key) const {
  if (std::holds_alternative<Document>(content_)) {
    const auto name = key.as_string();
    return name ? field(*name) : std::nullopt;
  }
  const auto* map = std::get_if<std::shared_ptr<const Map>>(&content_);
  if (!map || !is_key(key)) return std::nullopt;
  const auto& entries = (*map)->entries;
  const auto found = std::ranges::lower_bound(entries, key, key_before, &std::pair<Value, Value>::first);
  if (found == entries.end() || key_before(key, found->first)) return std::nullopt;
  return found->second;
}

std::optional<Value> Value::field(std::string_view name) const {
  const auto* document = std::get_if<Document>(&content_);
  if (!document) return find(borrowed_string(name));
  if (!document->json->is_object() || !document->json->contains(name)) return std::nullopt;
  const api::Json& value = api::member(*document->json, name);
  if (!document->type->is(Kind::object)) return of(value, type_inside(*document->type));
  const Field* declared = document->type->field(name);
  return declared ? std::optional(of(value, declared->type)) : std::nullopt;
}

namespace {

constexpr std::size_t kBytesOfOneStep = 64;  // that many bytes are compared about as fast as one value is looked at

std::uint64_t weight_of(const api::Json& document) {
  if (document.is_string()) return 1 + api::text(document).size() / kBytesOfOneStep;
  std::uint64_t weight = 1;
  if (document.is_array()) {
    for (const api::Json& item : document) weight += weight_of(item);
  } else if (document.is_object()) {
    for (const auto& [key, value] : document.items()) weight += 1 + weight_of(value);
  }
  return weight;
}

}  // namespace

std::uint64_t Value::weight() const {
  if (const auto* document = std::get_if<Document>(&content_)) return weight_of(*document->json);
  if (const auto* list = std::get_if<std::shared_ptr<const List>>(&content_)) return (*list)->weight;
  if (const auto* map = std::get_if<std::shared_ptr<const Map>>(&content_)) return (*map)->weight;
  if (const auto text = as_string()) return 1 + text->size() / kBytesOfOneStep;
  if (const auto bytes = as_bytes()) return 1 + bytes->size() / kBytesOfOneStep;
  return as_optional() ? 1 + as_optional()->weight() : 1;
}

namespace {

std::string shown_number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  std::string out = fmt::format("{}", value);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::string shown_list(const Value& value) {
  std::string out = "[";
  for (const Value& item : value.items()) out += (out.size() > 1 ? ", " : "") + item.shown();
  return out + "]";
}

std::string shown_map(const Value& value) {
  std::string out = "{";
  for (const Value& key : value.keys()) {
    const auto entry = value.find(key);
    if (!entry) continue;
    out += (out.size() > 1 ? ", " : "") + key.shown() + ": " + entry->shown();
  }
  return out + "}";
}

}  // namespace

std::string Value::shown() const {
  if (is_error()) return "error: " + std::string(error_message());
  switch (kind()) {
    case Kind::null: return "null";
    case Kind::boolean: return *as_bool() ? "true" : "false";
    case Kind::integer: return std::to_string(*as_integer());
    case Kind::unsigned_integer: return std::to_string(*as_unsigned()) + "u";
    case Kind::number: return shown_number(*as_number());
    case Kind::string: return in_quotes(*as_string());
    case Kind::bytes: return "b" + bytes_in_quotes(*as_bytes());
    case Kind::timestamp: return "timestamp(\"" + show_timestamp(*as_timestamp()) + "\")";
    case Kind::duration: return "duration(\"" + show_duration(*as_duration()) + "\")";
    case Kind::list: return shown_list(*this);
    case Kind::map:
    case Kind::object: return shown_map(*this);
    case Kind::optional: return as_optional() ? "optional.of(" + as_optional()->shown() + ")" : "optional.none()";
    case Kind::type: return as_type()->shown();
    default: return as_opaque() ? as_opaque()->shown() : "?";
  }
}

}  // namespace nlbsim::fake_apiserver::cel
