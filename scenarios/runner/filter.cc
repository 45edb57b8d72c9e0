#include "scenarios/runner/filter.h"

#include <algorithm>
#include <array>

#include "scenarios/record/spelling.h"

namespace nlbsim::scenarios {

bool matches_glob(std::string_view glob, std::string_view text) {
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = glob.npos;  // the last "*" seen, and how much of the text it stands for ends at `resume`
  std::size_t resume = 0;
  while (t < text.size()) {
    if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t]) && glob[g] != '*') {
      ++g;
      ++t;
    } else if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (star != glob.npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

namespace {

bool any_matches(const std::vector<std::string>& texts, std::string_view glob) {
  return std::ranges::any_of(texts, [&](const std::string& text) { return matches_glob(glob, text); });
}

bool fits_id(const Scenario& scenario, std::string_view glob) {
  return matches_glob(glob, scenario.id) || matches_glob(glob, scenario.full_id());
}
bool fits_group(const Scenario& scenario, std::string_view glob) { return matches_glob(glob, scenario.group); }
bool fits_tag(const Scenario& scenario, std::string_view glob) { return any_matches(scenario.tags, glob); }
bool fits_requirement(const Scenario& scenario, std::string_view glob) {
  return any_matches(scenario.requirements, glob);
}
// What it comes to when all its expectations hold: "passed", "deviates", "not achievable".
bool fits_outcome(const Scenario& scenario, std::string_view glob) {
  std::string outcome(name(scenario.verdict));
  std::ranges::replace(outcome, ' ', '-');
  return matches_glob(glob, outcome);
}
bool fits_any_name(const Scenario& scenario, std::string_view word) {
  return fits_id(scenario, word) || word == scenario.group ||
         std::ranges::find(scenario.tags, word) != scenario.tags.end();
}

struct Field {
  std::string_view name;
  bool (*fits)(const Scenario&, std::string_view);
};
constexpr std::array kFields{Field{"id", fits_id}, Field{"group", fits_group}, Field{"tag", fits_tag},
                             Field{"requirement", fits_requirement}, Field{"outcome", fits_outcome}};

}  // namespace

Result<ScenarioFilter> ScenarioFilter::parse(std::span<const std::string> terms) {
  ScenarioFilter filter;
  for (const std::string& term : terms) {
    std::string_view rest = term;
    const bool negated = rest.starts_with('!');
    if (negated) rest.remove_prefix(1);
    Term parsed{fits_any_name, std::string(rest)};
    if (const std::size_t colon = rest.find(':'); colon != rest.npos) {
      const std::string_view field = rest.substr(0, colon);
      const auto known = std::ranges::find(kFields, field, &Field::name);
      if (known == kFields.end()) {
        std::vector<std::string_view> names;
        for (const Field& each : kFields) names.push_back(each.name);
        return sim::fail("InvalidFilter",
                         "nothing is filtered by \"" + std::string(field) + "\"" + suggest(field, names));
      }
      parsed = {known->fits, std::string(rest.substr(colon + 1))};
    }
    if (parsed.value.empty()) return sim::fail("InvalidFilter", "\"" + term + "\" names nothing to filter by");
    (negated ? filter.unwanted_ : filter.wanted_).push_back(std::move(parsed));
  }
  return filter;
}

bool ScenarioFilter::matches(const Scenario& scenario) const {
  const auto fits = [&](const Term& term) { return term.fits(scenario, term.value); };
  return (wanted_.empty() || std::ranges::any_of(wanted_, fits)) && std::ranges::none_of(unwanted_, fits);
}

}  // namespace nlbsim::scenarios
