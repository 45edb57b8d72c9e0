// A core with a clock and short ways to call it; for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "api/records.h"
#include "fake_apiserver/api_server.h"

namespace nlbsim::fake_apiserver {

inline kube::Json json(std::string_view text) {
  auto parsed = api::parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *std::move(parsed) : kube::Json();
}

class CoreFixture : public testing::Test {
 protected:
  explicit CoreFixture(ApiServerConfig config = {}) : core(std::move(config)) {}
  // Applies one request and keeps the records it left.
  template <class Op>
  sim::Result<typename Op::Response> call(typename Op::Request request) {
    api::TypedCall<Op> typed(std::move(request));
    api::CoreContext context{now, chooser, "tester", {}};
    auto answer = core.apply(context, typed);
    take(context);
    if (!answer) return sim::forward(std::move(answer.error()));
    return std::move(typed.response);
  }
  sim::Result<kube::ObjectRef> create(const kube::Resource& resource, const std::string& ns, std::string_view body,
                                      bool dry_run = false) {
    kube::Create::Request request;
    request.resource = resource;
    request.namespace_ = ns;
    request.body = std::make_shared<const kube::Json>(json(body));
    request.dry_run = dry_run;
    return object(call<kube::Create>(std::move(request)));
  }
  sim::Result<kube::ObjectRef> patch(const kube::Resource& resource, const kube::ObjectKey& key, std::string_view body,
                                     std::string subresource = {}, kube::PatchType type = kube::PatchType::merge) {
    kube::Patch::Request request;
    request.resource = resource;
    request.key = key;
    request.subresource = std::move(subresource);
    request.type = type;
    request.body = std::make_shared<const kube::Json>(json(body));
    return object(call<kube::Patch>(std::move(request)));
  }
  sim::Result<kube::ObjectRef> update(const kube::Resource& resource, const kube::ObjectKey& key, kube::Json body,
                                      std::string subresource = {}) {
    kube::Update::Request request;
    request.resource = resource;
    request.key = key;
    request.subresource = std::move(subresource);
    request.body = std::make_shared<const kube::Json>(std::move(body));
    return object(call<kube::Update>(std::move(request)));
  }
  sim::Result<kube::Delete::Response> remove(const kube::Resource& resource, const kube::ObjectKey& key,
                                             std::string policy = {}) {
    kube::Delete::Request request;
    request.resource = resource;
    request.key = key;
    request.propagation_policy = std::move(policy);
    return call<kube::Delete>(std::move(request));
  }
  sim::Result<kube::ObjectRef> get(const kube::Resource& resource, const kube::ObjectKey& key) {
    return object(call<kube::Get>({resource, key}));
  }
  void advance(sim::Duration by) {
    const sim::Instant until = now + by;
    while (core.next_deadline() && *core.next_deadline() <= until) {
      now = std::max(now, *core.next_deadline());
      api::CoreContext context{now, chooser, "server", {}};
      core.advance(context);
      take(context);
    }
    now = until;
  }
  const api::ObjectChanged& last_change() const { return *changes.back(); }

  ApiServer core;
  sim::Instant now = sim::kWorldStart + std::chrono::seconds(1);
  sim::FirstChooser chooser;
  std::vector<std::shared_ptr<const api::ObjectChanged>> changes;

 private:
  void take(api::CoreContext& context) {
    for (const api::CoreRecord& record : context.records)
      changes.push_back(std::static_pointer_cast<const api::ObjectChanged>(record.payload));
  }
  template <class Response>
  static sim::Result<kube::ObjectRef> object(sim::Result<Response> response) {
    if (!response) return sim::forward(std::move(response.error()));
    return response->object;
  }
};

inline constexpr std::string_view kGatewayBody = R"({
  "apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "gw"},
  "spec": {"gatewayClassName": "aws-nlb", "listeners": [{"name": "tcp", "port": 80, "protocol": "TCP"}]}})";

}  // namespace nlbsim::fake_apiserver
