// HTTP messages as handlers see them, with no trace of the library that reads and writes them.
//
// A handler gets a Request and a Responder. It answers with exactly one Response, now or later, or drops the
// connection (a lost reply), or opens a stream (a watch): chunks that go out as they are written. Bodies are shared
// bytes, so one encoded event serves every watcher. One thread; a Responder outlives its connection without harm: what
// is sent to a closed connection is dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nlbsim::http {

using Bytes = std::shared_ptr<const std::string>;
using Header = std::pair<std::string, std::string>;

struct Request {
  std::string method;  // upper case
  std::string target;  // as sent: path and query, still percent-encoded
  std::vector<Header> headers;
  std::string body;
  // The first header of that name, in any case of letters; empty if there is none.
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";  // empty: none is sent
  std::vector<Header> headers;
  Bytes body;  // null: an empty body
};

// Reason phrase of a status: "Not Found"; "Unknown" for one that HTTP does not name.
std::string_view reason_phrase(int status);
// The bytes of a response up to and including the empty line. `chunked`: no Content-Length, Transfer-Encoding instead.
std::string response_head(const Response& response, bool keep_alive, bool chunked);

// One connection, as responders and stream writers hold it.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual void send(Response response) = 0;
  // Closes the connection in place of an answer: the reply is lost.
  virtual void drop() = 0;
  virtual void open_stream(Response head) = 0;
  // False: the connection is closed, or its reader is too slow and the stream was cut.
  virtual bool write(Bytes chunk) = 0;
  virtual void end_stream() = 0;
  virtual bool is_open() const = 0;
  // Called once when the stream's client has gone or the stream was cut; not after end_stream().
  virtual void on_close(std::function<void()> callback) = 0;
};

// Writes the chunks of one streaming answer.
class StreamWriter {
 public:
  explicit StreamWriter(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  bool write(Bytes chunk) const { return connection_->write(std::move(chunk)); }
  void end() const { connection_->end_stream(); }
  bool is_open() const { return connection_->is_open(); }
  void on_close(std::function<void()> callback) const { connection_->on_close(std::move(callback)); }

 private:
  std::shared_ptr<Connection> connection_;
};

class Responder {
 public:
  explicit Responder(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  void send(Response response) const { connection_->send(std::move(response)); }
  void drop() const { connection_->drop(); }
  // `head.body` is not used.
  StreamWriter open_stream(Response head) const {
    connection_->open_stream(std::move(head));
    return StreamWriter(connection_);
  }

 private:
  std::shared_ptr<Connection> connection_;
};

class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;
  // `request` may be moved from. The responder is used exactly once.
  virtual void handle(Request& request, Responder responder) = 0;
  // What a request is answered that cannot be read: 400 malformed, 413 too large, 431 headers too large.
  virtual Response refuse(int status, std::string_view why);
};

struct Limits {
  std::size_t body_bytes = 3'145'728;  // of a request: as kube-apiserver has it
  std::uint32_t header_bytes = 65'536;
  std::size_t connections = 4'096;
  std::size_t stream_backlog_bytes = 2U << 20U;  // not yet written to a slow reader: then its stream is cut
  int idle_seconds = 300;                        // with no request under way
  int request_seconds = 60;                      // from the first byte of a request to its last
};

}  // namespace nlbsim::http
