// The protobuf messages of the kinds that clients send in that form: which field has which number.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace nlbsim::fake_apiserver::protobuf {

enum class FieldType : std::uint8_t {
  text,
  integer,
  flag,
  texts_by_name,  // map<string, string>
  bytes_by_name,  // map<string, bytes>: base64 in JSON
  time,           // meta/v1.Time: whole seconds
  micro_time,     // meta/v1.MicroTime
  int_or_string,
  message,
  inlined,  // a message whose fields are its parent's in JSON
  ignored,  // what only servers write
};

struct Field {
  std::uint32_t number = 0;
  std::string_view name;
  FieldType type = FieldType::text;
  bool repeated = false;
  bool optional = false;     // sent only where it is meant: zero and empty are values
  std::string_view message;  // of FieldType::message and inlined
};

// The fields of a message; empty: it is not known here.
const std::vector<Field>& fields_of(std::string_view message);
// The message of a kind; empty: none is known.
std::string_view message_of(std::string_view api_version, std::string_view kind);

}  // namespace nlbsim::fake_apiserver::protobuf
