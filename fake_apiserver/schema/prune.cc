#include <utility>

#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {
namespace {

bool is_of_every_object(std::string_view name) { return name == "apiVersion" || name == "kind" || name == "metadata"; }

// What remains below a place that no schema describes: scalars and lists, but of objects nothing.
std::optional<Json> emptied(const Json& value) {
  if (value.is_object()) return value.empty() ? std::nullopt : std::optional<Json>(Json::object());
  if (!value.is_array()) return std::nullopt;
  Json out = Json::array();
  bool changed = false;
  for (const Json& entry : value) {
    std::optional<Json> fresh = emptied(entry);
    changed = changed || fresh.has_value();
    out.push_back(fresh ? *std::move(fresh) : entry);
  }
  return changed ? std::optional<Json>(std::move(out)) : std::nullopt;
}

// A copy of the list with f applied to each item; nothing if f changes none.
template <class F>
std::optional<Json> with_items(const Json& list, F f) {
  std::optional<Json> out;
  std::size_t done = 0;
  for (const Json& entry : list) {
    std::optional<Json> fresh = f(entry);
    if (fresh && !out) {
      out = Json::array();
      for (std::size_t i = 0; i < done; ++i) out->push_back(list[i]);
    }
    if (out) out->push_back(fresh ? *std::move(fresh) : entry);
    ++done;
  }
  return out;
}

}  // namespace

std::optional<Json> Schema::pruned(const Json& value) const {
  if (bears(Mark::complete, value)) return std::nullopt;
  if (value.is_array()) {
    if (items_) return with_items(value, [this](const Json& entry) { return items_->pruned(entry); });
    return keeps_unknown() ? std::nullopt : emptied(value);
  }
  if (!value.is_object()) return std::nullopt;
  std::optional<Json> out;
  const auto changed = [&]() -> Json& {
    if (!out) out = value;
    return *out;
  };
  bool unknown = false;
  for (const auto& [name, entry] : value.items()) {
    if ((root_ || embedded_) && is_of_every_object(name)) continue;
    if (const Schema* known = child(name)) {
      if (std::optional<Json> fresh = known->pruned(entry)) changed()[name] = *std::move(fresh);
    } else if (!keeps_unknown()) {
      unknown = true;
    }
  }
  if (unknown)  // all at once: one by one they cost their square
    changed().erase_if([this](const api::Member& entry) {
      return !((root_ || embedded_) && is_of_every_object(entry.first)) && !child(entry.first);
    });
  return out;
}

std::optional<Json> Schema::defaulted(const Json& value) const {
  if (!value.is_structured() || bears(Mark::complete, value)) return std::nullopt;
  std::optional<Json> out = value.is_array() ? items_defaulted(value) : members_defaulted(value);
  set(Mark::complete, out ? *out : value);
  return out;
}

std::optional<Json> Schema::items_defaulted(const Json& value) const {
  if (!items_) return std::nullopt;
  return with_items(value, [this](const Json& entry) -> std::optional<Json> {
    if (!entry.is_null() || items_->nullable_ || !items_->has_default()) return items_->defaulted(entry);
    std::optional<Json> fresh = items_->defaulted(items_->default_);
    return fresh ? std::move(fresh) : std::optional<Json>(items_->default_);
  });
}

std::optional<Json> Schema::members_defaulted(const Json& value) const {
  std::optional<Json> out;
  const auto changed = [&]() -> Json& {
    if (!out) out = value;
    return *out;
  };
  const auto fill = [&](std::string_view name, const Json* present, const Schema& schema) {
    const bool void_null = present && present->is_null() && !schema.nullable_;
    if (!present || void_null) {
      if (schema.has_default()) {
        std::optional<Json> fresh = schema.defaulted(schema.default_);
        changed()[name] = fresh ? *std::move(fresh) : schema.default_;
      } else if (void_null) {
        changed().erase(name);
      }
    } else if (std::optional<Json> fresh = schema.defaulted(*present)) {
      changed()[name] = *std::move(fresh);
    }
  };
  for (const auto& [name, schema] : properties_) {
    const bool present = value.contains(name);
    if (present || schema->has_default()) fill(name, present ? &api::member(value, name) : nullptr, *schema);
  }
  if (additional_)
    for (const auto& [name, entry] : value.items())
      if (!property(name)) fill(name, &entry, *additional_);
  return out;
}

}  // namespace nlbsim::fake_apiserver
