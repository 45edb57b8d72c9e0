#include "fake_apiserver/schema/schema.h"

#include <algorithm>
#include <array>

#include "fake_apiserver/schema/rule.h"

namespace nlbsim::fake_apiserver {

void Findings::add(std::string_view reason, const FieldPath& path, std::string message) {
  sim::ErrorCause cause{std::string(reason), std::move(message), path.field()};
  if (cause.field.empty()) cause.field = "<nil>";
  if (std::ranges::find(causes, cause) == causes.end()) causes.push_back(std::move(cause));
}

bool Findings::blocking() const {
  constexpr std::array<std::string_view, 5> kBlocking{"FieldValueNotSupported", "FieldValueRequired",
                                                      "FieldValueTooLong", "FieldValueTooMany",
                                                      "FieldValueTypeInvalid"};
  return std::ranges::any_of(causes, [&](const sim::ErrorCause& cause) {
    return std::ranges::find(kBlocking, cause.reason) != kBlocking.end();
  });
}

Schema::Schema() = default;
Schema::~Schema() = default;

const Schema* Schema::property(std::string_view name) const {
  const auto found = properties_.find(name);
  return found == properties_.end() ? nullptr : found->second.get();
}

const Schema* Schema::child(std::string_view name) const {
  const Schema* known = property(name);
  return known ? known : additional_.get();
}

}  // namespace nlbsim::fake_apiserver
