#include "scenarios/faults/stale_list.h"

#include <algorithm>
#include <map>
#include <ranges>

#include "api/records.h"

namespace nlbsim::scenarios {

namespace {

bool hidden(const sim::Record& record, const api::ObjectChanged& change, const Lag& lag) {
  return (lag.after && record.at > *lag.after) || (lag.revision && change.resource_version > *lag.revision);
}

// As the caller asked to see it.
kube::ObjectRef shown_at(const kube::ObjectRef& object, const std::string& api_version) {
  if (object->api_version() == api_version) return object;
  kube::Json document = object->document();
  document["apiVersion"] = api_version;
  return kube::Object::make(std::move(document));
}

}  // namespace

bool make_stale(api::TypedCall<kube::List>& list, const sim::Journal& journal, const Lag& lag) {
  const kube::List::Request& request = list.request;
  const bool whole = request.continue_token.empty() && list.response.continue_token.empty();
  if (!request.resource_version) return false;  // the newest state is asked for: no cache may answer
  if (!whole || !request.label_selector.empty() || !request.field_selector.empty()) return false;
  std::map<kube::ObjectKey, kube::ObjectRef> items;
  for (const kube::ObjectRef& object : list.response.items) items[object->meta().key()] = object;
  std::optional<std::uint64_t> oldest;
  // A journal that has forgotten its beginning may end before the time that is asked for.
  bool enough = journal.records().empty() || journal.records().front().id == 1;
  const std::string api_version = request.resource.api_version();
  for (const sim::Record& record : std::views::reverse(journal.records())) {
    if (record.kind != sim::RecordKind::object_changed || record.actor != lag.server) continue;
    const auto& change = api::payload<api::ObjectChanged>(record);
    if (!hidden(record, change, lag)) {
      enough = true;
      break;
    }
    if (!(change.resource == request.resource)) continue;
    const kube::ObjectKey key = change.object->meta().key();
    if (!request.namespace_.empty() && key.namespace_ != request.namespace_) continue;
    oldest = change.resource_version;
    if (change.previous) items[key] = shown_at(change.previous, api_version);
    else items.erase(key);
  }
  // What the caller asks for may not be older than the version it names.
  if (!enough || !oldest || *oldest <= *request.resource_version) return false;
  list.response.items.clear();
  for (auto& [key, object] : items) list.response.items.push_back(std::move(object));
  list.response.resource_version = *oldest - 1;
  return true;
}

}  // namespace nlbsim::scenarios
