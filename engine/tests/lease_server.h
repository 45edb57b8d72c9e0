// The part of an API server that leader election needs, for tests: one Lease, with optimistic concurrency.
#pragma once

#include <optional>

#include "api/kube/views.h"
#include "engine/tests/bench.h"

namespace nlbsim::engine::testing {

class LeaseServer final : public api::Service {
 public:
  api::Task<api::Result<void>> call(api::CallContext, api::CallRef request) override {
    ++calls;
    co_await sim::sleep_for(latency);
    if (refuse) co_return sim::forward(*refuse);
    co_return answer(*request);
  }

  kube::ObjectRef lease;
  sim::Duration latency{0};
  std::optional<sim::Error> refuse;
  int calls = 0;
  int writes = 0;
  int events = 0;

  const kube::LeaseSpec& spec() const { return lease->view<kube::Lease>().spec; }

 private:
  api::Result<void> answer(api::AnyCall& any) {
    if (&any.operation() == &kube::Get::info()) {
      if (!lease) return sim::forward(error("NotFound", 404));
      api::as<kube::Get>(any).response.object = lease;
      return {};
    }
    if (&any.operation() == &kube::Update::info()) {
      auto& typed = api::as<kube::Update>(any);
      if (api::text(api::at(*typed.request.body, "metadata", "resourceVersion")) !=
          std::to_string(lease->meta().resource_version))
        return sim::forward(error("Conflict", 409));
      typed.response.object = write(*typed.request.body);
      return {};
    }
    if (&any.operation() == &kube::List::info()) {
      api::as<kube::List>(any).response.resource_version = version_;
      return {};
    }
    if (&any.operation() == &kube::Watch::info()) {
      api::as<kube::Watch>(any).response.stream = std::make_shared<HandFedWatch>();
      return {};
    }
    auto& typed = api::as<kube::Create>(any);
    if (typed.request.resource == kube::kEvents) {
      ++events;
      return {};
    }
    if (lease) return sim::forward(error("AlreadyExists", 409));
    typed.response.object = write(*typed.request.body);
    return {};
  }
  kube::ObjectRef write(Json document) {
    document["metadata"]["resourceVersion"] = std::to_string(++version_);
    ++writes;
    return lease = kube::Object::make(std::move(document));
  }
  std::uint64_t version_ = 0;
};

}  // namespace nlbsim::engine::testing
