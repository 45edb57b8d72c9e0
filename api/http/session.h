// One HTTP/1.1 connection over any Asio stream: a socket under `serve`, a simulated stream inside the simulation.
//
// Requests are read one after another; an answer's head and body leave in one write, and so do the chunks of a stream
// that have piled up meanwhile. A client that is slow or half-closed costs the socket and a bounded buffer: the
// session's owner calls tick() once a second and the limits do the rest. For api/http only: it instantiates Beast's
// parser.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <deque>
#include <optional>

#include "api/http/message.h"

namespace nlbsim::http {

namespace beast = boost::beast;

// What the large bodies that are being read may take, all connections of a server together: clients that begin many and
// end none would fill the memory. Small ones are let in always.
class BodyBudget {
 public:
  // False if a body of that size has to wait.
  bool take(std::size_t bytes) {
    if (bytes > kMost - taken_) return false;
    taken_ += bytes;
    return true;
  }
  void give_back(std::size_t bytes) { taken_ -= bytes; }

  static constexpr std::size_t kSmall = 16U << 10U;
  static constexpr std::size_t kMost = 128U << 20U;

 private:
  std::size_t taken_ = 0;
};

// What the owner of sessions keeps of each.
class OwnedConnection : public Connection {
 public:
  virtual void start() = 0;
  virtual void tick() = 0;   // a second has passed
  virtual void close() = 0;  // ends a stream properly, then closes
};

template <class Stream>
class Session final : public OwnedConnection, public std::enable_shared_from_this<Session<Stream>> {
 public:
  // `closed` is called once, when the connection is gone. Handler and limits outlive the session; sessions of one
  // server share its budget.
  Session(Stream stream, Handler& handler, const Limits& limits, std::function<void()> closed,
          std::shared_ptr<BodyBudget> budget = std::make_shared<BodyBudget>())
      : stream_(std::move(stream)),
        handler_(handler),
        limits_(limits),
        closed_(std::move(closed)),
        budget_(std::move(budget)) {}

  void start() override { read_request(); }

  void tick() override {
    ++idle_;
    if (state_ == State::waiting && !request_begun() && idle_ > limits_.idle_seconds) shut();
    if ((state_ == State::waiting || state_ == State::reading) && request_begun() &&
        ++request_age_ > limits_.request_seconds)
      shut();
    if (state_ == State::writing && idle_ > limits_.request_seconds) shut();
    if (state_ == State::draining && idle_ > limits_.request_seconds) shut();
    if (state_ == State::streaming && writing_ && idle_ > limits_.request_seconds) shut();  // its reader stands still
  }

  void close() override {
    if (state_ == State::streaming) return end_stream();
    shut();
  }

  bool is_open() const override { return state_ != State::closed; }
  void on_close(std::function<void()> callback) override {
    if (is_open()) stream_closed_ = std::move(callback);
    else callback();
  }

  void send(Response response) override {
    if (state_ != State::handling) return;
    state_ = State::writing;
    idle_ = 0;
    head_ = response_head(response, keep_alive_, false);
    body_ = head_only_ ? nullptr : std::move(response.body);
    const std::array<boost::asio::const_buffer, 2> buffers{boost::asio::buffer(head_), body_buffer()};
    boost::asio::async_write(stream_, buffers, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->body_.reset();
      if (self->state_ != State::writing) return;  // closed meanwhile
      if (error || (!self->keep_alive_ && !self->refused_)) return self->shut();
      self->refused_ ? self->drain() : self->read_request();
    });
  }

  void drop() override {
    if (state_ == State::handling) shut();
  }

  void open_stream(Response head) override {
    if (state_ != State::handling) return;
    state_ = State::streaming;
    // A stream is the last answer of its connection: what the client sends meanwhile is not read as a request.
    backlog_.push_back(std::make_shared<const std::string>(response_head(head, false, true)));
    flush();
    watch_for_hang_up();
  }

  bool write(Bytes chunk) override {
    if (state_ != State::streaming || ending_) return false;
    if (chunk->empty()) return true;  // an empty chunk would end the stream
    if (backlog_bytes_ > limits_.stream_backlog_bytes) {
      shut();
      return false;
    }
    backlog_bytes_ += chunk->size();
    backlog_.push_back(chunk_head(chunk->size()));
    backlog_.push_back(std::move(chunk));
    backlog_.push_back(line_end());
    flush();
    return true;
  }

  void end_stream() override {
    if (state_ != State::streaming || ending_) return;
    ending_ = true;
    stream_closed_ = nullptr;
    static const Bytes last = std::make_shared<const std::string>("0\r\n\r\n");
    backlog_.push_back(last);
    flush();
  }

 private:
  enum class State : std::uint8_t { waiting, reading, handling, writing, streaming, draining, closed };
  static constexpr std::size_t kDrainBytes = 64U << 20U;
  static constexpr std::size_t kDrainChunk = 16'384;
  using Parser = beast::http::request_parser<beast::http::string_body>;

  static const Bytes& line_end() {
    static const Bytes bytes = std::make_shared<const std::string>("\r\n");
    return bytes;
  }
  static Bytes chunk_head(std::size_t size) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string head = "\r\n";
    for (; size != 0; size >>= 4U) head.insert(head.begin(), kDigits[size & 0xfU]);
    return std::make_shared<const std::string>(std::move(head));
  }
  boost::asio::const_buffer body_buffer() const {
    return body_ ? boost::asio::buffer(*body_) : boost::asio::const_buffer();
  }

  // A byte of the next request is there, however slowly its others come.
  bool request_begun() const {
    return state_ == State::reading || buffer_.size() > 0 || (parser_ && parser_->got_some());
  }

  void read_request() {
    state_ = State::waiting;
    idle_ = 0;
    request_age_ = 0;
    parser_.emplace();
    parser_->header_limit(limits_.header_bytes);
    parser_->body_limit(limits_.body_bytes);
    // The header first, so that a client that waits for "100 Continue" gets it.
    beast::http::async_read_header(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](beast::error_code error, std::size_t) { self->on_header(error); });
  }

  void on_header(beast::error_code error) {
    if (error) return refuse(error);
    state_ = State::reading;
    if (parser_->is_done()) return dispatch();
    if (!reserve_body()) return answer_refused(handler_.refuse(503, "too many large requests, please try again later"));
    if (beast::iequals(parser_->get()[beast::http::field::expect], "100-continue")) return invite_body();
    read_body();
  }

  // A body of which no length is told may become as long as any.
  bool reserve_body() {
    const std::size_t size = parser_->content_length_remaining().value_or(limits_.body_bytes);
    if (size <= BodyBudget::kSmall) return true;
    if (!budget_->take(size)) return false;
    reserved_ = size;
    return true;
  }
  void release_body() { budget_->give_back(std::exchange(reserved_, 0)); }

  void invite_body() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::asio::async_write(stream_, boost::asio::buffer(kContinue),
                             [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                               if (error) return self->shut();
                               self->read_body();
                             });
  }

  void read_body() {
    beast::http::async_read(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                              if (error) return self->refuse(error);
                              self->dispatch();
                            });
  }

  // What could not be read: answered if it is the client's fault, dropped if the connection is gone.
  void refuse(beast::error_code error) {
    if (state_ == State::closed) return;
    int status = 0;
    if (error == beast::http::error::body_limit) status = 413;
    else if (error == beast::http::error::header_limit) status = 431;
    else if (error.category() == make_error_code(beast::http::error::end_of_stream).category() &&
             error != beast::http::error::end_of_stream && error != beast::http::error::partial_message)
      status = 400;
    if (status == 0) return shut();
    answer_refused(handler_.refuse(status, error.message()));
  }
  void answer_refused(Response response) {
    release_body();
    if (response.status == 503) response.headers.emplace_back("Retry-After", "1");
    keep_alive_ = false;
    head_only_ = false;
    refused_ = true;
    state_ = State::handling;
    send(std::move(response));
  }

  // Reads on for a while what a refused client is still sending: closing on unread bytes would reset the connection,
  // and the client would never see why it was refused.
  void drain() {
    state_ = State::draining;
    if constexpr (requires { stream_.shutdown(Stream::shutdown_send); }) {
      beast::error_code ignored;
      stream_.shutdown(Stream::shutdown_send, ignored);
    }
    drain_more(kDrainBytes);
  }
  void drain_more(std::size_t left) {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(kDrainChunk),
                            [self = this->shared_from_this(), left](beast::error_code error, std::size_t read) {
                              if (error || read >= left) return self->shut();
                              self->drain_more(left - read);
                            });
  }

  void dispatch() {
    release_body();
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    head_only_ = message.method() == beast::http::verb::head;
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.headers.reserve(12);
    for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
    request.body = std::move(message.body());
    state_ = State::handling;
    handler_.handle(request, Responder(this->shared_from_this()));
  }

  // Writes everything that has piled up in one gathered write; chunks that arrive meanwhile wait for the next.
  void flush() {
    if (writing_ || backlog_.empty()) return;
    writing_ = true;
    idle_ = 0;
    in_flight_.swap(backlog_);
    backlog_bytes_ = 0;
    std::vector<boost::asio::const_buffer> buffers;
    buffers.reserve(in_flight_.size());
    for (const Bytes& bytes : in_flight_) buffers.push_back(boost::asio::buffer(*bytes));
    boost::asio::async_write(stream_, buffers, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->on_flushed(error);
    });
  }

  void on_flushed(beast::error_code error) {
    writing_ = false;
    in_flight_.clear();
    if (error) return shut();
    if (!backlog_.empty()) return flush();
    if (ending_) shut();
  }

  // While a stream is open the client sends nothing; a read that ends tells that it has gone.
  void watch_for_hang_up() {
    stream_.async_read_some(boost::asio::buffer(scratch_),
                            [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                              if (error) return self->shut();
                              self->watch_for_hang_up();
                            });
  }

  void shut() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    release_body();
    shut_down(stream_);
    if (const auto callback = std::exchange(stream_closed_, nullptr)) callback();
    if (const auto callback = std::exchange(closed_, nullptr)) callback();
  }

  static void shut_down(auto& stream) {
    if constexpr (requires { stream.close(); }) {
      if constexpr (requires(beast::error_code error) { stream.close(error); }) {
        beast::error_code ignored;
        stream.close(ignored);
      } else {
        stream.close();
      }
    } else if constexpr (requires { stream.lowest_layer(); }) {  // TLS: what has been written has been flushed
      beast::error_code ignored;
      stream.lowest_layer().close(ignored);
    }
  }

  Stream stream_;
  Handler& handler_;
  const Limits& limits_;
  std::function<void()> closed_;
  std::shared_ptr<BodyBudget> budget_;
  std::size_t reserved_ = 0;  // of the budget
  std::function<void()> stream_closed_;
  State state_ = State::waiting;
  int idle_ = 0;         // seconds since something moved
  int request_age_ = 0;  // seconds since the first byte of the request that is being read
  bool keep_alive_ = true;
  bool head_only_ = false;
  bool refused_ = false;
  bool writing_ = false;
  bool ending_ = false;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string head_;
  Bytes body_;
  std::deque<Bytes> backlog_;
  std::deque<Bytes> in_flight_;
  std::size_t backlog_bytes_ = 0;
  std::array<char, 64> scratch_{};
};

}  // namespace nlbsim::http
