#include <algorithm>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/condition_changes.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

// By the documents, not by the typed views: a member we do not know must stay as well.
std::vector<const api::Json*> foreign_entries(const kube::Object& route) {
  std::vector<const api::Json*> out;
  const api::Json& parents = api::at(route.document(), "status", "parents");
  if (!parents.is_array()) return out;
  for (const api::Json& entry : parents)
    if (api::text(api::member(entry, "controllerName")) != kControllerName) out.push_back(&entry);
  return out;
}

bool same(const std::vector<const api::Json*>& a, const std::vector<const api::Json*>& b) {
  return std::ranges::equal(a, b, [](const api::Json* left, const api::Json* right) { return *left == *right; });
}

class ForeignStatusUntouched final : public Invariant {
 public:
  std::string_view id() const override { return "I-29"; }
  std::string_view sentence() const override {
    return "What other controllers say in a route's status stays as they wrote it.";
  }
  std::vector<Topic> topics() const override { return {Topic::object_changed}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (!happening.call || !ledger.cast().is_controller(happening.call.record->actor)) return;
    const auto& change = api::payload<api::ObjectChanged>(happening.record);
    if (kind_of(change.resource) != KubeKind::route || change.type != kube::WatchEventType::modified) return;
    if (same(foreign_entries(*change.previous), foreign_entries(*change.object))) return;
    findings.add(
        *this, subject_of(change),
        "entries of other controllers were changed by " + std::string(ledger.cast().name(happening.call.record->actor)),
        {happening.call.record->id, happening.record.id});
  }
};

}  // namespace

std::unique_ptr<Invariant> foreign_status_untouched() { return std::make_unique<ForeignStatusUntouched>(); }

}  // namespace nlbsim::scenarios::oracles
