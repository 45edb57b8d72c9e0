#include "scenarios/language/load.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "fake_apiserver/registry/registry.h"
#include "scenarios/language/loops.h"
#include "scenarios/language/step_parser.h"
#include "scenarios/language/yaml.h"
#include "scenarios/world/profile_name.h"

namespace nlbsim::scenarios {

namespace {

namespace fs = std::filesystem;

// A scenario with what its steps have bound, for those that extend it.
struct Loaded {
  Scenario scenario;
  std::vector<std::string> bound;
  std::vector<std::string> marks;
};

class Loader {
 public:
  Loader(const LoadOptions& options, std::string file, std::vector<std::string> chain)
      : options_(options), problems_(std::move(file)), chain_(std::move(chain)) {
    problems_.set_asked(options.asked);
  }

  Result<std::vector<Loaded>> load(const Node& document) {
    std::vector<Loaded> all;
    Fields fields(document, problems_, "the scenario");
    read_header(fields);
    Scenario scenario;
    scenario.file = problems_.file();
    scenario.files = options_.files;
    scenario.group = fs::path(scenario.file).parent_path().filename().string();
    if (const Node* metadata = fields.require("metadata")) read_metadata(*metadata, scenario);
    const Node* spec = fields.find("spec");
    if (!spec && scenario.verdict != Outcome::not_achievable) fields.require("spec");
    if (spec) read_spec(*spec, scenario, all);
    else all.push_back({std::move(scenario), {}, {}});
    fields.finish();
    if (!problems_.empty()) return sim::forward(problems_.error());
    return all;
  }

 private:
  void read_header(Fields& fields) {
    std::string version;
    std::string kind;
    fields.read_required("apiVersion", version);
    fields.read_required("kind", kind);
    if (!version.empty() && version != "nlbsim/v1")
      problems_.add(fields.node().find("apiVersion")->mark, "apiVersion must be nlbsim/v1, not " + version);
    if (!kind.empty() && kind != "Scenario")
      problems_.add(fields.node().find("kind")->mark, "kind must be Scenario, not " + kind);
  }

  void read_metadata(const Node& node, Scenario& scenario) {
    Fields fields(node, problems_, "metadata");
    fields.read_required("id", scenario.id);
    fields.read_required("title", scenario.title);
    fields.read("tags", scenario.tags);
    fields.read("requirements", scenario.requirements);
    const bool deviates = fields.read("deviates", scenario.verdict_reason);
    const bool not_achievable = fields.read("notAchievable", scenario.verdict_reason);
    if (deviates && not_achievable)
      problems_.add(node.mark, "a scenario either deviates or is notAchievable, not both");
    if (deviates) scenario.verdict = Outcome::deviates;
    if (not_achievable) scenario.verdict = Outcome::not_achievable;
    fields.finish();
  }

  void read_spec(const Node& node, Scenario& scenario, std::vector<Loaded>& all) {
    Fields fields(node, problems_, "spec");
    Loaded base;
    if (const Node* extends = fields.find("extends")) base = load_base(*extends);
    inherit(base.scenario, scenario);
    read_profile(fields, scenario);
    read_served_versions(fields, scenario);
    if (const Node* seeds = fields.find("seeds")) read_seeds(*seeds, scenario.seeds);
    read_world_file(fields, scenario);
    if (const Node* world = fields.find("world")) scenario.world = read_world(*world, scenario.world, problems_);
    read_fixtures(fields, scenario);
    if (const Node* excuse = fields.find("excuse")) read_excuses(*excuse, scenario);
    const Node* faults = fields.find("faults");
    const Node* steps = fields.find("steps");
    const Node* variants = fields.find("variants");
    fields.finish();
    if (steps && !steps->is_list()) problems_.add(steps->mark, "spec.steps must be a list of steps");
    std::vector<const Node*> own;
    if (steps)
      for (const Node& step : steps->items) own.push_back(&step);
    all.push_back(with_steps(scenario, base, {faults}, own, node.mark));
    if (variants) read_variants(*variants, scenario, base, faults, own, all);
  }

  static void inherit(const Scenario& base, Scenario& scenario) {
    scenario.profile = base.profile;
    scenario.served_versions = base.served_versions;
    scenario.world = base.world;
    scenario.fixtures = base.fixtures;
    scenario.excuse = base.excuse;
    scenario.faults = base.faults;
  }

  void read_profile(Fields& fields, Scenario& scenario) {
    if (!fields.read("profile", scenario.profile)) return;
    if (const auto profile = profile_named(scenario.profile); !profile)
      problems_.add(fields.find("profile")->mark, profile.error().message);
  }

  void read_served_versions(Fields& fields, Scenario& scenario) {
    static constexpr std::array<std::string_view, 3> kNames{"seed-compat", "gateway-api-v1.3", "gateway-api-v1.6"};
    std::string& name = scenario.served_versions;
    if (fields.read("servedVersions", name) && !fake_apiserver::parse_served_versions(name))
      problems_.add(fields.find("servedVersions")->mark,
                    "unknown servedVersions \"" + name + "\"" + suggest(name, kNames));
  }

  // Settings that stand in a file beside this one; `world` goes over them.
  void read_world_file(Fields& fields, Scenario& scenario) {
    std::string name;
    if (!fields.read("worldFile", name) || problems_.asked()) return;
    auto world = load_world((fs::path(problems_.file()).parent_path() / name).string(), options_.files);
    if (world) scenario.world = *std::move(world);
    else problems_.add(fields.find("worldFile")->mark, name + " can't be used: " + world.error().describe());
  }

  void read_seeds(const Node& node, Seeds& seeds) {
    Fields fields(node, problems_, "seeds");
    if (const Node* fixed = fields.find("fixed")) {
      if (!fixed->is_list()) problems_.add(fixed->mark, "seeds.fixed must be a list of whole numbers");
      for (const Node& item : fixed->items) {
        std::int64_t seed = 0;
        if (read_value(item, problems_, "seeds.fixed", seed)) seeds.fixed.push_back(seed);
      }
    }
    fields.read("random", seeds.random);
    if (seeds.random < 0) problems_.add(node.mark, "seeds.random counts how many seeds to draw: 0 or more");
    fields.finish();
  }

  void read_fixtures(Fields& fields, Scenario& scenario) {
    const Node* fixtures = fields.find("fixtures");
    std::vector<std::string> names;
    if (!fixtures || !read_value(*fixtures, problems_, "spec.fixtures", names)) return;
    for (std::size_t i = 0; i < names.size(); ++i)
      for (Manifest& manifest : find_manifests(names[i], fixtures->items[i].mark))
        scenario.fixtures.push_back(std::move(manifest));
  }

  void read_excuses(const Node& list, Scenario& scenario) {
    if (!list.is_list()) problems_.add(list.mark, "spec.excuse must be a list: [{id: I-12, because: ...}]");
    for (const Node& item : list.items) {
      Fields fields(item, problems_, "excuse");
      Excuse excuse;
      fields.read_required("id", excuse.invariant);
      const std::vector<std::string>& known = options_.invariants;
      if (const Node* id = item.find("id"); id && !known.empty())
        check_word(*id, excuse.invariant, known, "invariant", problems_);
      fields.read_required("because", excuse.because);
      fields.finish();
      scenario.excuse.push_back(std::move(excuse));
    }
  }

  // A fault of a later list takes the place of one that has its id.
  void read_faults(const std::vector<const Node*>& lists, StepContext& context, std::vector<FaultSpec>& into) {
    for (const Node* list : lists) {
      if (!list) continue;
      if (!list->is_list()) problems_.add(list->mark, "faults must be a list of faults");
      std::vector<std::string> earlier;
      if (list != lists.front()) earlier = context.fault_ids;
      for (const Node& each : list->items) {
        if (const Node* id = each.find("id"); id && std::erase(earlier, id->scalar) > 0)
          std::erase(context.fault_ids, id->scalar);
        FaultSpec fault = read_fault(each, context);
        const auto same = std::ranges::find(into, fault.id, &FaultSpec::id);
        if (same == into.end()) into.push_back(std::move(fault));
        else *same = std::move(fault);
      }
    }
  }

  Loaded with_steps(const Scenario& shape, const Loaded& base, const std::vector<const Node*>& faults,
                    const std::vector<const Node*>& own, Mark mark) {
    Loaded loaded{shape, base.bound, base.marks};
    Scope scope{problems_, std::move(loaded.bound)};
    Words words(shape.served_versions, shape.world);
    for (const Manifest& manifest : shape.fixtures) add_defined_kind(*manifest.document, words);
    StepContext context{scope, loaded.marks,
                        words, {},
                        {},    [this](const std::string& name, Mark at) { return find_manifests(name, at); }};
    for (const ClusterSettings& cluster : shape.world.clusters) context.clusters.push_back(cluster.name);
    for (const FaultSpec& fault : shape.faults) context.fault_ids.push_back(fault.id);
    read_faults(faults, context, loaded.scenario.faults);
    loaded.scenario.steps = base.scenario.steps;
    for (const Node& node : unrolled(own, problems_))
      if (auto step = read_step(node, context)) loaded.scenario.steps.push_back(*std::move(step));
    loaded.bound = std::move(scope.bound);
    if (problems_.empty() && options_.must_expect && shape.verdict != Outcome::not_achievable &&
        !expects_something(loaded.scenario.steps))
      problems_.add(mark, "the scenario expects nothing: add a wait, an assert, a never or a probe");
    return loaded;
  }

  static bool expects_something(const std::vector<Step>& steps) {
    return std::ranges::any_of(steps, [](const Step& step) {
      if (const auto* random = std::get_if<RandomStep>(&step.action))
        return std::ranges::any_of(random->ways, [](const InnerSteps& way) { return expects_something(*way); });
      if (const auto* apply = std::get_if<ApplyStep>(&step.action)) return apply->refused.has_value();
      if (const auto* patch = std::get_if<PatchStep>(&step.action)) return patch->refused.has_value();
      if (const auto* call = std::get_if<CallStep>(&step.action)) return call->refused.has_value();
      return std::holds_alternative<WaitStep>(step.action) || std::holds_alternative<AssertStep>(step.action) ||
             std::holds_alternative<NeverStep>(step.action);
    });
  }

  void read_variants(const Node& list, const Scenario& shape, const Loaded& base, const Node* faults,
                     const std::vector<const Node*>& own, std::vector<Loaded>& all) {
    if (!list.is_list()) problems_.add(list.mark, "spec.variants must be a list");
    for (const Node& item : list.items) {
      Fields fields(item, problems_, "variant");
      Scenario scenario = shape;
      fields.read_required("name", scenario.variant);
      read_profile(fields, scenario);
      read_served_versions(fields, scenario);
      if (const Node* world = fields.find("world")) scenario.world = read_world(*world, scenario.world, problems_);
      if (const Node* excuse = fields.find("excuse")) read_excuses(*excuse, scenario);
      const Node* more_faults = fields.find("faults");
      int replace_from = static_cast<int>(own.size());
      if (fields.read("replaceFrom", replace_from) && (replace_from < 0 || replace_from > static_cast<int>(own.size())))
        problems_.add(fields.find("replaceFrom")->mark,
                      "replaceFrom counts the scenario's own steps from 0; it has " + std::to_string(own.size()));
      std::vector<const Node*> steps(own.begin(),
                                     own.begin() + std::clamp<std::ptrdiff_t>(replace_from, 0, std::ssize(own)));
      const Node* more = fields.find("steps");
      if (more && !more->is_list()) problems_.add(more->mark, "the steps of a variant must be a list");
      if (more)
        for (const Node& step : more->items) steps.push_back(&step);
      fields.finish();
      const auto same_name = [&](const Loaded& other) { return other.scenario.variant == scenario.variant; };
      if (std::ranges::any_of(all, same_name)) problems_.add(item.mark, "two variants are called " + scenario.variant);
      all.push_back(with_steps(scenario, base, {faults, more_faults}, steps, item.mark));
    }
  }

  std::vector<Manifest> find_manifests(const std::string& name, Mark mark) {
    std::vector<std::string> tried{(fs::path(problems_.file()).parent_path() / name).string()};
    for (const std::string& folder : options_.manifest_folders) tried.push_back((fs::path(folder) / name).string());
    const auto found =
        std::ranges::find_if(tried, [&](const std::string& path) { return options_.files.exists(path); });
    if (found == tried.end()) {
      std::string where;
      for (const std::string& path : tried) where.append(where.empty() ? "" : ", ").append(path);
      problems_.add(mark, "there is no file " + name + " (looked for " + where + ")");
      return {};
    }
    auto manifests = load_manifests(*found, options_.files);
    if (manifests) return *std::move(manifests);
    problems_.add(mark, name + " can't be used: " + manifests.error().describe());
    return {};
  }

  Loaded load_base(const Node& node) {
    std::string id;
    if (!read_value(node, problems_, "spec.extends", id)) return {};
    const std::string path = find_scenario(id);
    if (path.empty()) {
      problems_.add(node.mark, "there is no scenario " + id + " to extend (a file " + id +
                                   ".yaml beside this one or in "
                                   "the library)");
      return {};
    }
    if (std::ranges::find(chain_, path) != chain_.end()) {
      problems_.add(node.mark, "a scenario extends itself by way of " + id);
      return {};
    }
    const auto text = options_.files.read(path);
    auto documents = text ? parse_yaml(*text, path) : Result<std::vector<Node>>(sim::forward(text.error()));
    if (documents && documents->size() == 1) {
      std::vector<std::string> chain = chain_;
      chain.push_back(path);
      auto loaded = Loader(options_, path, std::move(chain)).load(documents->front());
      if (loaded) return std::move(loaded->front());
      problems_.add(node.mark, id + " can't be extended: " + loaded.error().describe());
      return {};
    }
    problems_.add(node.mark,
                  id + " can't be extended: " + (documents ? "not one document" : documents.error().describe()));
    return {};
  }

  std::string find_scenario(const std::string& id) const {
    const std::string file = id + ".yaml";
    const std::string beside = (fs::path(problems_.file()).parent_path() / file).string();
    if (options_.files.exists(beside)) return beside;
    for (const std::string& folder : options_.scenario_folders) {
      const auto shipped = options_.files.below(folder);
      if (!shipped) continue;
      const auto found =
          std::ranges::find(*shipped, file, [](const fs::path& path) { return path.filename().string(); });
      if (found != shipped->end()) return *found;
    }
    return {};
  }

  const LoadOptions& options_;
  Problems problems_;
  std::vector<std::string> chain_;  // files that are being loaded, to find a circle
};

}  // namespace

Result<std::vector<Scenario>> load_scenario_text(std::string_view text, const std::string& file,
                                                 const LoadOptions& options) {
  auto documents = parse_yaml(text, file);
  if (!documents) return sim::forward(std::move(documents.error()));
  if (documents->empty())
    return sim::fail("InvalidScenario", "the file is empty: a document of kind Scenario is expected", file + ":1");
  if (documents->size() > 1)
    return sim::fail("InvalidScenario", "a second document begins here: write one scenario per file",
                     file + ":" + std::to_string((*documents)[1].mark.line));
  return load_scenario_node(documents->front(), file, options);
}

Result<std::vector<Scenario>> load_scenario_node(const Node& document, const std::string& file,
                                                 const LoadOptions& options) {
  auto loaded = Loader(options, file, {file}).load(document);
  if (!loaded) return sim::forward(std::move(loaded.error()));
  std::vector<Scenario> out;
  for (Loaded& each : *loaded) out.push_back(std::move(each.scenario));
  return out;
}

Result<std::vector<Scenario>> load_scenario(const std::string& file, const LoadOptions& options) {
  auto text = options.files.read(file);
  if (!text) return sim::forward(std::move(text.error()));
  return load_scenario_text(*text, file, options);
}

Result<WorldSettings> load_world(const std::string& file, const Files& files) {
  const auto text = files.read(file);
  if (!text) return sim::forward(text.error());
  const auto documents = parse_yaml(*text, file);
  if (!documents) return sim::forward(documents.error());
  if (documents->size() != 1)
    return sim::fail("InvalidScenario", "one document is expected: a map of the world's settings, such as nodes: 2",
                     file + ":1");
  if (const Node* version = documents->front().find("apiVersion"); version && version->scalar.starts_with("nlbsim/"))
    return sim::fail(
        "InvalidScenario",
        "this is a scenario: a file of a world has what stands under its spec.world, and nothing around it",
        file + ":1");
  Problems problems(file);
  WorldSettings world = read_world(documents->front(), {}, problems);
  if (!problems.empty()) return sim::forward(problems.error());
  return world;
}

bool is_scenario_text(std::string_view text) {
  return text.starts_with("apiVersion: nlbsim/") || text.find("\napiVersion: nlbsim/") != text.npos;
}

}  // namespace nlbsim::scenarios
