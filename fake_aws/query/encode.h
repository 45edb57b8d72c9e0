// From the typed response of an operation to XML elements, driven by its description (api/describe.h).
//
// Unset scalars are left out. A list at the top of an answer is always there, if empty as an empty element, because
// clients build their result from it; inner lists that are empty follow the dialect.
#pragma once

#include <fmt/format.h>

#include <pugixml.hpp>

#include "api/describe.h"

namespace nlbsim::fake_aws {

template <class Dialect>
class XmlWriter {
 public:
  // The members of `value` as children of `node`.
  template <class T>
  static void write_members(pugi::xml_node node, const T& value, bool top) {
    api::for_each_member(value, [&](std::string_view member, const auto& field) {
      if (is_unset(field, top) && member != kAlwaysWritten) return;
      write(element(node, Dialect::template response_name<T>(member)), field);
    });
  }

 private:
  // The value of a tag or an attribute says something when it is empty, too.
  static constexpr std::string_view kAlwaysWritten = "Value";

  template <class T>
  static bool is_unset(const T& field, bool top) {
    if constexpr (api::detail::is_optional<T>) return !field.has_value();
    else if constexpr (api::detail::is_vector<T>) return field.empty() && !top && Dialect::kDropsEmptyInnerLists;
    else if constexpr (std::is_same_v<T, std::string>) return field.empty();
    else return false;
  }

  // "attachment/deviceIndex" goes into an element that may be there already.
  static pugi::xml_node element(pugi::xml_node node, const std::string& name) {
    const auto slash = name.find('/');
    if (slash == name.npos) return node.append_child(name.c_str());
    const std::string outer = name.substr(0, slash);
    pugi::xml_node parent = node.child(outer.c_str());
    if (!parent) parent = node.append_child(outer.c_str());
    return parent.append_child(name.c_str() + slash + 1);
  }

  template <class T>
  static void write(pugi::xml_node node, const T& value) {
    if constexpr (api::detail::is_optional<T>) {
      write(node, *value);
    } else if constexpr (api::detail::is_vector<T>) {
      for (const auto& item : value) write(node.append_child(std::string(Dialect::kItem).c_str()), item);
    } else if constexpr (std::is_same_v<T, std::string>) {
      node.text().set(value.c_str());
    } else if constexpr (std::is_same_v<T, bool>) {
      node.text().set(value ? "true" : "false");
    } else if constexpr (std::is_integral_v<T>) {
      node.text().set(std::to_string(value).c_str());
    } else if constexpr (std::is_same_v<T, sim::Instant>) {
      node.text().set(sim::to_rfc3339_milli(value).c_str());
    } else {
      write_members(node, value, false);
    }
  }
};

}  // namespace nlbsim::fake_aws
