#include "fake_apiserver/cel/type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fake_apiserver/cel/letters.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

constexpr std::array<std::string_view, 21> kReservedFields{
    "as",  "break", "const",     "continue", "else",    "false",  "for",  "function", "if",   "import", "in",
    "let", "loop",  "namespace", "null",     "package", "return", "true", "var",      "void", "while"};

struct Replacement {
  std::string_view text, escaped;
};
// In the order in which they are recognised: the longest run of underscores first.
constexpr std::array<Replacement, 4> kReplacements{
    {{"__", "__underscores__"}, {".", "__dot__"}, {"-", "__dash__"}, {"/", "__slash__"}}};

std::string_view plain_name(Kind kind) {
  switch (kind) {
    case Kind::dyn: return "dyn";
    case Kind::null: return "null";
    case Kind::boolean: return "bool";
    case Kind::integer: return "int";
    case Kind::unsigned_integer: return "uint";
    case Kind::number: return "double";
    case Kind::string: return "string";
    case Kind::bytes: return "bytes";
    case Kind::timestamp: return "google.protobuf.Timestamp";
    case Kind::duration: return "google.protobuf.Duration";
    case Kind::list: return "list";
    case Kind::map: return "map";
    case Kind::optional: return "optional_type";
    case Kind::type: return "type";
    case Kind::url: return "kubernetes.URL";
    case Kind::ip: return "net.IP";
    case Kind::cidr: return "net.CIDR";
    case Kind::quantity: return "kubernetes.Quantity";
    case Kind::format: return "kubernetes.NamedFormat";
    case Kind::object:
    case Kind::parameter: break;
  }
  return "";
}

}  // namespace

TypeRef Type::simple(Kind kind, Spelling spelling) {
  auto type = std::shared_ptr<Type>(new Type(kind));
  type->spelling_ = spelling;
  return type;
}

const TypeRef& Type::dyn() {
  static const TypeRef type = simple(Kind::dyn);
  return type;
}
const TypeRef& Type::null() {
  static const TypeRef type = simple(Kind::null);
  return type;
}
const TypeRef& Type::boolean() {
  static const TypeRef type = simple(Kind::boolean);
  return type;
}
const TypeRef& Type::integer() {
  static const TypeRef type = simple(Kind::integer);
  return type;
}
const TypeRef& Type::unsigned_integer() {
  static const TypeRef type = simple(Kind::unsigned_integer);
  return type;
}
const TypeRef& Type::number() {
  static const TypeRef type = simple(Kind::number);
  return type;
}
const TypeRef& Type::string() {
  static const TypeRef type = simple(Kind::string);
  return type;
}
const TypeRef& Type::bytes() {
  static const TypeRef type = simple(Kind::bytes);
  return type;
}
const TypeRef& Type::timestamp() {
  static const TypeRef type = simple(Kind::timestamp, Spelling::date_time);
  return type;
}
const TypeRef& Type::date() {
  static const TypeRef type = simple(Kind::timestamp, Spelling::date);
  return type;
}
const TypeRef& Type::duration() {
  static const TypeRef type = simple(Kind::duration);
  return type;
}
const TypeRef& Type::url() {
  static const TypeRef type = simple(Kind::url);
  return type;
}
const TypeRef& Type::ip() {
  static const TypeRef type = simple(Kind::ip);
  return type;
}
const TypeRef& Type::cidr() {
  static const TypeRef type = simple(Kind::cidr);
  return type;
}
const TypeRef& Type::quantity() {
  static const TypeRef type = simple(Kind::quantity);
  return type;
}
const TypeRef& Type::format() {
  static const TypeRef type = simple(Kind::format);
  return type;
}

TypeRef Type::list(TypeRef element) { return list(std::move(element), ListSemantics::atomic); }

TypeRef Type::list(TypeRef element, ListSemantics semantics, std::vector<std::string> keys) {
  auto type = std::shared_ptr<Type>(new Type(Kind::list));
  type->parts_ = {std::move(element)};
  type->semantics_ = semantics;
  type->list_keys_ = std::move(keys);
  return type;
}

// A server estimates the names in a map as if they were empty: a schema can't bound them.
TypeRef Type::map(TypeRef value) {
  static const TypeRef name = string()->bounded(0);
  return map(name, std::move(value));
}

TypeRef Type::map(TypeRef key, TypeRef value) {
  auto type = std::shared_ptr<Type>(new Type(Kind::map));
  type->parts_ = {std::move(key), std::move(value)};
  return type;
}

TypeRef Type::object(std::string name, std::map<std::string, Field> fields) {
  auto type = std::shared_ptr<Type>(new Type(Kind::object));
  type->name_ = std::move(name);
  for (auto& [field, declared] : fields) type->fields_.emplace(field, std::move(declared));
  return type;
}

TypeRef Type::optional(TypeRef value) {
  auto type = std::shared_ptr<Type>(new Type(Kind::optional));
  type->parts_ = {std::move(value)};
  return type;
}

TypeRef Type::type_of(TypeRef value) {
  auto type = std::shared_ptr<Type>(new Type(Kind::type));
  type->parts_ = {std::move(value)};
  return type;
}

TypeRef Type::parameter(std::string_view name) {
  auto type = std::shared_ptr<Type>(new Type(Kind::parameter));
  type->name_ = name;
  return type;
}

TypeRef Type::bounded(std::uint64_t max_size) const {
  auto type = std::shared_ptr<Type>(new Type(*this));
  type->max_size_ = max_size;
  return type;
}

TypeRef Type::or_null() const {
  auto type = std::shared_ptr<Type>(new Type(*this));
  type->nullable_ = true;
  return type;
}

const Field* Type::field(std::string_view name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? nullptr : &found->second;
}

std::string Type::shown() const {
  if (kind_ == Kind::object || kind_ == Kind::parameter) return name_;
  std::string out(plain_name(kind_));
  if (parts_.empty()) return out;
  out += '(';
  for (const TypeRef& part : parts_) {
    if (&part != &parts_.front()) out += ", ";
    out += part->shown();
  }
  return out + ')';
}

bool same_type(const Type& a, const Type& b) {
  if (a.kind() != b.kind() || a.name() != b.name() || a.parts().size() != b.parts().size()) return false;
  return std::ranges::equal(a.parts(), b.parts(), [](const TypeRef& x, const TypeRef& y) { return same_type(*x, *y); });
}

std::optional<std::string> escape_property(std::string_view name) {
  if (name.empty() || is_digit(name.front())) return std::nullopt;
  if (std::ranges::find(kReservedFields, name) != kReservedFields.end()) return "__" + std::string(name) + "__";
  std::string out;
  while (!name.empty()) {
    const auto* replaced =
        std::ranges::find_if(kReplacements, [&](const Replacement& r) { return name.starts_with(r.text); });
    if (replaced != kReplacements.end()) {
      out += replaced->escaped;
      name.remove_prefix(replaced->text.size());
    } else if (is_letter(name.front()) || is_digit(name.front())) {
      out += name.front();
      name.remove_prefix(1);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

std::optional<std::string> unescape_property(std::string_view spelled) {
  std::string out;
  if (spelled.size() > 4 && spelled.starts_with("__") && spelled.ends_with("__")) {
    const std::string_view word = spelled.substr(2, spelled.size() - 4);
    if (std::ranges::find(kReservedFields, word) != kReservedFields.end()) return std::string(word);
  }
  for (std::string_view rest = spelled; !rest.empty();) {
    const auto* replaced =
        std::ranges::find_if(kReplacements, [&](const Replacement& r) { return rest.starts_with(r.escaped); });
    out += replaced == kReplacements.end() ? rest.substr(0, 1) : replaced->text;
    rest.remove_prefix(replaced == kReplacements.end() ? 1 : replaced->escaped.size());
  }
  // Two spellings never mean one property.
  if (escape_property(out) != spelled) return std::nullopt;
  return out;
}

}  // namespace nlbsim::fake_apiserver::cel
