#include "sim/parallel/parallel.h"

#include <time.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace nlbsim::sim {

namespace {

// What the threads share: who takes which index, and what has ended.
class Board {
 public:
  Board(std::size_t count, const std::function<void(std::size_t)>& work)
      : work_(work), ended_(count, false), errors_(count) {}

  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      if (failed_ || next_ == ended_.size()) return;
      const std::size_t index = next_++;
      lock.unlock();
      std::exception_ptr error;
      try {
        work_(index);
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      ended_[index] = true;
      errors_[index] = error;
      failed_ = failed_ || error;
      changed_.notify_one();
    }
  }

  // Waits until work(index) has ended. False: it threw, or has been left out.
  bool wait_for(std::size_t index) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_[index] || (failed_ && index >= next_); });
    return ended_[index] && !errors_[index];
  }

  void rethrow() const {
    const auto error = std::ranges::find_if(errors_, [](const std::exception_ptr& e) { return e != nullptr; });
    if (error != errors_.end()) std::rethrow_exception(*error);
  }

 private:
  const std::function<void(std::size_t)>& work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  bool failed_ = false;
  std::vector<bool> ended_;
  std::vector<std::exception_ptr> errors_;
};

}  // namespace

Duration thread_cpu_time() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

std::size_t hardware_jobs() { return std::max(1U, std::thread::hardware_concurrency()); }

void parallel_for(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done) {
  if (jobs <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) {
      work(i);
      if (done) done(i);
    }
    return;
  }
  Board board(count, work);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(jobs, count); ++i) threads.emplace_back([&board] { board.run(); });
    for (std::size_t i = 0; i < count && board.wait_for(i); ++i)
      if (done) done(i);
  }
  board.rethrow();
}

}  // namespace nlbsim::sim
