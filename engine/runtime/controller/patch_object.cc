#include "engine/runtime/controller/patch_object.h"

namespace nlbsim::engine {

sim::Task<sim::Result<kube::ObjectRef>> patch_object(const Context& context, PatchTarget target, api::Json body,
                                                     sim::RecordId cause) {
  kube::Patch::Request request;
  request.resource = target.resource;
  request.key = std::move(target.key);
  request.subresource = std::move(target.subresource);
  request.type = kube::PatchType::merge;
  request.body = std::make_shared<const api::Json>(std::move(body));
  auto patching = api::call<kube::Patch>(context.kube, context.call(cause), std::move(request));
  const auto answer = co_await std::move(patching);
  if (!answer) co_return sim::forward(answer.error());
  co_return answer->object;
}

}  // namespace nlbsim::engine
