// One end of a connection inside the simulation: bytes arrive when the test says so, and leave in pieces of a size that
// it chooses. What waits is a step of an actor, so a run with it has a hash like any other.
#pragma once

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "sim/scheduler.h"

namespace nlbsim::fake_apiserver {

// What lies between the stream and the test.
struct SimulatedWire {
  std::string arrived;            // for the stream to read
  std::string sent;               // written by it
  bool closed = false;            // by either side
  std::size_t piece = 1'000'000;  // at most so many bytes leave in one step
  std::function<void()> reader;   // the read under way

  void arrive(std::string_view bytes) {
    arrived.append(bytes);
    wake();
  }
  void close() {
    closed = true;
    wake();
  }
  void wake() {
    if (!arrived.empty() || closed)
      if (const auto waiting = std::exchange(reader, nullptr)) waiting();
  }
};

class SimulatedStream {
 public:
  using executor_type = sim::ActorExecutor;
  SimulatedStream(sim::Actor& actor, std::shared_ptr<SimulatedWire> wire)
      : executor_(actor.executor()), wire_(std::move(wire)) {}
  executor_type get_executor() const { return executor_; }
  void close() { wire_->close(); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    const auto begin = [wire = wire_, executor = executor_](auto handler, Buffers into) {
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      wire->reader = [wire = wire.get(), executor, shared, into] {
        const std::size_t n = boost::asio::buffer_copy(into, boost::asio::buffer(wire->arrived));
        wire->arrived.erase(0, n);
        complete(executor, shared, n == 0 ? boost::asio::error::eof : boost::system::error_code(), n);
      };
      wire->wake();
    };
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(begin, token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const auto begin = [wire = wire_, executor = executor_](auto handler, Buffers from) {
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      if (wire->closed) return complete(executor, shared, boost::asio::error::broken_pipe, 0);
      std::string piece(std::min(wire->piece, boost::asio::buffer_size(from)), '\0');
      boost::asio::buffer_copy(boost::asio::buffer(piece), from);
      wire->sent += piece;
      complete(executor, shared, {}, piece.size());
    };
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(begin, token, buffers);
  }

 private:
  template <class Handler>
  static void complete(const executor_type& executor, std::shared_ptr<Handler> handler, boost::system::error_code error,
                       std::size_t n) {
    executor.execute([handler = std::move(handler), error, n] { std::move (*handler)(error, n); });
  }

  executor_type executor_;
  std::shared_ptr<SimulatedWire> wire_;
};

}  // namespace nlbsim::fake_apiserver
