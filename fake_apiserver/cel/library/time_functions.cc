// The parts of a timestamp, in UTC or in a zone that is named by its offset, and of a duration.
#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/time.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

template <class Part>
Value part_of(Arguments a, Part part) {
  int offset = 0;
  if (a.size() > 1) {
    const auto zone = parse_zone(*a[1].as_string());
    if (!zone) return Value::error("unknown time zone " + std::string(*a[1].as_string()));
    offset = *zone;
  }
  return Value::integer(part(civil_time(*a[0].as_timestamp(), offset)));
}

template <auto member, int plus = 0>
Value part(Arguments a) {
  return part_of(a, [](const CivilTime& time) { return static_cast<std::int64_t>(time.*member) + plus; });
}

template <std::int64_t nanoseconds>
Value whole_units(Arguments a) {
  return Value::integer(a[0].as_duration()->nanoseconds / nanoseconds);
}

}  // namespace

void add_time_functions(Functions& f) {
  const TypeRef& integer = Type::integer();
  const auto getter = [&](std::string_view name, Apply apply) {
    f.member(name, {.parameters = {Type::timestamp()}, .result = integer, .apply = apply});
    f.member(name, {.parameters = {Type::timestamp(), Type::string()}, .result = integer, .apply = apply});
  };
  getter("getFullYear", part<&CivilTime::year>);
  getter("getMonth", part<&CivilTime::month>);
  getter("getDayOfMonth", part<&CivilTime::day>);
  getter("getDate", part<&CivilTime::day, 1>);
  getter("getDayOfYear", part<&CivilTime::year_day>);
  getter("getDayOfWeek", part<&CivilTime::weekday>);
  getter("getHours", part<&CivilTime::hour>);
  getter("getMinutes", part<&CivilTime::minute>);
  getter("getSeconds", part<&CivilTime::second>);
  getter("getMilliseconds", part<&CivilTime::millisecond>);
  const auto unit = [&](std::string_view name, Apply apply) {
    f.member(name, {.parameters = {Type::duration()}, .result = integer, .apply = apply});
  };
  unit("getHours", whole_units<3'600'000'000'000>);
  unit("getMinutes", whole_units<60'000'000'000>);
  unit("getSeconds", whole_units<1'000'000'000>);
  unit("getMilliseconds", whole_units<1'000'000>);
}

}  // namespace nlbsim::fake_apiserver::cel
