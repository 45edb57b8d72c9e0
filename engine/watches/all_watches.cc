#include "engine/watches/all_watches.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace nlbsim::engine {
namespace {

std::vector<Watch> make_table() {
  std::vector<Watch> table{gateway_class_watch(),   gateway_watch(),   service_watch(),
                           reference_grant_watch(), namespace_watch(), target_group_binding_watch()};
  std::ranges::copy(route_watches(), std::back_inserter(table));
  table.push_back(listener_set_watch());
  table.push_back(node_watch());
  table.push_back(load_balancer_configuration_watch());
  table.push_back(target_group_configuration_watch());
  table.push_back(pod_watch());
  table.push_back(endpoint_slice_watch());
  return table;
}

}  // namespace

const std::vector<Watch>& all_watches() {
  static const std::vector<Watch> kTable = make_table();
  return kTable;
}

Listers watched_listers() {
  Listers listers;
  for (const Watch& watch : all_watches()) listers.add(watch.resource, watch.indexers);
  return listers;
}

Affected affected_by(const kube::Resource& resource, const Change& change) {
  const auto watch = std::ranges::find(all_watches(), resource, &Watch::resource);
  assert(watch != all_watches().end());
  Affected affected;
  watch->map(change, affected);
  return affected;
}

}  // namespace nlbsim::engine
