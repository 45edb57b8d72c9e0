// Several runs of one thread turned in step. Half of the time of a run alone goes into fetching code that the
// processor's cache has lost since the last time it was needed; a neighbour that does the same thing next finds it
// there.
//
// A wave changes no run: each has its own world, chooser and journal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <ranges>
#include <vector>

#include "sim/parallel/parallel.h"

namespace nlbsim::scenarios {

// As many as pay: with more, the worlds themselves fall out of the cache.
inline constexpr std::size_t kWave = 12;

// Of `count` runs on `jobs` threads: waves no larger than leaves every thread its share.
inline std::size_t wave_size(std::size_t count, std::size_t jobs) {
  const std::size_t threads = std::max<std::size_t>(jobs, 1);
  return std::clamp<std::size_t>((count + threads - 1) / threads, 1, kWave);
}

// Turns each run once, round after round, until all are over. A run has `bool turn()`.
template <std::ranges::forward_range Runs>
void turn_in_step(Runs& runs) {
  std::vector<std::ranges::range_value_t<Runs>*> open;
  for (auto& run : runs) open.push_back(&run);
  while (!open.empty()) std::erase_if(open, [](auto* run) { return !run->turn(); });
}

// Calls wave(first, n) for each n neighbours of `count` runs, on up to `jobs` threads, and done(i) on the caller's
// thread in the order of the runs (sim::parallel_for).
inline void for_each_wave(std::size_t count, std::size_t jobs,
                          const std::function<void(std::size_t, std::size_t)>& wave,
                          const std::function<void(std::size_t)>& done = {}) {
  const std::size_t size = wave_size(count, jobs);
  const auto length = [&](std::size_t w) { return std::min(size, count - w * size); };
  const auto ended = [&](std::size_t w) {
    for (std::size_t i = 0; done && i < length(w); ++i) done(w * size + i);
  };
  sim::parallel_for((count + size - 1) / size, jobs, [&](std::size_t w) { wave(w * size, length(w)); }, ended);
}

}  // namespace nlbsim::scenarios
