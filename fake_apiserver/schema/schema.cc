#include "fake_apiserver/schema/schema.h"

#include <algorithm>
#include <array>
#include <atomic>

#include "fake_apiserver/cause_limit.h"
#include "fake_apiserver/schema/rule.h"

namespace nlbsim::fake_apiserver {

void Findings::add(std::string_view reason, const FieldPath& path, std::string message) {
  if (causes.size() >= kMaxCauses) return;
  sim::ErrorCause cause{std::string(reason), std::move(message), path.field()};
  if (cause.field.empty()) cause.field = "<nil>";
  if (std::ranges::find(causes, cause) == causes.end()) causes.push_back(std::move(cause));
}

bool Findings::blocking() const {
  constexpr std::array<std::string_view, 5> kBlocking{"FieldValueNotSupported", "FieldValueRequired",
                                                      "FieldValueTooLong", "FieldValueTooMany",
                                                      "FieldValueTypeInvalid"};
  if (causes.size() >= kMaxCauses) return true;
  return std::ranges::any_of(causes, [&](const sim::ErrorCause& cause) {
    return std::ranges::find(kBlocking, cause.reason) != kBlocking.end();
  });
}

namespace {

// 0 is the mark of a node that has come through no schema.
std::uint64_t fresh_mark() {
  static std::atomic<std::uint64_t> next{1};
  return next.fetch_add(2, std::memory_order_relaxed);
}

}  // namespace

Schema::Schema() : mark_(fresh_mark()) {}
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
