#include "engine/status/route_status.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/names.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

bool is_own(const kube::RouteParentStatus& entry) { return entry.controllerName == kControllerName; }

const DesiredParent* find_desired(const DesiredParents& desired, const kube::ParentReference& parent) {
  const auto found = std::ranges::find_if(desired.entries, [&](const DesiredParent& d) { return *d.parent == parent; });
  return found == desired.entries.end() ? nullptr : &*found;
}

const kube::RouteParentStatus* find_own(const kube::RouteStatus& status, const kube::ParentReference& parent) {
  const auto found = std::ranges::find_if(
      status.parents, [&](const auto& entry) { return is_own(entry) && entry.parentRef == parent; });
  return found == status.parents.end() ? nullptr : &*found;
}

api::Json entry_json(const kube::ParentReference& parent, std::vector<kube::Condition> conditions) {
  kube::RouteParentStatus entry{parent, std::string(kControllerName), std::move(conditions)};
  return kube::to_json(entry);
}

// The list as it should be, and whether that differs from the one that is there. What is written has our entries in the
// order of spec.parentRefs, whichever Gateway was the first to tell; other controllers' entries stay where they are.
class ParentList {
 public:
  ParentList(const kube::ObjectRef& route, const DesiredParents& desired, const Stamp& stamp, const Profile& profile)
      : references_(route->view<kube::Route>().spec.parentRefs),
        status_(route->view<kube::Route>().status),
        documents_(api::at(route->document(), "status", "parents")),
        desired_(desired),
        stamp_(stamp),
        keep_foreign_(profile.foreign_parents_kept) {
    for (std::size_t i = 0; i < status_.parents.size(); ++i) carry_over(i);
    for (const DesiredParent& entry : desired_.entries)
      if (!find_own(status_, *entry.parent)) append(entry);
  }
  bool differs() const { return differs_; }
  api::Json take() {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < list_.size(); ++i)
      if (list_[i].rank) places.push_back(i);
    std::vector<std::size_t> order = places;
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(*list_[i].rank, i); });
    api::Json out = api::Json::array();
    std::size_t own = 0;
    for (std::size_t i = 0; i < list_.size(); ++i)
      out.push_back(std::move(list_[list_[i].rank ? order[own++] : i].document));
    return out;
  }

 private:
  void carry_over(std::size_t index) {
    const kube::RouteParentStatus& entry = status_.parents[index];
    const DesiredParent* wanted = is_own(entry) ? find_desired(desired_, entry.parentRef) : nullptr;
    if (wanted && !up_to_date(entry.conditions, wanted->conditions, stamp_.generation)) {
      add(entry_json(entry.parentRef, merge_conditions(entry.conditions, wanted->conditions, stamp_)), entry.parentRef);
      differs_ = true;
    } else if (wanted || !is_own(entry) || desired_.keeps(entry.parentRef)) {
      api::Json kept = documents_[index];
      if (!keep_foreign_) kept["controllerName"] = kControllerName;
      if (is_own(entry)) add(std::move(kept), entry.parentRef);
      else list_.push_back({std::move(kept), std::nullopt});
    } else {
      differs_ = true;
    }
  }

  void append(const DesiredParent& entry) {
    add(entry_json(*entry.parent, merge_conditions({}, entry.conditions, stamp_)), *entry.parent);
    differs_ = true;
  }

  void add(api::Json document, const kube::ParentReference& parent) {
    const auto rank = std::ranges::find(references_, parent) - references_.begin();
    list_.push_back({std::move(document), static_cast<std::size_t>(rank)});
  }

  struct Entry {
    api::Json document;
    std::optional<std::size_t> rank;  // ours: its place among the route's parentRefs
  };

  const std::vector<kube::ParentReference>& references_;
  const kube::RouteStatus& status_;
  const api::Json& documents_;
  const DesiredParents& desired_;
  const Stamp& stamp_;
  const bool keep_foreign_;
  std::vector<Entry> list_;
  bool differs_ = false;
};

}  // namespace

bool route_parent_up_to_date(const kube::ObjectRef& route, const DesiredParent& desired) {
  const kube::RouteParentStatus* entry = find_own(route->view<kube::Route>().status, *desired.parent);
  return entry && up_to_date(entry->conditions, desired.conditions, route->meta().generation);
}

std::optional<api::Json> route_status_patch(const kube::ObjectRef& route, const DesiredParents& desired,
                                            const Stamp& stamp, const Profile& profile) {
  ParentList list(route, desired, stamp, profile);
  if (!list.differs()) return std::nullopt;
  api::Json changes = api::Json::object();
  changes["parents"] = list.take();
  return status_patch(route, std::move(changes), profile);
}

}  // namespace nlbsim::engine
