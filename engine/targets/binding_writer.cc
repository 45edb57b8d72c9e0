#include "engine/targets/binding_writer.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "api/kube/kube.h"
#include "api/kube/views.h"
#include "engine/targets/checkpoint.h"

namespace nlbsim::engine {
namespace {

std::string_view annotation(const kube::ObjectMeta& meta, std::string_view name) {
  const auto found = meta.annotations.find(std::string(name));
  return found == meta.annotations.end() ? std::string_view() : std::string_view(found->second);
}

// A patch of metadata.finalizers that fails if somebody else has written since. No finalizers is null, not [].
api::Json finalizers_patch(const kube::ObjectMeta& meta, std::vector<std::string> finalizers) {
  api::Json metadata = api::Json::object();
  metadata["finalizers"] = finalizers.empty() ? api::Json() : api::Json(std::move(finalizers));
  metadata["resourceVersion"] = std::to_string(meta.resource_version);
  api::Json body = api::Json::object();
  body["metadata"] = std::move(metadata);
  return body;
}

}  // namespace

std::string_view stored_checkpoint(const kube::ObjectMeta& meta) { return annotation(meta, kCheckpointAnnotation); }

sim::Instant checkpoint_time(const kube::ObjectMeta& meta) {
  const std::string_view text = annotation(meta, kCheckpointTimestampAnnotation);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t kLatest = 4102444800;  // the year 2100; beyond it nanoseconds would soon overflow
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > kLatest) return {};
  return {std::chrono::seconds{seconds}};
}

kube::ObjectRef BindingWriter::current(const kube::ObjectKey& key) {
  kube::ObjectRef cached = bindings_.get(key);
  const auto own = written_.find(key);
  if (own == written_.end()) return cached;
  const kube::ObjectMeta& mine = own->second->meta();
  if (cached && cached->meta().uid == mine.uid && cached->meta().resource_version < mine.resource_version)
    return own->second;
  written_.erase(own);
  return cached;
}

sim::Task<sim::Result<kube::ObjectRef>> BindingWriter::add_finalizer(kube::ObjectRef binding, sim::RecordId cause) {
  if (binding->meta().has_finalizer(kBindingFinalizer)) co_return binding;
  std::vector<std::string> finalizers = binding->meta().finalizers;
  finalizers.emplace_back(kBindingFinalizer);
  api::Json body = finalizers_patch(binding->meta(), std::move(finalizers));
  co_return co_await patch(binding->meta().key(), std::string(), std::move(body), cause);
}

sim::Task<sim::Result<void>> BindingWriter::remove_finalizer(kube::ObjectRef binding, sim::RecordId cause) {
  if (!binding->meta().has_finalizer(kBindingFinalizer)) co_return sim::Result<void>();
  std::vector<std::string> finalizers = binding->meta().finalizers;
  std::erase(finalizers, kBindingFinalizer);
  api::Json body = finalizers_patch(binding->meta(), std::move(finalizers));
  auto answer = co_await patch(binding->meta().key(), std::string(), std::move(body), cause);
  if (answer || answer.error().code == "NotFound") co_return sim::Result<void>();
  co_return sim::forward(std::move(answer.error()));
}

sim::Task<sim::Result<kube::ObjectRef>> BindingWriter::store_checkpoint(kube::ObjectRef binding, std::string checkpoint,
                                                                        sim::RecordId cause) {
  const kube::ObjectMeta& meta = binding->meta();
  if (stored_checkpoint(meta) == checkpoint) co_return binding;
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(context_.scheduler.now().since_epoch).count();
  const std::string timestamp = std::to_string(now);
  api::Json annotations = api::Json::object();
  annotations[std::string(kCheckpointAnnotation)] = std::move(checkpoint);
  // A merge patch holds what differs.
  if (annotation(meta, kCheckpointTimestampAnnotation) != timestamp)
    annotations[std::string(kCheckpointTimestampAnnotation)] = timestamp;
  api::Json body = api::Json::object();
  body["metadata"]["annotations"] = std::move(annotations);
  co_return co_await patch(meta.key(), std::string(), std::move(body), cause);
}

sim::Task<sim::Result<kube::ObjectRef>> BindingWriter::fill_in(kube::ObjectRef binding, api::Json spec,
                                                               sim::RecordId cause) {
  api::Json body = api::Json::object();
  body["metadata"]["resourceVersion"] = std::to_string(binding->meta().resource_version);
  body["spec"] = std::move(spec);
  co_return co_await patch(binding->meta().key(), std::string(), std::move(body), cause);
}

sim::Task<sim::Result<kube::ObjectRef>> BindingWriter::observe(kube::ObjectRef binding, std::int64_t generation,
                                                               sim::RecordId cause) {
  if (binding->view<kube::TargetGroupBinding>().status.observedGeneration == generation) co_return binding;
  api::Json body = api::Json::object();
  body["status"]["observedGeneration"] = generation;
  co_return co_await patch(binding->meta().key(), std::string("status"), std::move(body), cause);
}

sim::Task<sim::Result<kube::ObjectRef>> BindingWriter::patch(kube::ObjectKey key, std::string subresource,
                                                             api::Json body, sim::RecordId cause) {
  kube::Patch::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = key;
  request.subresource = std::move(subresource);
  request.type = kube::PatchType::merge;
  request.body = std::make_shared<const api::Json>(std::move(body));
  auto answer = co_await api::call<kube::Patch>(context_.kube, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  written_.insert_or_assign(key, answer->object);
  co_return std::move(answer->object);
}

}  // namespace nlbsim::engine
