// The types of Kubernetes' CEL environment, as a CRD's schema declares them for `self` and as the checker infers them.
//
// A Type is immutable and shared: build it once for each node of a schema, with the functions below, and hand it to
// Program::compile in an Environment. A field is declared under its own name ("my-field", "namespace"); rules spell it
// escaped (`my__dash__field`, `__namespace__`), and that spelling is made here. What a schema promises about size
// (maxLength, maxItems, maxProperties) goes into the type as well, because the cost of a rule is estimated from it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::fake_apiserver::cel {

enum class Kind : std::uint8_t {
  dyn,  // not known before evaluation: an int-or-string, or a document without a schema
  null,
  boolean,
  integer,
  unsigned_integer,
  number,
  string,
  bytes,
  timestamp,
  duration,
  list,
  map,
  object,
  optional,
  type,
  url,
  ip,
  cidr,
  quantity,
  format,
  parameter,  // stands for any one type in the signature of a function
};

class Type;
using TypeRef = std::shared_ptr<const Type>;

struct Field {
  TypeRef type;
  bool required = false;
};

// How two lists compare and add: x-kubernetes-list-type.
enum class ListSemantics : std::uint8_t { atomic, set, map };

// How a string of a document spells a value of another type: the schema's `format`.
enum class Spelling : std::uint8_t { plain, date, date_time };

class Type {
 public:
  // Types without parts: one of each in the program.
  static const TypeRef& dyn();
  static const TypeRef& null();
  static const TypeRef& boolean();
  static const TypeRef& integer();
  static const TypeRef& unsigned_integer();
  static const TypeRef& number();
  static const TypeRef& string();
  static const TypeRef& bytes();      // in a document: base64
  static const TypeRef& timestamp();  // in a document: RFC 3339
  static const TypeRef& date();       // a timestamp; in a document: 2006-01-02
  static const TypeRef& duration();   // in a document: 1h30m
  static const TypeRef& url();
  static const TypeRef& ip();
  static const TypeRef& cidr();
  static const TypeRef& quantity();
  static const TypeRef& format();

  static TypeRef list(TypeRef element);
  // A list of which x-kubernetes-list-type says set, or map with these keys.
  static TypeRef list(TypeRef element, ListSemantics semantics, std::vector<std::string> keys = {});
  static TypeRef map(TypeRef value);  // of strings to values, as a document has them
  static TypeRef map(TypeRef key, TypeRef value);
  // Fields under their own names. `name` is what type errors call it ("Widget.spec").
  static TypeRef object(std::string name, std::map<std::string, Field> fields);
  static TypeRef optional(TypeRef value);
  static TypeRef type_of(TypeRef value);  // the type of a type: what type(x) has
  static TypeRef parameter(std::string_view name);

  // The same type with maxLength (characters), maxItems or maxProperties.
  TypeRef bounded(std::uint64_t max_size) const;
  // The same type where null is a value too: `nullable: true`.
  TypeRef or_null() const;

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  const TypeRef& element() const { return parts_.back(); }  // of list, optional and type
  const TypeRef& key() const { return parts_.front(); }     // of map
  const TypeRef& value() const { return parts_.back(); }    // of map
  const std::vector<TypeRef>& parts() const { return parts_; }
  const std::map<std::string, Field, std::less<>>& fields() const { return fields_; }  // by their own names
  const Field* field(std::string_view name) const;                                     // by its own name, or null
  ListSemantics semantics() const { return semantics_; }
  const std::vector<std::string>& list_keys() const { return list_keys_; }
  std::optional<std::uint64_t> max_size() const { return max_size_; }
  Spelling spelling() const { return spelling_; }
  bool nullable() const { return nullable_; }
  const std::string& name() const { return name_; }  // of an object or a parameter
  // As messages show it: "list(string)", "map(string, int)", "google.protobuf.Timestamp".
  std::string shown() const;

 private:
  explicit Type(Kind kind) : kind_(kind) {}
  static TypeRef simple(Kind kind, Spelling spelling = Spelling::plain);

  Kind kind_;
  Spelling spelling_ = Spelling::plain;
  ListSemantics semantics_ = ListSemantics::atomic;
  bool nullable_ = false;
  std::string name_;  // of an object or a parameter
  std::vector<TypeRef> parts_;
  std::map<std::string, Field, std::less<>> fields_;
  std::vector<std::string> list_keys_;
  std::optional<std::uint64_t> max_size_;
};

// Whether two types are the same; names of objects decide, not their fields.
bool same_type(const Type& a, const Type& b);

// A property's name as a rule spells it: `my-field` is `my__dash__field`, `in` is `__in__`. Nothing for a name that no
// rule can spell (it begins with a digit, or holds another character): such a property can't be reached.
std::optional<std::string> escape_property(std::string_view name);
// The property that a rule means by that spelling.
std::optional<std::string> unescape_property(std::string_view spelled);

}  // namespace nlbsim::fake_apiserver::cel
