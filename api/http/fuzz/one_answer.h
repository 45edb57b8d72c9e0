// What fuzz targets of HTTP handlers share: requests cut out of the fuzzer's bytes, and a connection that counts what
// comes back. A handler answers each request once, whatever it is.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "api/http/message.h"

namespace nlbsim::http {

// The bytes of one input: choices, a byte each ('0' the first option, '1' the second, and around again), then text.
class FuzzInput {
 public:
  FuzzInput(const std::uint8_t* data, std::size_t size) : text_(reinterpret_cast<const char*>(data), size) {}

  template <std::size_t N>
  const char* choose(const std::array<const char*, N>& options) {
    return options[next() % N];
  }
  std::string_view line() {
    const std::string_view out = text_.substr(0, text_.find('\n'));
    text_.remove_prefix(std::min(text_.size(), out.size() + 1));
    return out;
  }
  std::string_view rest() const { return text_; }

 private:
  std::size_t next() {
    if (text_.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(text_.front() - '0');
    text_.remove_prefix(1);
    return byte;
  }

  std::string_view text_;
};

class CountingConnection final : public Connection {
 public:
  void send(Response) override { ++answers_; }
  void drop() override { ++answers_; }
  void open_stream(Response) override { ++answers_; }
  bool write(Bytes) override { return true; }
  void end_stream() override {}
  bool is_open() const override { return true; }
  void on_close(std::function<void()> callback) override { closed_ = std::move(callback); }

  int answers() const { return answers_; }
  void hang_up() {
    if (const auto callback = std::exchange(closed_, nullptr)) callback();
  }

 private:
  int answers_ = 0;
  std::function<void()> closed_;
};

// Aborts, which is how a fuzz target reports, unless the request gets exactly one answer. Then the client hangs up.
inline void expect_one_answer(Handler& handler, Request request) {
  const auto connection = std::make_shared<CountingConnection>();
  handler.handle(request, Responder(connection));
  if (connection->answers() != 1) std::abort();
  connection->hang_up();
}

}  // namespace nlbsim::http
