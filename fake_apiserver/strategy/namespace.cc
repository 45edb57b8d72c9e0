#include "fake_apiserver/lifecycle/namespaces.h"
#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;

// A namespace stays until its content has gone, and says so by its phase.
class Namespace final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    const std::string name(api::text(api::at(document, "metadata", "name")));
    document["metadata"]["labels"]["kubernetes.io/metadata.name"] = name;
    if (!candidate.creating()) return;
    document["spec"]["finalizers"] = Json::array({"kubernetes"});
    document["status"] = Json{{"phase", "Active"}};
  }

  std::string_view undeletable(std::string_view name) const override {
    return is_immortal(name) ? "this namespace may not be deleted" : "";
  }
  bool outlives_delete() const override { return true; }
  void mark_deleted(const Target&, Json& document, const kube::Object&) const override {
    document["status"]["phase"] = "Terminating";
  }
  void deletion_began(Write& write, const kube::Object& stored) const override {
    start_draining(write.cluster, write.context.now, stored.meta().name);
  }
};

}  // namespace

const Strategy& namespace_strategy() { return only<Namespace>(); }

}  // namespace nlbsim::fake_apiserver
