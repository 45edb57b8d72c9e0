#include "scenarios/record/spelling.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace nlbsim::scenarios {

namespace {

// Levenshtein's distance; words are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string in_quotes(std::string_view word) { return "\"" + std::string(word) + "\""; }

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 2)) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t edits = distance(word, candidate);
    if (edits >= fewest) continue;
    fewest = edits;
    best = candidate;
  }
  return best;
}

std::string suggest(std::string_view word, std::span<const std::string_view> known) {
  if (const std::string_view meant = nearest(word, known); !word.empty() && !meant.empty())
    return "; did you mean " + in_quotes(meant) + "?";
  if (known.empty()) return {};
  std::string out = known.size() == 1 ? "; the only one known is " : "; known are ";
  for (std::size_t i = 0; i < known.size(); ++i) out.append(i == 0 ? "" : ", ").append(known[i]);
  return out;
}

}  // namespace nlbsim::scenarios
