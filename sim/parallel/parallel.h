// Many independent pieces of work side by side, for worlds that share nothing mutable. What comes out does not depend
// on the number of threads: each piece writes to a place of its own, and `done` is called in the order of the input.
//
// For scenarios/, bench/ and cli/ alone; one simulation is single-threaded.
#pragma once

#include <cstddef>
#include <functional>

#include "sim/time.h"

namespace nlbsim::sim {

// What this thread has used of a processor so far. For figures about the program itself; nothing that depends on it may
// reach the result of a run.
Duration thread_cpu_time();

// As many as the machine runs at once; at least 1.
std::size_t hardware_jobs();

// Calls work(i) for each i below count, on up to `jobs` threads (1: on the caller's, one after another), and done(i) on
// the caller's thread once work(0)..work(i) have ended. Returns when all have. An exception of the lowest i that threw
// is thrown again; work that has not begun by then is left out.
void parallel_for(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done = {});

}  // namespace nlbsim::sim
