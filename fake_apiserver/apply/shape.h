// How the parts of an object are owned and merged when it is applied: which objects and lists are taken apart, and by
// which keys the items of a list are told from each other.
//
// Read from the schema of a custom kind (x-kubernetes-list-type, -list-map-keys, -map-type); of a built-in kind the
// names of its fields say it, as in the Kubernetes API reference. A light value: it points into the kind's schema.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

// A key of a list's items; one that is absent has the default, if there is one.
struct ListKey {
  std::string name;
  Json default_value;
};

class Shape {
 public:
  // `whole`: owned by one at a time. `fields`: an object of declared fields. `map`: an object of entries, each owned.
  // `set`: a list of values. `keyed`: a list of items with keys.
  enum class Form : std::uint8_t { whole, fields, map, set, keyed };

  // An object of that kind; null: a built-in one.
  static Shape object(const Schema* schema);

  // What the value is taken apart into.
  Form form(const Json& value) const;
  // Whether objects of this shape may have a field of that name.
  bool declares(std::string_view name) const;
  Shape field(std::string_view name) const;
  Shape item() const;
  std::vector<ListKey> keys() const;
  // What a list or an object must be, where the schema says it: "list", "map"; or empty.
  std::string_view expected() const;

 private:
  enum class Source : std::uint8_t { schema, named };
  static Shape of(const Schema& schema);
  static Shape named(std::string_view name, std::string_view holder);

  Source source_ = Source::named;
  const Schema* schema_ = nullptr;
  bool root_ = false;
  bool metadata_ = false;
  std::string_view name_;    // of the field whose value this is, where names decide
  std::string_view holder_;  // of the list whose items hold it
};

}  // namespace nlbsim::fake_apiserver
