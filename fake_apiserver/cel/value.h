// A value of CEL: a scalar, or a list, map or object that is looked into only as far as an expression does.
//
// Value::of(document, type) reads a JSON document under its type and copies nothing: it refers into the document, which
// must outlive it. Values made by an expression own what they hold and share it when copied. An error is a value too,
// because `||`, `&&`, `all` and `exists` may outlive one; Program::evaluate never returns such a value.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/cel/type.h"

namespace nlbsim::fake_apiserver::cel {

class Value;

// Nanoseconds are enough for a duration (292 years, as Go has it); a timestamp reaches from year 1 to 9999.
struct Duration {
  std::int64_t nanoseconds = 0;
  auto operator<=>(const Duration&) const = default;
};
struct Timestamp {
  std::int64_t seconds = 0;      // since 1970, UTC
  std::int32_t nanoseconds = 0;  // 0 to 999'999'999
  auto operator<=>(const Timestamp&) const = default;
};

// A URL, an IP, a CIDR, a quantity, a format or a compiled pattern: each is defined by its function library.
struct Opaque {
  explicit Opaque(Kind what) : kind(what) {}
  virtual ~Opaque() = default;
  // Called with another of the same kind only.
  virtual bool equals(const Opaque& other) const = 0;
  virtual std::string shown() const = 0;  // as an expression that makes it
  virtual std::uint64_t size() const { return 1; }
  Kind kind;
};

// Values share their parts, so that a short expression can make one whose full extent is astronomic. What weighs more
// than any object of a server is refused when it is made.
constexpr std::uint64_t kMaxWeight = 4'000'000;

class Value {
 public:
  Value() = default;  // null
  // The type has to outlive the value, as the document does.
  static Value of(const api::Json& document, const TypeRef& type);
  static Value boolean(bool value);
  static Value integer(std::int64_t value);
  static Value unsigned_integer(std::uint64_t value);
  static Value number(double value);
  static Value string(std::string value);
  static Value borrowed_string(std::string_view value);  // into something that outlives the value
  static Value bytes(std::string value);
  static Value timestamp(Timestamp value);
  static Value duration(Duration value);
  static Value list(std::vector<Value> items);
  // A list of x-kubernetes-list-type set or map, as its type says.
  static Value list(std::vector<Value> items, const Type& type);
  // Refused (an error value) if what should be a key can't be one. Of a key that occurs twice the last value holds.
  static Value map(std::vector<std::pair<Value, Value>> entries);
  // Refused as well if a key occurs twice.
  static Value map_of_new(std::vector<std::pair<Value, Value>> entries);
  // A map from names of which some may be errors: reading such a one gives the error.
  static Value record(std::vector<std::pair<Value, Value>> entries);
  static Value none();  // optional.none()
  static Value some(Value value);
  static Value type(TypeRef type);
  static Value opaque(std::shared_ptr<const Opaque> value);
  static Value error(std::string message);

  // What the value is; a document without a schema is what its JSON is, and an object then is a map.
  Kind kind() const;
  bool is(Kind kind) const { return !is_error() && this->kind() == kind; }
  bool is_error() const;
  std::string_view error_message() const;

  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_integer() const;
  std::optional<std::uint64_t> as_unsigned() const;
  std::optional<double> as_number() const;
  std::optional<std::string_view> as_string() const;
  std::optional<std::string_view> as_bytes() const;
  std::optional<Timestamp> as_timestamp() const;
  std::optional<Duration> as_duration() const;
  TypeRef as_type() const;                          // or null
  std::shared_ptr<const Opaque> as_opaque() const;  // or null
  const Value* as_optional() const;                 // what an optional holds; null: it is none
  const Type* declared_type() const;                // of a list or object of a document; else null

  // Of a list, map or object.
  std::size_t count() const;
  Value item(std::size_t index) const;                      // of a list, within its count
  std::vector<Value> items() const;                         // of a list
  std::vector<Value> keys() const;                          // of a map, sorted; of an object by their own names
  std::optional<Value> find(const Value& key) const;        // of a map; 1, 1u and 1.0 are one key
  std::optional<Value> field(std::string_view name) const;  // of an object or a map, by its own name

  // How much a full look at the value is: its parts and their parts, a long text as several.
  std::uint64_t weight() const;

  // As in an expression: `[1, "a"]`, `timestamp("2024-01-01T00:00:00Z")`. For tests and messages.
  std::string shown() const;

 private:
  struct Text {
    std::shared_ptr<const std::string> owner;  // null: borrowed
    std::string_view view;
  };
  struct Octets : Text {};
  struct Document {
    const api::Json* json;
    const Type* type;
  };
  struct List {
    std::vector<Value> items;
    const Type* type;  // null: atomic
    std::uint64_t weight;
  };
  struct Map;
  struct Optional {
    std::shared_ptr<const Value> value;
  };
  struct Failure {
    std::shared_ptr<const std::string> message;
  };
  using Content = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, Text, Octets, Timestamp,
                               Duration, Document, std::shared_ptr<const List>, std::shared_ptr<const Map>, Optional,
                               TypeRef, std::shared_ptr<const Opaque>, Failure>;
  template <class T>
  explicit Value(std::in_place_type_t<T>, T content) : content_(std::move(content)) {}
  template <class T>
  static Value make(T content) {
    return Value(std::in_place_type<T>, std::move(content));
  }

  Content content_;
};

}  // namespace nlbsim::fake_apiserver::cel
