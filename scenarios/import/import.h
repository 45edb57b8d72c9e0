// A real cluster and account as a world: what `kubectl get -o yaml` and `aws ... describe-*` have printed becomes the
// settings of a world in which nothing has happened yet, and the manifests of what people have asked for.
//
//   auto imported = import_world({{"export.yaml"}, "aws/"});
//   world_document(*imported)        // for --world
//   imported->manifests              // for apply -f
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/json/json.h"
#include "fake_aws/holdings/holdings.h"
#include "sim/result.h"

namespace nlbsim::scenarios {

struct ImportSources {
  std::vector<std::string> kube;  // files, folders, "-"
  std::string aws;                // a folder; empty: nothing is known of the account
  std::string cluster;            // its name; empty: as tags tell it
  std::string served_versions = "seed-compat";
};

struct Imported {
  std::string cluster, account, region, vpc;
  bool tells_account = false;
  fake_aws::Holdings holdings;
  std::vector<api::JsonRef> objects;                        // what the cluster holds
  std::map<std::string, std::vector<api::Json>> manifests;  // what people wrote, by file name
  std::vector<std::string> passed_over;                     // a line for each kind of thing that is not taken
};

// Error codes as of reading files, and "InvalidImport": the files contradict each other, or leave out what a world
// cannot be without; the message says what to do.
sim::Result<Imported> import_world(const ImportSources& sources);

// What stands in the file for --world.
api::Json world_document(const Imported& imported);
// A scenario of that world, in a file beside it, whose first step changes nothing.
std::string scenario_text(const Imported& imported, const std::string& world_file);

// ---- the parts of import_world ----

// Reads every answer in the folder, and leaves out what does not belong to network load balancers.
sim::Result<void> import_account(const std::string& folder, Imported& into);
// Takes from the objects of `sources.kube` what a controller looks at. Requires the account to be read.
sim::Result<void> import_cluster(const ImportSources& sources, Imported& into);
// Names that the account tells: of itself, its region, the cluster and its VPC.
sim::Result<void> import_names(const ImportSources& sources, Imported& into);

}  // namespace nlbsim::scenarios
