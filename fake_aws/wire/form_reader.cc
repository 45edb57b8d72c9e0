#include "fake_aws/wire/form_reader.h"

#include <fmt/format.h>

#include <charconv>

#include "fake_aws/wire/wire_names.h"
#include "sim/time.h"

namespace nlbsim::fake_aws {
namespace {

using api::Shape;

class FormReader {
 public:
  explicit FormReader(aws::Protocol protocol) : protocol_(protocol) {}

  // False once something was wrong.
  bool read(const FormTree& node, std::string_view name, const Shape& shape, void* into) {
    switch (shape.kind) {
      case Shape::Kind::optional: return read(node, name, shape.inner(), shape.add(into));
      case Shape::Kind::list:
        for (const FormTree* item : items(node))
          if (!read(*item, name, shape.inner(), shape.add(into))) return false;
        return true;
      case Shape::Kind::structure:
        for (const api::ShapeMember& member : shape.members) {
          const FormTree* child = node.child(request_name(protocol_, shape, member.name));
          if (child && !read(*child, member.name, member.shape(), member.of(into))) return false;
        }
        return true;
      case Shape::Kind::text:
        if (node.value()) *static_cast<std::string*>(into) = *node.value();
        return true;
      case Shape::Kind::boolean: return read_boolean(node, name, into);
      case Shape::Kind::integer: return read_integer(node, name, shape, into);
      case Shape::Kind::instant: return read_instant(node, name, into);
    }
    return true;
  }
  const sim::Error& error() const { return error_; }

 private:
  std::vector<const FormTree*> items(const FormTree& list) const {
    if (protocol_ == aws::Protocol::ec2) return list.items();
    const FormTree* members = list.child("member");
    return members ? members->items() : std::vector<const FormTree*>();
  }

  bool read_boolean(const FormTree& node, std::string_view name, void* into) {
    const std::string text = node.value().value_or("");
    if (text != "true" && text != "false") return wrong(text, name, "Boolean");
    *static_cast<bool*>(into) = text == "true";
    return true;
  }
  bool read_integer(const FormTree& node, std::string_view name, const Shape& shape, void* into) {
    const std::string text = node.value().value_or("");
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() && shape.set_integer(into, value)) return true;
    return wrong(text, name, "Integer");
  }
  bool read_instant(const FormTree& node, std::string_view name, void* into) {
    const std::string text = node.value().value_or("");
    const auto at = sim::parse_rfc3339(text);
    if (!at) return wrong(text, name, "Timestamp");
    *static_cast<sim::Instant*>(into) = *at;
    return true;
  }
  bool wrong(std::string_view text, std::string_view name, std::string_view type) {
    error_.code = protocol_ == aws::Protocol::ec2 ? "InvalidParameterValue" : "ValidationError";
    error_.message = fmt::format("Value ({}) for parameter {} is invalid. Must be of type {}", text, name, type);
    error_.http_status = 400;
    return false;
  }

  aws::Protocol protocol_;
  sim::Error error_;
};

}  // namespace

sim::Result<void> read_form(const FormTree& form, aws::Protocol protocol, const api::Shape& shape, void* into) {
  FormReader reader(protocol);
  if (!reader.read(form, "", shape, into)) return sim::forward(reader.error());
  return {};
}

}  // namespace nlbsim::fake_aws
