#include "fake_aws/wire/xml_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "fake_aws/wire/wire_names.h"
#include "sim/time.h"

namespace nlbsim::fake_aws {

using api::Shape;

namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 ? byte != '&' && byte != '<' && byte != '>' : byte == '\t' || byte == '\n';
}

std::string_view instead_of(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#13;";
    default: return "\xEF\xBF\xBD";  // XML 1.0 has no way to write the other control characters
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (auto special = std::ranges::find_if_not(text, is_plain); special != text.end();
       special = std::ranges::find_if_not(text, is_plain)) {
    const auto plain = static_cast<std::size_t>(special - text.begin());
    out.append(text.substr(0, plain)).append(instead_of(*special));
    text.remove_prefix(plain + 1);
  }
  out.append(text);
}

namespace {

void open(std::string& out, std::string_view name) { out.append("<").append(name).append(">"); }
void close(std::string& out, std::string_view name) { out.append("</").append(name).append(">"); }

}  // namespace

void append_element(std::string& out, std::string_view name, std::string_view text) {
  open(out, name);
  append_escaped(out, text);
  close(out, name);
}

const XmlPlans::Plan* XmlPlans::plan_of(const Shape& shape) {
  const auto known = of_shape_.find(&shape);
  if (known != of_shape_.end()) return known->second;
  Plan& plan = plans_.emplace_back();
  of_shape_.emplace(&shape, &plan);
  plan.shape = &shape;
  if (shape.inner) plan.inner = plan_of(shape.inner());
  for (const api::ShapeMember& member : shape.members) {
    const api::MemberNote* note = shape.note_on(member.name);
    const bool inner_list = member.shape().kind == Shape::Kind::list && protocol_ != aws::Protocol::query;
    const bool always = inner_list || (note && note->always);
    const std::string name = response_name(protocol_, shape, member.name);
    plan.members.push_back(
        {member.of, "<" + name + ">", "</" + name + ">", "<" + name + "/>", plan_of(member.shape()), always});
  }
  return &plan;
}

bool XmlPlans::is_left_out(const Member& member, const void* value, bool top) const {
  const Shape& shape = *member.plan->shape;
  switch (shape.kind) {
    case Shape::Kind::optional: return shape.size(value) == 0;
    case Shape::Kind::list: return !top && !member.always && shape.size(value) == 0;
    case Shape::Kind::text: return !member.always && static_cast<const std::string*>(value)->empty();
    default: return false;
  }
}

void XmlPlans::write(std::string& out, const Plan& plan, const void* object, bool top) const {
  for (const Member& member : plan.members) {
    const void* value = member.of(const_cast<void*>(object));
    if (is_left_out(member, value, top)) continue;
    const Shape& shape = *member.plan->shape;
    if (shape.kind == Shape::Kind::list && shape.size(value) == 0) {
      out.append(member.empty);
      continue;
    }
    out.append(member.opening);
    write_value(out, *member.plan, value);
    out.append(member.closing);
  }
}

void XmlPlans::write_value(std::string& out, const Plan& plan, const void* object) const {
  const Shape& shape = *plan.shape;
  switch (shape.kind) {
    case Shape::Kind::optional: return write_value(out, *plan.inner, shape.item(object, 0));
    case Shape::Kind::list:
      for (std::size_t i = 0; i < shape.size(object); ++i) {
        out.append(item_opening_);
        write_value(out, *plan.inner, shape.item(object, i));
        out.append(item_closing_);
      }
      return;
    case Shape::Kind::structure: return write(out, plan, object, false);
    case Shape::Kind::text: return append_escaped(out, *static_cast<const std::string*>(object));
    case Shape::Kind::boolean: out.append(*static_cast<const bool*>(object) ? "true" : "false"); return;
    case Shape::Kind::integer: fmt::format_to(std::back_inserter(out), "{}", shape.integer(object)); return;
    case Shape::Kind::instant: out.append(sim::to_rfc3339_milli(*static_cast<const sim::Instant*>(object))); return;
  }
}

}  // namespace nlbsim::fake_aws
