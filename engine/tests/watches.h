// Tests of whom a change concerns: the Gateways a/gw, with a route, and b/gw, which has no listener.
#pragma once

#include <gtest/gtest.h>

#include "engine/tests/load_rows.h"
#include "engine/watches/all_watches.h"

namespace nlbsim::engine::testing {

class Watches : public ::testing::Test {
 protected:
  Watches() : cluster_(kGateway + "gateway b/gw {listeners: []}\n" + kService + kRoute) {}

  // Whom a change concerns: " gateway:a/gw class:nlb route:a/r binding:a/b".
  std::string affected(const kube::Resource& resource, kube::WatchEventType type, const kube::ObjectRef& object,
                       const kube::ObjectRef& previous, const Profile& profile = *find_profile("seed")) {
    const Delta delta{type, object, previous, 0};
    const Affected keys = affected_by(resource, {delta, cluster_.listers(), profile});
    std::string out;
    for (const auto& key : keys.gateways) out += " gateway:" + key.text();
    for (const auto& key : keys.gateway_classes) out += " class:" + key.text();
    for (const auto& key : keys.routes) out += " route:" + key.text();
    for (const auto& key : keys.bindings) out += " binding:" + key.text();
    for (const auto& key : keys.load_balancer_configurations) out += " lbc:" + key.text();
    for (const auto& key : keys.target_group_configurations) out += " tgc:" + key.text();
    return out;
  }
  std::string modified(const kube::Resource& resource, const kube::ObjectKey& key, const std::string& patch) {
    const kube::ObjectRef before = cluster_.patch(resource, key, flow(patch));
    return affected(resource, kube::WatchEventType::modified, cluster_.get(resource, key), before);
  }
  std::string deleted(const kube::Resource& resource, const kube::ObjectKey& key) {
    const kube::ObjectRef last = cluster_.erase(resource, key);
    return affected(resource, kube::WatchEventType::deleted, last, last);
  }

  Cluster cluster_;
};

}  // namespace nlbsim::engine::testing
