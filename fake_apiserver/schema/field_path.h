// Where in a document a check is, as a chain of frames on the stack: spelling it out costs only when something is
// wrong.
#pragma once

#include <string>
#include <string_view>

namespace nlbsim::fake_apiserver {

struct FieldPath {
  const FieldPath* parent = nullptr;
  std::string_view name;  // of a member; empty: an item of a list, at `index`
  std::size_t index = 0;
  bool silent = false;  // a root that is named in the field of a cause, but not in its message

  FieldPath member(std::string_view child) const { return {this, child, 0, false}; }
  FieldPath item(std::size_t at) const { return {this, {}, at, false}; }
  // "status.conditions[0].reason": the cause's field.
  std::string field() const { return text(true); }
  // "conditions[0].reason", if the root is silent: as the message names it.
  std::string shown() const { return text(false); }
  // The field of the root above it: where the real server puts what it cannot attribute.
  std::string root() const { return parent ? parent->root() : std::string(name); }

 private:
  std::string text(bool whole) const {
    std::string out = parent ? parent->text(whole) : std::string();
    if (!parent && silent && !whole) return out;
    if (!parent && name.empty()) return out;
    if (parent && name.empty()) return out + "[" + std::to_string(index) + "]";
    if (!out.empty()) out += '.';
    return out.append(name);
  }
};

}  // namespace nlbsim::fake_apiserver
