#include "scenarios/runner/user.h"

#include <utility>

#include "fake_apiserver/strategy/unknown_fields.h"
#include "scenarios/record/object_text.h"
#include "scenarios/runner/apply_patch.h"

namespace nlbsim::scenarios {

namespace {

const Json kNothing;

// What kubectl says when discovery does not list a kind; `served` are the versions at which there is such a kind.
sim::Error no_such_kind(std::string_view api_version, std::string_view kind, const std::string& served) {
  sim::Error error;
  error.code = "NotFound";
  error.http_status = 404;
  error.message = "no matches for kind \"" + std::string(kind) + "\" in version \"" + std::string(api_version) +
                  "\": the API server " + (served.empty() ? "does not serve it" : "serves it at " + served);
  return error;
}

// "v1, v1beta1", or empty.
std::string versions_of(const fake_apiserver::Registry& registry, std::string_view api_version, std::string_view kind) {
  std::string out;
  if (const auto index = registry.find_kind(api_version, kind))
    for (const fake_apiserver::KindVersion& version : registry[*index].versions)
      if (version.served) out.append(out.empty() ? "" : ", ").append(version.name);
  return out;
}

// What a server says to a body with fields that the kind does not have, under the strict validation that kubectl asks
// for.
std::optional<sim::Error> unknown_field(const fake_apiserver::Registry& registry, const Json& document) {
  const std::string api_version = text_member(document, "apiVersion");
  const std::string kind = text_member(document, "kind");
  const auto index = registry.find_kind(api_version, kind);
  if (!index) return std::nullopt;
  std::string fields;
  const std::string version = api_version.substr(api_version.find('/') + 1);
  for (const std::string& field : fake_apiserver::unknown_fields(registry[*index], version, document))
    fields += (fields.empty() ? "unknown field \"" : ", unknown field \"") + field + "\"";
  if (fields.empty()) return std::nullopt;
  sim::Error error;
  error.code = "BadRequest";
  error.http_status = 400;
  error.message =
      kind + " in version \"" + version + "\" cannot be handled as a " + kind + ": strict decoding error: " + fields;
  return error;
}

// As kubectl sends it to create an object: its revision is the server's to give.
api::JsonRef to_create(const api::JsonRef& document) {
  if (api::at(*document, "metadata", "resourceVersion").is_null()) return document;
  Json metadata = Json::object();
  for (const auto& [key, value] : api::member(*document, "metadata").items())
    if (key != "resourceVersion") metadata[key] = value;
  Json out = *document;
  out["metadata"] = std::move(metadata);
  return std::make_shared<const Json>(std::move(out));
}

}  // namespace

api::CallContext User::context(sim::RecordId cause) const {
  api::CallContext context;
  context.actor = &world_.user();
  context.cause = cause;
  return context;
}

std::shared_ptr<UserJob> User::apply(const std::string& cluster, std::vector<Manifest> manifests, sim::RecordId cause) {
  auto job = std::make_shared<UserJob>();
  sim::spawn(world_.user(), run_apply(job, cluster, std::move(manifests), cause));
  return job;
}

sim::Task<void> User::run_apply(std::shared_ptr<UserJob> job, std::string cluster, std::vector<Manifest> manifests,
                                sim::RecordId cause) {
  for (std::size_t i = 0; i < manifests.size(); ++i) {
    UserAnswer answer;
    answer.subject = subject_text(*manifests[i].document);
    answer.source = manifests[i].source;
    api::JsonRef document = manifests[i].document;
    answer.error = co_await apply_one(cluster, std::move(document), cause);
    job->answers.push_back(std::move(answer));
  }
  job->done = true;
}

sim::Task<std::optional<sim::Error>> User::apply_one(std::string cluster, api::JsonRef document, sim::RecordId cause) {
  ClusterSlot& home = *world_.cluster(cluster);
  const std::string_view api_version = api::text(api::member(*document, "apiVersion"));
  const std::string_view kind = api::text(api::member(*document, "kind"));
  const fake_apiserver::Registry& registry = home.core.registry();
  const auto resource = registry.served_kind(api_version, kind);
  if (!resource) co_return no_such_kind(api_version, kind, versions_of(registry, api_version, kind));
  if (auto unknown = unknown_field(registry, *document)) co_return std::move(unknown);
  kube::ObjectKey key;
  key.name = api::text(api::at(*document, "metadata", "name"));
  if (resource->namespaced) {
    key.namespace_ = api::text(api::at(*document, "metadata", "namespace"));
    if (key.namespace_.empty()) key.namespace_ = "default";
  }
  const Place place{cluster, resource->qualified_plural(), key};

  kube::Create::Request create;
  create.resource = *resource;
  create.namespace_ = key.namespace_;
  create.body = to_create(document);
  const api::CallContext caller = context(cause);
  auto created = co_await api::call<kube::Create>(*home.kube, caller, std::move(create));
  if (created) applied_[place] = document;
  if (created) co_return std::nullopt;
  // kubectl asks first. Of an object that is there a server may find something else to say than that it is: a node port
  // that its own Service holds is taken.
  const kube::ObjectRef current = home.core.store().find(*registry.find_kind(api_version, kind), key);
  if (created.error().code != "AlreadyExists" && !current) co_return std::move(created.error());

  const auto before = applied_.find(place);
  const Json& earlier = before == applied_.end() ? kNothing : *before->second;
  const bool custom = registry[*registry.find_kind(api_version, kind)].custom;
  kube::Patch::Request patch;
  patch.resource = *resource;
  patch.key = key;
  patch.type = custom ? kube::PatchType::merge : kube::PatchType::strategic;
  Json body = custom ? merge_apply_patch(earlier, *document) : strategic_apply_patch(earlier, *document);
  // Somebody else made it: of what he wrote only what is to be otherwise is said.
  if (before == applied_.end() && current) body = differing(body, current->document());
  patch.body = std::make_shared<const Json>(std::move(body));
  auto patched = co_await api::call<kube::Patch>(*home.kube, caller, std::move(patch));
  if (!patched) co_return std::move(patched.error());
  applied_[place] = document;
  co_return std::nullopt;
}

Result<kube::Resource> User::resource(const ObjectReference& ref) const {
  const fake_apiserver::Registry& registry = world_.cluster(ref.cluster)->core.registry();
  if (!ref.api_version.empty()) {
    if (const auto served = registry.served_kind(ref.api_version, ref.kind)) return *served;
    return sim::forward(no_such_kind(ref.api_version, ref.kind, versions_of(registry, ref.api_version, ref.kind)));
  }
  for (const fake_apiserver::Kind& kind : registry.kinds())
    if (kind.resource.kind == ref.kind && !kind.versions.empty()) return kind.at(kind.versions.front().name);
  return sim::forward(no_such_kind("any", ref.kind, ""));
}

std::shared_ptr<UserJob> User::patch(const PatchStep& step, api::JsonRef body, sim::RecordId cause) {
  auto job = std::make_shared<UserJob>();
  const auto found = resource(step.ref);
  if (!found) {
    job->answers.push_back({step.ref.text(), step.body.source, found.error()});
    job->done = true;
    return job;
  }
  kube::Patch::Request request;
  request.resource = *found;
  request.key = {step.ref.namespace_, step.ref.name};
  request.subresource = step.subresource;
  request.type = step.type == "json"        ? kube::PatchType::json
                 : step.type == "strategic" ? kube::PatchType::strategic
                                            : kube::PatchType::merge;
  request.body = std::move(body);
  job->answers.push_back({step.ref.text(), step.body.source, std::nullopt});
  sim::spawn(world_.user(), run_patch(job, step.ref.cluster, std::move(request), cause));
  return job;
}

sim::Task<void> User::run_patch(std::shared_ptr<UserJob> job, std::string cluster, kube::Patch::Request request,
                                sim::RecordId cause) {
  api::Pipeline& kube = *world_.cluster(cluster)->kube;
  const api::CallContext caller = context(cause);
  auto answer = co_await api::call<kube::Patch>(kube, caller, std::move(request));
  if (!answer) job->answers.front().error = std::move(answer.error());
  job->done = true;
}

std::shared_ptr<UserJob> User::remove(const ObjectReference& ref, sim::RecordId cause) {
  auto job = std::make_shared<UserJob>();
  const auto found = resource(ref);
  job->answers.push_back({ref.text(), {}, std::nullopt});
  if (!found) {
    job->answers.front().error = found.error();
    job->done = true;
    return job;
  }
  kube::Delete::Request request;
  request.resource = *found;
  request.key = {ref.namespace_, ref.name};
  request.propagation_policy = "Background";
  applied_.erase({ref.cluster, found->qualified_plural(), request.key});
  sim::spawn(world_.user(), run_remove(job, ref.cluster, std::move(request), cause));
  return job;
}

sim::Task<void> User::run_remove(std::shared_ptr<UserJob> job, std::string cluster, kube::Delete::Request request,
                                 sim::RecordId cause) {
  api::Pipeline& kube = *world_.cluster(cluster)->kube;
  const api::CallContext caller = context(cause);
  auto answer = co_await api::call<kube::Delete>(kube, caller, std::move(request));
  if (!answer) job->answers.front().error = std::move(answer.error());
  job->done = true;
}

std::shared_ptr<UserJob> User::call(api::CallRef request, SourceLine source, sim::RecordId cause) {
  auto job = std::make_shared<UserJob>();
  std::string subject(request->operation().name);
  if (const std::string about = request->subject(); !about.empty()) subject += " " + about;
  job->answers.push_back({std::move(subject), std::move(source), std::nullopt});
  sim::spawn(world_.user(), run_call(job, std::move(request), cause));
  return job;
}

sim::Task<void> User::run_call(std::shared_ptr<UserJob> job, api::CallRef request, sim::RecordId cause) {
  const api::CallContext caller = context(cause);
  auto answer = co_await world_.aws().call(caller, std::move(request));
  if (!answer) job->answers.front().error = std::move(answer.error());
  job->done = true;
}

}  // namespace nlbsim::scenarios
