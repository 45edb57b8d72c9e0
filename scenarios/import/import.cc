#include "scenarios/import/import.h"

#include "fake_aws/wire/holdings_json.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;

WorldSettings settings_of(const Imported& imported) {
  WorldSettings settings;
  ClusterSettings& cluster = settings.clusters.front();
  cluster.name = imported.cluster;
  cluster.vpc = imported.vpc;
  if (imported.tells_account) {
    settings.aws.account = imported.account;
    settings.aws.region = imported.region;
    settings.aws.holds = std::make_shared<const fake_aws::Holdings>(imported.holdings);
  }
  settings.objects = imported.objects;
  return settings;
}

}  // namespace

sim::Result<Imported> import_world(const ImportSources& sources) {
  Imported imported;
  if (!sources.aws.empty())
    if (auto done = import_account(sources.aws, imported); !done) return sim::forward(std::move(done.error()));
  if (auto done = import_cluster(sources, imported); !done) return sim::forward(std::move(done.error()));
  if (auto done = import_names(sources, imported); !done) return sim::forward(std::move(done.error()));
  // Whoever reads what is written meets no error of it.
  const auto world = WorldTemplate::make(settings_of(imported), "seed", sources.served_versions);
  if (!world) return sim::fail("InvalidImport", world.error().message);
  return imported;
}

Json world_document(const Imported& imported) {
  Json world{{"cluster", imported.cluster}};
  if (imported.tells_account) {
    world["vpc"] = imported.vpc;
    world["aws"] = Json{{"account", imported.account},
                        {"region", imported.region},
                        {"holds", fake_aws::holdings_json(imported.holdings)}};
  }
  Json objects = Json::array();
  for (const api::JsonRef& object : imported.objects) objects.push_back(*object);
  // Pods and endpoints are those of the cluster: nobody here makes others.
  world["kube"] = Json{{"workloads", false}, {"holds", std::move(objects)}};
  return world;
}

std::string scenario_text(const Imported& imported, const std::string& world_file) {
  return "# The cluster and account as they were exported: the controller has nothing to do. Steps of your own "
         "follow.\n"
         "apiVersion: nlbsim/v1\n"
         "kind: Scenario\n"
         "metadata: {id: nothing-changes, title: A controller finds " +
         imported.cluster +
         " as it should be}\n"
         "spec:\n"
         "  worldFile: " +
         world_file +
         "\n"
         "  steps:\n"
         "  - settle:\n"
         "  - assert: {calls: {none: [{plane: aws, mutating: true}]}}\n";
}

}  // namespace nlbsim::scenarios
