// The structs behind the documents of built-in kinds: which fields there are, of what type, and which of them are
// written when they are empty. A real server decodes every built-in object into such structs, so what a client sends
// comes back as they have it.
//
// Read from a short text, "spec:ServiceSpec{ports[port,protocol=TCP]:ServicePort{port!:i protocol:Protocol}}". After
// the name of a field, in this order:
//   []  a list that is owned as one;  [=]  a set;  [a,b=d]  a list whose items are told apart by their keys a and b, of
//       which b is d where it is absent;  %  a map;  %#  a map that is owned as one
//   ?   a pointer: written when it is there, even if it is empty;  !  written when it is empty, too
//   :   and the type: i, l (integers of 32 and 64 bits), d (a fraction), b (a flag), t, u (times with seconds and with
//       microseconds), q (a quantity), x (an integer or a text), y (bytes), * (anything), a name with its fields in
//       braces or of a struct that is known already, # before it if it is owned as one, or the name of a type of text.
//       Nothing: a text.
// Immutable, and shared by threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/json.h"

namespace nlbsim::fake_apiserver {

struct StructType;
using StructRef = std::shared_ptr<const StructType>;

struct StructField {
  enum class Holder : std::uint8_t { one, list, set, keyed, map, whole_map };
  enum class Basic : std::uint8_t {
    text,
    int32,
    int64,
    fraction,
    flag,
    time,
    micro_time,
    quantity,
    int_or_text,
    bytes,
    any,
    structure
  };

  std::string name;
  Holder holder = Holder::one;
  Basic basic = Basic::text;
  bool always = false;
  bool pointer = false;
  bool whole = false;                                     // a struct that is owned as one
  std::string type_name;                                  // of a text: "v1.Protocol"; empty: "string"
  StructRef structure;                                    // of a struct
  std::vector<std::pair<std::string, std::string>> keys;  // of a keyed list, with their defaults

  bool is_list() const { return holder == Holder::list || holder == Holder::set || holder == Holder::keyed; }
  bool is_map() const { return holder == Holder::map || holder == Holder::whole_map; }
};

struct StructType {
  std::string name;  // as messages have it: "ServicePort"
  std::vector<StructField> fields;

  const StructField* find(std::string_view field) const;
};

// Looks structs up by name that others use; null if there is none.
class KnownStructs {
 public:
  virtual ~KnownStructs() = default;
  virtual StructRef find(std::string_view name) const = 0;
};
// The text is known to be well-formed.
StructRef parse_struct(std::string_view name, std::string_view text, const KnownStructs& known);

// The same as an OpenAPI schema, with the keys of lists and what is owned as one: for those who read schemas.
api::Json schema_of(const StructType& type);

}  // namespace nlbsim::fake_apiserver
