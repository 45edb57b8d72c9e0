// From a form tree to the typed request of an operation, driven by its description (api/describe.h). Unknown parameters
// are ignored, as AWS does; a value of the wrong type is an error. For the registries of wire operations only.
#pragma once

#include <fmt/format.h>

#include <charconv>

#include "api/describe.h"
#include "fake_aws/query/form_tree.h"

namespace nlbsim::fake_aws {

template <class Dialect>
class FormReader {
 public:
  template <class T>
  void read(const FormTree& node, std::string_view name, T& into) {
    if constexpr (api::detail::is_optional<T>) {
      read(node, name, into.emplace());
    } else if constexpr (api::detail::is_vector<T>) {
      for (const FormTree* item : Dialect::items(node)) read(*item, name, into.emplace_back());
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (node.value()) into = *node.value();
    } else if constexpr (std::is_same_v<T, bool>) {
      read_bool(node, name, into);
    } else if constexpr (std::is_integral_v<T>) {
      read_integer(node, name, into);
    } else {
      api::for_each_member(into, [&](std::string_view member, auto& field) {
        if (const FormTree* child = node.child(Dialect::template request_name<T>(member))) read(*child, member, field);
      });
    }
  }
  // The first thing that was wrong.
  const std::optional<sim::Error>& error() const { return error_; }

 private:
  void read_bool(const FormTree& node, std::string_view name, bool& into) {
    const std::string text = node.value().value_or("");
    if (text == "true" || text == "false") into = text == "true";
    else refuse(text, name, "Boolean");
  }
  template <class T>
  void read_integer(const FormTree& node, std::string_view name, T& into) {
    const std::string text = node.value().value_or("");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (error != std::errc() || end != text.data() + text.size()) refuse(text, name, "Integer");
  }
  void refuse(std::string_view text, std::string_view name, std::string_view type) {
    if (error_) return;
    error_.emplace();
    error_->code = Dialect::kBadValue;
    error_->message = fmt::format("Value ({}) for parameter {} is invalid. Must be of type {}", text, name, type);
    error_->http_status = 400;
  }

  std::optional<sim::Error> error_;
};

}  // namespace nlbsim::fake_aws
