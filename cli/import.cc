#include "scenarios/import/import.h"

#include <filesystem>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "scenarios/language/load.h"
#include "scenarios/language/yaml_text.h"

namespace nlbsim::cli {

namespace {

constexpr std::size_t kLineWidth = 120;

std::string documents_of(const std::vector<api::Json>& objects) {
  std::string text;
  for (const api::Json& object : objects) text.append("---\n").append(scenarios::to_compact_yaml(object, kLineWidth));
  return text;
}

// Another export's files would be applied with these.
sim::Result<void> check_empty(const std::string& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error) || std::filesystem::is_empty(folder, error)) return {};
  return sim::fail("InvalidOutput", "there are files of an earlier import: name another folder, or remove it", folder);
}

sim::Result<void> write_import(const std::string& folder, const scenarios::Imported& imported) {
  const std::string manifests = folder + "/manifests";
  if (auto empty = check_empty(manifests); !empty) return empty;
  if (auto made = make_folder(manifests); !made) return made;
  const std::string head = "# Written by nlbsim import: for --world, and worldFile of a scenario.\n";
  const std::string world = scenarios::to_compact_yaml(scenarios::world_document(imported), kLineWidth);
  if (auto written = write_text(folder + "/world.yaml", head + world); !written) return written;
  const std::string scenario = scenarios::scenario_text(imported, "world.yaml");
  if (auto written = write_text(folder + "/nothing-changes.yaml", scenario); !written) return written;
  // What is written has to be read again: there may be more of it than a file can have.
  if (const auto read = scenarios::load_world(folder + "/world.yaml"); !read) return sim::forward(read.error());
  for (const auto& [name, objects] : imported.manifests)
    if (auto written = write_text(manifests + "/" + name, documents_of(objects)); !written) return written;
  return {};
}

std::string count_text(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

void tell(const scenarios::Imported& imported, const std::string& folder, Console& console) {
  for (const std::string& line : imported.passed_over) console.complain("passed over: " + line);
  const fake_aws::Holdings& held = imported.holdings;
  console.print("cluster " + imported.cluster + ": " + count_text(imported.objects.size(), "object"));
  if (imported.tells_account)
    console.print("account " + imported.account + " in " + imported.region + ", " + imported.vpc + ": " +
                  count_text(held.LoadBalancers.size(), "load balancer") + ", " +
                  count_text(held.Listeners.size(), "listener") + ", " +
                  count_text(held.TargetGroups.size(), "target group"));
  else console.print("no account is told (--aws DIR): the world has its own, and its own nodes");
  console.print("nlbsim run " + folder + "/nothing-changes.yaml");
  console.print("nlbsim apply --plan --world " + folder + "/world.yaml -f " + folder + "/manifests");
}

}  // namespace

int import_cluster(const ImportOptions& options) {
  Console console;
  const auto imported = scenarios::import_world(options.sources);
  const auto written = imported ? write_import(options.out, *imported) : sim::Result<void>();
  for (const sim::Error* error : {imported ? nullptr : &imported.error(), written ? nullptr : &written.error()})
    if (error) console.complain(*error);
  if (!imported || !written) return kBadInput;
  tell(*imported, options.out, console);
  return kFine;
}

}  // namespace nlbsim::cli
