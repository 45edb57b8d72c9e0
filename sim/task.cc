#include "sim/task.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <memory>

namespace nlbsim::sim {

// Keeps the actor's count of coroutines; dies with the coroutine, wherever that ends.
struct SpawnedCoroutine {
  struct Gone {
    void operator()(Actor* actor) const { --actor->coroutines_; }
  };
  explicit SpawnedCoroutine(Actor& actor) : own(&actor) { ++actor.coroutines_; }
  void operator()(std::exception_ptr error) const {
    if (error) std::rethrow_exception(error);
  }
  std::unique_ptr<Actor, Gone> own;
};

// Here and not in the header: what it needs of Asio would be compiled in every file that knows a coroutine.
void spawn(Actor& actor, Task<void> task) {
  if (actor.dropped()) return;
  asio::co_spawn(actor.executor(), std::move(task), SpawnedCoroutine(actor));
}

Task<std::reference_wrapper<Actor>> current_actor() {
  const auto executor = co_await asio::this_coro::executor;
  co_return std::ref(executor.actor());
}

}  // namespace nlbsim::sim
