#include "fake_apiserver/schema/schema.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <compare>
#include <numeric>

#include "sim/time.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;

const Json kAbsent;

std::string_view type_name(Schema::Type type) {
  switch (type) {
    case Schema::Type::object: return "object";
    case Schema::Type::array: return "array";
    case Schema::Type::string: return "string";
    case Schema::Type::integer: return "integer";
    case Schema::Type::number: return "number";
    case Schema::Type::boolean: return "boolean";
    case Schema::Type::int_or_string: return "integer,string";
    case Schema::Type::any: break;
  }
  return "any";
}

std::string_view json_type_name(const Json& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  return value.is_null() ? "null" : "number";
}

std::string quoted(const Json& value) { return api::dump_json(value); }

std::string not_of_type(std::string_view shown, const FieldPath& path, std::string_view wanted) {
  return fmt::format("Invalid value: \"{}\": {} in body must be of type {}: \"{}\"", shown, path.shown(), wanted,
                     shown);
}

std::string in_body(const Json& value, const FieldPath& path, const std::string& why) {
  return fmt::format("Invalid value: {}: {} in body {}", quoted(value), path.shown(), why);
}

std::string too_many(std::size_t count, std::size_t limit) {
  return fmt::format("Too many: {}: must have at most {} items", count, limit);
}

// maxLength and minLength count characters, although the message speaks of bytes.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

bool is_ip_address(const std::string& value) {
  in6_addr scratch;
  return inet_pton(AF_INET, value.c_str(), &scratch) == 1 || inet_pton(AF_INET6, value.c_str(), &scratch) == 1;
}

}  // namespace

void Findings::add(std::string_view reason, const FieldPath& path, std::string message, bool blocks) {
  causes.push_back({std::string(reason), std::move(message), path.field()});
  blocking = blocking || blocks;
}

void Schema::prune(Json& value) const {
  if (value.is_array() && items_) {
    value.update_each([&](Json& entry) { items_->prune(entry); });
  } else if (value.is_object() && !preserve_unknown_ && type_ == Type::object) {
    value.erase_if([&](const api::Member& entry) { return !child(entry.first); });
    value.update_each([&](const api::Key& name, Json& entry) { child(name)->prune(entry); });
  }
}

void Schema::fill_defaults(Json& value) const {
  if (value.is_array() && items_) {
    value.update_each([&](Json& entry) { items_->fill_defaults(entry); });
  } else if (value.is_object()) {
    value.erase_if([&](const api::Member& entry) {
      const Schema* schema = entry.second.is_null() ? property(entry.first) : nullptr;
      return schema && !schema->nullable_;
    });
    for (const auto& [name, schema] : properties_)
      if (schema->has_default() && !value.contains(name)) value[name] = schema->default_;
    value.update_each([&](const api::Key& name, Json& entry) {
      if (const Schema* schema = child(name)) schema->fill_defaults(entry);
    });
  }
}

bool Schema::type_matches(const Json& value) const {
  if (value.is_null()) return nullable_ || type_ == Type::any;
  switch (type_) {
    case Type::object: return value.is_object();
    case Type::array: return value.is_array();
    case Type::string: return value.is_string();
    case Type::integer: return value.is_number_integer();
    case Type::number: return value.is_number();
    case Type::boolean: return value.is_boolean();
    case Type::int_or_string: return value.is_number_integer() || value.is_string();
    case Type::any: break;
  }
  return true;
}

void Schema::check_number(const Json& value, const FieldPath& path, Findings& findings) const {
  const auto number = value.get<std::int64_t>();
  const auto wrong = [&](std::string_view relation, std::int64_t bound) {
    const std::string why = fmt::format("should be {} than or equal to {}", relation, bound);
    findings.add("FieldValueInvalid", path, in_body(value, path, why), false);
  };
  if (minimum_ && number < *minimum_) wrong("greater", *minimum_);
  if (maximum_ && number > *maximum_) wrong("less", *maximum_);
}

void Schema::check_string(const Json& value, const FieldPath& path, Findings& findings) const {
  const std::string_view string = value.text();
  if (min_length_ && characters(string) < *min_length_)
    findings.add("FieldValueInvalid", path,
                 in_body(value, path, fmt::format("should be at least {} chars long", *min_length_)), false);
  if (max_length_ && string.size() > *max_length_ && characters(string) > *max_length_)
    findings.add("FieldValueTooLong", path, fmt::format("Too long: may not be more than {} bytes", *max_length_), true);
  if (pattern_ && !re2::RE2::PartialMatch(string, *pattern_))
    findings.add("FieldValueInvalid", path, in_body(value, path, fmt::format("should match '{}'", pattern_->pattern())),
                 false);
  if (date_time_ && !sim::parse_rfc3339(string))
    findings.add("FieldValueTypeInvalid", path, not_of_type(string, path, "date-time"), true);
  if (!enum_.empty() && std::ranges::find(enum_, string) == enum_.end())
    findings.add(
        "FieldValueNotSupported", path,
        fmt::format("Unsupported value: {}: supported values: \"{}\"", quoted(value), fmt::join(enum_, "\", \"")),
        true);
}

std::strong_ordering Schema::compare_keys(const Json& a, const Json& b) const {
  for (const std::string& key : list_map_keys_) {
    const Json& left = member(a, key);
    const Json& right = member(b, key);
    if (left < right) return std::strong_ordering::less;
    if (right < left) return std::strong_ordering::greater;
  }
  return std::strong_ordering::equal;
}

std::vector<std::size_t> Schema::repeated_keys(const Json& list) const {
  std::vector<std::size_t> repeated;
  if (list_map_keys_.empty() || list.size() < 2) return repeated;
  std::vector<std::size_t> by_key(list.size());
  std::iota(by_key.begin(), by_key.end(), std::size_t{0});
  std::ranges::sort(by_key, [&](std::size_t a, std::size_t b) {
    const std::strong_ordering order = compare_keys(list[a], list[b]);
    return std::is_eq(order) ? a < b : std::is_lt(order);
  });
  for (std::size_t i = 1; i < by_key.size(); ++i)
    if (std::is_eq(compare_keys(list[by_key[i - 1]], list[by_key[i]]))) repeated.push_back(by_key[i]);
  std::ranges::sort(repeated);
  return repeated;
}

std::string Schema::shown_key(const Json& item) const {
  std::string out;
  for (const std::string& name : list_map_keys_)
    out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ", ", name, quoted(member(item, name)));
  return out;
}

const Json& Schema::old_item(const Json& old_list, const Json& item, std::size_t index) const {
  if (!old_list.is_array()) return kAbsent;
  if (list_map_keys_.empty()) {
    const bool same = index < old_list.size() && old_list[index] == item;
    return same ? old_list[index] : kAbsent;
  }
  const auto same_key = [&](const Json& old_entry) { return std::is_eq(compare_keys(old_entry, item)); };
  const auto found = std::ranges::find_if(old_list, same_key);
  return found == old_list.end() ? kAbsent : *found;
}

void Schema::check_list(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const {
  if (min_items_ && value.size() < *min_items_)
    findings.add("FieldValueInvalid", path,
                 in_body(Json(value.size()), path, fmt::format("should have at least {} items", *min_items_)), false);
  if (max_items_ && value.size() > *max_items_)
    findings.add("FieldValueTooMany", path, too_many(value.size(), *max_items_), true);
  if (items_)
    for (std::size_t i = 0; i < value.size(); ++i)
      items_->check_structure(value[i], old_item(old_value, value[i], i), path.item(i), findings);
  for (const std::size_t i : repeated_keys(value))
    findings.add("FieldValueDuplicate", path.item(i),
                 fmt::format("Duplicate value: map[string]interface {{}}{{{}}}", shown_key(value[i])), false);
}

void Schema::check_address(const Json& value, const FieldPath& path, Findings& findings) const {
  const Json& address = member(value, "value");
  if (text(member(value, "type")) != "IPAddress" || !address.is_string()) return;
  const std::string string(address.text());
  if (is_ip_address(string)) return;
  const FieldPath at = path.member("value");
  // Two of the three say where they are in their text only: the real server cannot attribute them.
  const bool part = !path.root().empty() && path.shown() != path.field();
  const std::string field = part ? path.root() : "<nil>";
  const std::string none_valid = fmt::format(
      "Invalid value: \"\": \"{}\" must validate one and only one schema (oneOf). Found none valid", path.shown());
  const std::string no_format =
      fmt::format("Invalid value: \"\": \"{}\" must validate at least one schema (anyOf)", at.shown());
  findings.causes.push_back({"FieldValueInvalid", none_valid, field});
  findings.causes.push_back({"FieldValueInvalid", no_format, field});
  findings.add("FieldValueTypeInvalid", at, not_of_type(string, at, "ipv4"), true);
}

void Schema::check_object(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const {
  const auto& entries = value.get_ref<const Json::object_t&>();
  for (const std::string& name : required_)
    if (!entries.contains(name)) findings.add("FieldValueRequired", path.member(name), "Required value", true);
  if (max_properties_ && entries.size() > *max_properties_)
    findings.add("FieldValueTooMany", path, too_many(entries.size(), *max_properties_), true);
  for (const auto& [name, entry] : entries)
    if (const Schema* schema = child(name))
      schema->check_structure(entry, member(old_value, name), path.member(name), findings);
  if (address_) check_address(value, path, findings);
}

void Schema::check_structure(const Json& value, const Json& old_value, const FieldPath& path,
                             Findings& findings) const {
  if (!old_value.is_null() && value == old_value) return;
  if (!type_matches(value)) {
    findings.add("FieldValueTypeInvalid", path, not_of_type(json_type_name(value), path, type_name(type_)), true);
    return;
  }
  if (value.is_object()) check_object(value, old_value, path, findings);
  else if (value.is_array()) check_list(value, old_value, path, findings);
  else if (value.is_string()) check_string(value, path, findings);
  else if (value.is_number_integer()) check_number(value, path, findings);
}

void Schema::check_rules(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const {
  if (!has_rules_ || (!old_value.is_null() && value == old_value)) return;
  for (const Rule* rule : rules_) {
    const Verdict verdict = rule->judge(value, old_value);
    const std::string_view type = json_type_name(value);
    if (!verdict.missing_key.empty())
      findings.add("FieldValueInvalid", path,
                   fmt::format("Invalid value: \"{}\": no such key: {} evaluating rule: {}", type, verdict.missing_key,
                               rule->message),
                   false);
    else if (!verdict.holds)
      findings.add("FieldValueInvalid", path, fmt::format("Invalid value: \"{}\": {}", type, rule->message), false);
  }
  if (value.is_object()) {
    for (const auto& [name, entry] : value.get_ref<const Json::object_t&>())
      if (const Schema* schema = child(name))
        schema->check_rules(entry, member(old_value, name), path.member(name), findings);
  } else if (value.is_array() && items_) {
    for (std::size_t i = 0; i < value.size(); ++i)
      items_->check_rules(value[i], old_item(old_value, value[i], i), path.item(i), findings);
  }
}

void Schema::validate(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const {
  check_structure(value, old_value, path, findings);
  if (!findings.blocking) check_rules(value, old_value, path, findings);
}

}  // namespace nlbsim::fake_apiserver
