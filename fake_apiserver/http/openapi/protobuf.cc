// openapi.v2.Document as protobuf, from the document in JSON. The numbers of fields are those of gnostic's
// OpenAPIv2.proto.
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "fake_apiserver/http/openapi/openapi.h"

namespace nlbsim::fake_apiserver::openapi {
namespace {

using api::Json;
using api::member;
using api::text;

// One message that is being written.
class Message {
 public:
  void text(std::uint32_t field, std::string_view value) {
    if (!value.empty()) bytes(field, value);
  }
  void message(std::uint32_t field, const Message& value) { bytes(field, value.out_); }
  void flag(std::uint32_t field, const Json& value) {
    if (value.is_boolean() && value.get<bool>()) integer(field, 1);
  }
  void integer(std::uint32_t field, const Json& value) {
    if (value.is_number_integer()) integer(field, value.get<std::int64_t>());
  }
  void integer(std::uint32_t field, std::int64_t value) {
    tag(field, 0);
    varint(static_cast<std::uint64_t>(value));
  }
  void real(std::uint32_t field, const Json& value) {
    if (!value.is_number()) return;
    tag(field, 1);
    auto bits = std::bit_cast<std::uint64_t>(value.get<double>());
    for (int i = 0; i < 8; ++i, bits >>= 8U) out_.push_back(static_cast<char>(bits & 0xffU));
  }
  void texts(std::uint32_t field, const Json& list) {
    for (const Json& each : list) bytes(field, api::text(each));
  }
  std::string take() { return std::move(out_); }

 private:
  void tag(std::uint32_t field, std::uint32_t type) { varint((std::uint64_t{field} << 3U) | type); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) out_.push_back(static_cast<char>((value & 0x7fU) | 0x80U));
    out_.push_back(static_cast<char>(value));
  }
  void bytes(std::uint32_t field, std::string_view value) {
    tag(field, 2);
    varint(value.size());
    out_.append(value);
  }
  std::string out_;
};

// A value of any kind goes as YAML, of which JSON is one form.
Message any(const Json& value) {
  Message out;
  out.text(2, api::dump_json(value));
  return out;
}

Message named(std::string_view name, const Message& value) {
  Message out;
  out.text(1, name);
  out.message(2, value);
  return out;
}

void extensions(Message& out, std::uint32_t field, const Json& from) {
  for (const auto& [name, value] : from.items())
    if (name.view().starts_with("x-")) out.message(field, named(name.view(), any(value)));
}

Message schema(const Json& from);

Message schemas_by_name(const Json& from) {
  Message out;
  for (const auto& [name, value] : from.items()) out.message(1, named(name.view(), schema(value)));
  return out;
}

Message schema(const Json& from) {
  Message out;
  out.text(1, text(member(from, "$ref")));
  out.text(2, text(member(from, "format")));
  out.text(3, text(member(from, "title")));
  out.text(4, text(member(from, "description")));
  if (const Json& fallback = member(from, "default"); !fallback.is_null()) out.message(5, any(fallback));
  out.real(6, member(from, "multipleOf"));
  out.real(7, member(from, "maximum"));
  out.flag(8, member(from, "exclusiveMaximum"));
  out.real(9, member(from, "minimum"));
  out.flag(10, member(from, "exclusiveMinimum"));
  constexpr std::array<std::pair<std::uint32_t, std::string_view>, 6> kCounts{{{11, "maxLength"},
                                                                               {12, "minLength"},
                                                                               {14, "maxItems"},
                                                                               {15, "minItems"},
                                                                               {17, "maxProperties"},
                                                                               {18, "minProperties"}}};
  for (const auto& [field, name] : kCounts) out.integer(field, member(from, name));
  out.text(13, text(member(from, "pattern")));
  out.flag(16, member(from, "uniqueItems"));
  out.texts(19, member(from, "required"));
  for (const Json& value : member(from, "enum")) out.message(20, any(value));
  if (const Json& more = member(from, "additionalProperties"); !more.is_null()) {
    Message item;
    if (more.is_boolean()) item.integer(2, more.get<bool>() ? 1 : 0);
    else item.message(1, schema(more));
    out.message(21, item);
  }
  if (const Json& type = member(from, "type"); type.is_string()) {
    Message types;
    types.text(1, text(type));
    out.message(22, types);
  }
  if (const Json& items = member(from, "items"); items.is_object()) {
    Message item;
    item.message(1, schema(items));
    out.message(23, item);
  }
  if (const Json& properties = member(from, "properties"); properties.is_object())
    out.message(25, schemas_by_name(properties));
  extensions(out, 31, from);
  return out;
}

Message in_body(const Json& from) {
  Message out;
  out.text(1, text(member(from, "description")));
  out.text(2, text(member(from, "name")));
  out.text(3, text(member(from, "in")));
  out.flag(4, member(from, "required"));
  out.message(5, schema(member(from, "schema")));
  return out;
}

// Of a path and of a query the field numbers differ from the description on.
Message in_url(const Json& from, bool query) {
  Message out;
  out.flag(1, member(from, "required"));
  out.text(2, text(member(from, "in")));
  out.text(3, text(member(from, "description")));
  out.text(4, text(member(from, "name")));
  out.text(query ? 6 : 5, text(member(from, "type")));
  return out;
}

Message parameter(const Json& from) {
  Message parameter;
  if (text(member(from, "in")) == "body") {
    parameter.message(1, in_body(from));
  } else {
    const bool query = text(member(from, "in")) == "query";
    Message place;
    place.message(query ? 3 : 4, in_url(from, query));
    parameter.message(2, place);
  }
  Message item;
  item.message(1, parameter);
  return item;
}

Message responses(const Json& from) {
  Message out;
  for (const auto& [code, value] : from.items()) {
    Message response;
    response.text(1, text(member(value, "description")));
    Message either;
    either.message(1, response);
    out.message(1, named(code.view(), either));
  }
  return out;
}

Message operation(const Json& from) {
  Message out;
  out.text(3, text(member(from, "description")));
  out.text(5, text(member(from, "operationId")));
  out.texts(6, member(from, "produces"));
  out.texts(7, member(from, "consumes"));
  for (const Json& each : member(from, "parameters")) out.message(8, parameter(each));
  out.message(9, responses(member(from, "responses")));
  extensions(out, 13, from);
  return out;
}

Message path_item(const Json& from) {
  constexpr std::array<std::pair<std::uint32_t, std::string_view>, 5> kMethods{
      {{2, "get"}, {3, "put"}, {4, "post"}, {5, "delete"}, {8, "patch"}}};
  Message out;
  for (const auto& [field, name] : kMethods)
    if (const Json& found = member(from, name); found.is_object()) out.message(field, operation(found));
  for (const Json& each : member(from, "parameters")) out.message(9, parameter(each));
  return out;
}

}  // namespace

std::string protobuf(const Json& document) {
  Message info;
  info.text(1, text(api::at(document, "info", "title")));
  info.text(2, text(api::at(document, "info", "version")));
  Message paths;
  for (const auto& [path, item] : member(document, "paths").items())
    paths.message(2, named(path.view(), path_item(item)));
  Message out;
  out.text(1, text(member(document, "swagger")));
  out.message(2, info);
  out.message(8, paths);
  out.message(9, schemas_by_name(member(document, "definitions")));
  return out.take();
}

}  // namespace nlbsim::fake_apiserver::openapi
