#include "fake_apiserver/http/protobuf/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fake_apiserver/cel/base64.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/protobuf/messages.h"
#include "sim/time.h"

namespace nlbsim::fake_apiserver::protobuf {
namespace {

using api::Json;

constexpr std::string_view kMediaType = "application/vnd.kubernetes.protobuf";
constexpr std::string_view kMagic{"k8s\0", 4};
constexpr int kDeepest = 32;

// One field as it stands in the bytes.
struct Raw {
  std::uint32_t number = 0;
  std::uint32_t wire = 0;
  std::uint64_t value = 0;   // of a number
  std::string_view content;  // of anything with a length
  bool empty() const { return value == 0 && content.empty(); }
};

// Reads field after field; none: the bytes are at their end or no message (see failed()).
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool failed() const { return failed_; }

  std::optional<Raw> next() {
    if (rest_.empty() || failed_) return std::nullopt;
    const std::uint64_t tag = varint();
    Raw raw;
    raw.number = static_cast<std::uint32_t>(tag >> 3U);
    raw.wire = static_cast<std::uint32_t>(tag & 7U);
    switch (raw.wire) {
      case 0: raw.value = varint(); break;
      case 1: raw.content = bytes(8); break;
      case 2: raw.content = bytes(varint()); break;
      case 5: raw.content = bytes(4); break;
      default: failed_ = true;
    }
    if (failed_ || raw.number == 0) {
      failed_ = true;
      return std::nullopt;
    }
    return raw;
  }

 private:
  std::uint64_t varint() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      out |= std::uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80U) == 0) return out;
    }
    failed_ = true;
    return 0;
  }
  std::string_view bytes(std::uint64_t count) {
    if (failed_ || count > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view out = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return out;
  }
  std::string_view rest_;
  bool failed_ = false;
};

sim::Error malformed(std::string_view where) {
  return bad_request(fmt::format("the body is no protobuf of the kind that it names: {}", where));
}

sim::Result<Json> message(std::string_view bytes, std::string_view name, int depth);

// The numbers of a message that has nothing else, by their fields.
std::optional<std::map<std::uint32_t, std::uint64_t>> numbers_in(std::string_view bytes) {
  std::map<std::uint32_t, std::uint64_t> out;
  Reader reader(bytes);
  while (const auto raw = reader.next()) out[raw->number] = raw->value;
  return reader.failed() ? std::nullopt : std::optional(std::move(out));
}

Json time_value(std::string_view bytes, bool micro) {
  auto parts = numbers_in(bytes);
  if (!parts) return {};
  // A time that was never set is the year 1, whose seconds are negative.
  const auto seconds = static_cast<std::int64_t>((*parts)[1]);
  constexpr std::int64_t kLatest = 9'000'000'000;  // what an Instant can say
  if ((*parts)[1] == 0 || seconds < 0 || seconds > kLatest) return {};
  const sim::Instant at{std::chrono::seconds(seconds) +
                        std::chrono::nanoseconds(static_cast<std::int64_t>((*parts)[2] % 1'000'000'000U))};
  return micro ? sim::to_rfc3339_micro(at) : sim::to_rfc3339(at);
}

std::optional<std::pair<std::string, std::string>> entry_of(std::string_view bytes) {
  std::pair<std::string, std::string> out;
  Reader reader(bytes);
  while (const auto raw = reader.next()) {
    if (raw->number == 1) out.first = raw->content;
    if (raw->number == 2) out.second = raw->content;
  }
  return reader.failed() ? std::nullopt : std::optional(std::move(out));
}

sim::Result<Json> int_or_string(std::string_view bytes) {
  bool is_text = false;
  std::int32_t number = 0;
  std::string_view text;
  Reader reader(bytes);
  while (const auto raw = reader.next()) {
    if (raw->number == 1) is_text = raw->value == 1;
    if (raw->number == 2) number = static_cast<std::int32_t>(raw->value);
    if (raw->number == 3) text = raw->content;
  }
  if (reader.failed()) return sim::forward(malformed("IntOrString"));
  return is_text ? Json(text) : Json(number);
}

// Whether the bytes are of the form that the field's type has on the wire.
bool fits(const Field& field, const Raw& raw) {
  const bool number = field.type == FieldType::integer || field.type == FieldType::flag;
  return field.type == FieldType::ignored || raw.wire == (number ? 0U : 2U);
}

sim::Result<Json> single(const Field& field, const Raw& raw, int depth) {
  switch (field.type) {
    case FieldType::text: return Json(raw.content);
    case FieldType::integer: return Json(static_cast<std::int64_t>(raw.value));
    case FieldType::flag: return Json(raw.value != 0);
    case FieldType::time: return time_value(raw.content, false);
    case FieldType::micro_time: return time_value(raw.content, true);
    case FieldType::int_or_string: return int_or_string(raw.content);
    case FieldType::message:
    case FieldType::inlined: return message(raw.content, field.message, depth + 1);
    default: return Json();
  }
}

// What a typed client's JSON would leave out.
bool is_unset(const Field& field, const Json& value) {
  if (value.is_null()) return true;
  if (field.optional || field.repeated) return false;
  if (value.is_string()) return value.text().empty();
  if (value.is_boolean()) return !value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>() == 0;
  return value.is_object() && value.empty() && field.name != "spec" && field.name != "metadata";
}

sim::Result<void> put(Json& out, const Field& field, const Raw& raw, int depth) {
  if (!fits(field, raw)) return sim::forward(malformed(field.name));
  if (field.type == FieldType::ignored) return {};
  if (field.type == FieldType::texts_by_name || field.type == FieldType::bytes_by_name) {
    const auto entry = entry_of(raw.content);
    if (!entry) return sim::forward(malformed(field.name));
    out[field.name][entry->first] =
        field.type == FieldType::bytes_by_name ? cel::encode_base64(entry->second) : entry->second;
    return {};
  }
  auto value = single(field, raw, depth);
  if (!value) return sim::forward(std::move(value.error()));
  if (field.type == FieldType::inlined) {
    for (const auto& [name, member] : value->items()) out[name] = member;
  } else if (field.repeated) {
    if (!out.contains(field.name)) out[field.name] = Json::array();
    out[field.name].push_back(*std::move(value));
  } else if (!is_unset(field, *value)) {
    out[field.name] = *std::move(value);
  }
  return {};
}

sim::Result<Json> message(std::string_view bytes, std::string_view name, int depth) {
  if (depth > kDeepest) return sim::forward(malformed("it is nested too deeply"));
  const std::vector<Field>& fields = fields_of(name);
  Json out = Json::object();
  Reader reader(bytes);
  while (const auto raw = reader.next()) {
    const auto field = std::ranges::find(fields, raw->number, &Field::number);
    if (field == fields.end()) {
      if (raw->empty()) continue;  // a part that says nothing
      return sim::forward(bad_request(
          fmt::format("field {} of {} can't be read in protobuf here: send the object as JSON", raw->number, name)));
    }
    if (auto done = put(out, *field, *raw, depth); !done) return sim::forward(std::move(done.error()));
  }
  if (reader.failed()) return sim::forward(malformed(name));
  return out;
}

}  // namespace

sim::Result<Json> parse_body(std::string_view body) {
  if (!body.starts_with(kMagic))
    return sim::forward(status_error("UnsupportedMediaType", 415,
                                     "the body is no protobuf: it does not begin with the bytes 107 56 115 0"));
  std::string_view type;
  std::string_view raw_object;
  Reader envelope(body.substr(kMagic.size()));
  while (const auto raw = envelope.next()) {
    if (raw->number == 1) type = raw->content;
    if (raw->number == 2) raw_object = raw->content;
  }
  const auto meta = entry_of(type);  // its two texts are the version and the kind
  if (envelope.failed() || !meta) return sim::forward(malformed("its envelope"));
  const std::string_view name = message_of(meta->first, meta->second);
  if (name.empty())
    return sim::forward(status_error(
        "UnsupportedMediaType", 415,
        fmt::format("{} {} can't be read in protobuf here: send it as application/json", meta->first, meta->second)));
  auto object = message(raw_object, name, 0);
  if (!object) return object;
  (*object)["apiVersion"] = meta->first;
  (*object)["kind"] = meta->second;
  return object;
}

std::optional<sim::Error> translate(http::Request& request) {
  const std::string_view type = request.header("content-type");  // a view of the header's own text
  if (!type.starts_with(kMediaType) || request.body.empty()) return std::nullopt;
  const auto object = parse_body(request.body);
  if (!object) return object.error();
  request.body = api::dump_json(*object);
  for (http::Header& header : request.headers)
    if (header.second.data() == type.data()) header.second = "application/json";
  return std::nullopt;
}

}  // namespace nlbsim::fake_apiserver::protobuf
