#include "fake_aws/wire/json_body.h"

#include <charconv>
#include <set>
#include <utility>

#include "fake_aws/wire/wire_names.h"
#include "sim/time.h"

namespace nlbsim::fake_aws {
namespace {

using api::Json;
using api::Shape;

// As the AWS CLI prints times: "2026-03-28T22:07:57.470000+00:00", in whatever zone.
sim::Result<sim::Instant> instant_of(std::string_view text) {
  constexpr std::size_t kOffset = 6;  // "+01:30"
  const std::string_view offset = text.size() > kOffset ? text.substr(text.size() - kOffset) : std::string_view();
  int hours = 0, minutes = 0;
  const auto digits = [&offset](std::size_t at, int& into) {
    const char* const from = offset.data() + at;
    return std::from_chars(from, from + 2, into).ptr == from + 2;
  };
  const bool zoned = !offset.empty() && (offset[0] == '+' || offset[0] == '-') && offset[3] == ':' &&
                     digits(1, hours) && digits(4, minutes);
  if (!zoned) return sim::parse_rfc3339(text);
  auto local = sim::parse_rfc3339(std::string(text.substr(0, text.size() - kOffset)) + "Z");
  if (!local) return local;
  const sim::Duration ahead = std::chrono::hours{hours} + std::chrono::minutes{minutes};
  return offset[0] == '+' ? *local - ahead : *local + ahead;
}

class JsonReader {
 public:
  JsonReader(aws::Protocol protocol, UnknownMembers unknown)
      : protocol_(protocol), strict_(unknown == UnknownMembers::refused) {}

  bool read(const Json& from, const std::string& path, const Shape& shape, void* into) {
    if (from.is_null()) return true;
    switch (shape.kind) {
      case Shape::Kind::optional: return read(from, path, shape.inner(), shape.add(into));
      case Shape::Kind::list: return read_list(from, path, shape, into);
      case Shape::Kind::structure: return read_structure(from, path, shape, into);
      case Shape::Kind::text: return read_text(from, path, into);
      case Shape::Kind::boolean: return read_boolean(from, path, into);
      case Shape::Kind::integer: return read_integer(from, path, shape, into);
      case Shape::Kind::instant: return read_instant(from, path, into);
    }
    return true;
  }
  JsonProblem problem;

 private:
  bool read_list(const Json& from, const std::string& path, const Shape& shape, void* into) {
    if (!from.is_array()) return wrong(path, "a list");
    for (std::size_t i = 0; i < from.size(); ++i)
      if (!read(from[i], path + "[" + std::to_string(i) + "]", shape.inner(), shape.add(into))) return false;
    return true;
  }

  bool read_structure(const Json& from, const std::string& path, const Shape& shape, void* into) {
    if (!from.is_object()) return wrong(path, "an object");
    for (const auto& [key, value] : from.items()) {
      const std::string here = path.empty() ? key.str() : path + "." + key.str();
      const api::ShapeMember* member = find(shape, key.view());
      if (member && !read(value, here, member->shape(), member->of(into))) return false;
      if (!member && strict_) return unknown(here, key.view(), shape);
    }
    return true;
  }

  const api::ShapeMember* find(const Shape& shape, std::string_view name) const {
    if (const api::ShapeMember* member = shape.find(name)) return member;
    if (!strict_ || protocol_ != aws::Protocol::ec2) return nullptr;
    for (const api::ShapeMember& member : shape.members)
      if (request_name(protocol_, shape, member.name) == name) return &member;
    return nullptr;
  }

  bool read_text(const Json& from, const std::string& path, void* into) {
    if (from.is_string()) *static_cast<std::string*>(into) = std::string(from.text());
    else if (strict_ && (from.is_number() || from.is_boolean()))
      *static_cast<std::string*>(into) = api::dump_json(from);
    else return wrong(path, "a string");
    return true;
  }
  bool read_boolean(const Json& from, const std::string& path, void* into) {
    const std::string_view text = api::text(from);
    const bool spelled = strict_ && (text == "true" || text == "false");
    if (!from.is_boolean() && !spelled) return wrong(path, "true or false");
    *static_cast<bool*>(into) = spelled ? text == "true" : from.get<bool>();
    return true;
  }
  bool read_integer(const Json& from, const std::string& path, const Shape& shape, void* into) {
    std::int64_t value = 0;
    if (from.is_number_integer()) {
      value = from.get<std::int64_t>();
    } else {
      const std::string_view text = api::text(from);
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (!strict_ || text.empty() || error != std::errc() || end != text.data() + text.size())
        return wrong(path, "an integer");
    }
    return shape.set_integer(into, value) || wrong(path, "an integer of 32 bits");
  }
  bool read_instant(const Json& from, const std::string& path, void* into) {
    auto& at = *static_cast<sim::Instant*>(into);
    if (from.is_number_integer()) {
      at = sim::Instant{std::chrono::seconds{from.get<std::int64_t>()}};
      return true;
    }
    if (from.is_number()) {
      constexpr double kMillis = 1000;
      at = sim::Instant{std::chrono::milliseconds{static_cast<std::int64_t>(from.get<double>() * kMillis)}};
      return true;
    }
    const auto parsed = instant_of(api::text(from));
    if (!parsed) return wrong(path, "a time");
    at = *parsed;
    return true;
  }

  bool wrong(const std::string& path, std::string_view right) {
    problem.path = path;
    problem.message = (path.empty() ? "the request" : path) + " must be " + std::string(right);
    return false;
  }
  bool unknown(const std::string& path, std::string_view member, const Shape& shape) {
    problem.path = path;
    problem.member = member;
    for (const api::ShapeMember& each : shape.members) {
      problem.known.emplace_back(each.name);
      std::string on_wire = request_name(protocol_, shape, each.name);
      if (on_wire != each.name) problem.known.push_back(std::move(on_wire));
    }
    return false;
  }

  aws::Protocol protocol_;
  bool strict_;
};

// Milliseconds are kept as a fraction; an integer is what most times are.
Json seconds(sim::Instant at) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(at.since_epoch).count();
  if (millis % 1000 == 0) return millis / 1000;
  return static_cast<double>(millis) / 1000.0;
}

}  // namespace

std::optional<JsonProblem> read_json_body(const Json& body, aws::Protocol protocol, const Shape& shape, void* into,
                                          UnknownMembers unknown) {
  JsonReader reader(protocol, unknown);
  if (reader.read(body, "", shape, into)) return std::nullopt;
  return std::move(reader.problem);
}

Json json_body(const Shape& shape, const void* object) {
  switch (shape.kind) {
    case Shape::Kind::optional:
      return shape.size(object) == 0 ? Json() : json_body(shape.inner(), shape.item(object, 0));
    case Shape::Kind::list: {
      Json out = Json::array();
      for (std::size_t i = 0; i < shape.size(object); ++i)
        out.push_back(json_body(shape.inner(), shape.item(object, i)));
      return out;
    }
    case Shape::Kind::structure: {
      Json out = Json::object();
      for (const api::ShapeMember& member : shape.members) {
        const void* value = api::member_of(member, object);
        const Shape& of_member = member.shape();
        const api::MemberNote* note = shape.note_on(member.name);
        const bool unset = of_member.kind == Shape::Kind::text && static_cast<const std::string*>(value)->empty();
        if (unset && !(note && note->always)) continue;
        if (of_member.kind == Shape::Kind::optional && of_member.size(value) == 0) continue;
        out[member.name] = json_body(of_member, value);
      }
      return out;
    }
    case Shape::Kind::text: return *static_cast<const std::string*>(object);
    case Shape::Kind::boolean: return *static_cast<const bool*>(object);
    case Shape::Kind::integer: return shape.integer(object);
    case Shape::Kind::instant: return seconds(*static_cast<const sim::Instant*>(object));
  }
  return {};
}

}  // namespace nlbsim::fake_aws
