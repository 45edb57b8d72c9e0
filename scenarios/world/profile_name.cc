#include "scenarios/world/profile_name.h"

#include <vector>

#include "scenarios/record/spelling.h"

namespace nlbsim::scenarios {

namespace {

std::vector<std::string_view> names_of(std::span<const engine::Profile> profiles) {
  std::vector<std::string_view> names;
  for (const engine::Profile& profile : profiles) names.push_back(profile.name);
  return names;
}

// Many: told only if one of them was meant.
std::string suggest_turned(const std::string& name) {
  const std::string_view meant = nearest(name, names_of(engine::turned_profiles()));
  return meant.empty() ? "; nlbsim list profiles says what there is" : suggest(name, {&meant, 1});
}

}  // namespace

sim::Result<const engine::Profile*> profile_named(const std::string& name) {
  if (const engine::Profile* profile = engine::find_profile(name)) return profile;
  if (engine::find_draft_profile(name))
    return sim::fail("UnknownProfile",
                     "profile \"" + name +
                         "\" is not complete, so it is not offered; single decision points of it are, as in "
                         "\"seed,routes_block_deletion=true\" (nlbsim list profiles)");
  const bool turned = name.find(',') != name.npos;
  return sim::fail("UnknownProfile", "unknown profile \"" + name + "\"" +
                                         (turned ? suggest_turned(name) : suggest(name, names_of(engine::profiles()))));
}

}  // namespace nlbsim::scenarios
