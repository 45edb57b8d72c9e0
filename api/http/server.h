// An HTTP/1.1 server on one io_context and one thread, without locks. It owns its connections; a handler is asked for
// each request (api/http/message.h). TCP_NODELAY is set, so an answer leaves at once and in one segment where it fits.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/http/message.h"
#include "sim/result.h"

namespace boost::asio {
class io_context;
}

namespace nlbsim::http {

// Who a server is to its clients, and the key that proves it.
struct TlsIdentity {
  std::string certificate;  // PEM, the server's own first
  std::string key;          // PEM
};

class Server {
 public:
  // Handler and io_context outlive the server.
  Server(boost::asio::io_context& context, Handler& handler, Limits limits = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  // "127.0.0.1:8001"; port 0 takes a free one. Error codes "InvalidAddress" and "CannotListen".
  sim::Result<void> listen(const std::string& address);
  // The same with TLS 1.2 or newer. Error code "InvalidIdentity" besides.
  sim::Result<void> listen(const std::string& address, const TlsIdentity& identity);
  // "127.0.0.1:34567": the address in use.
  std::string address() const;
  std::size_t connections() const;
  // Accepts nothing more, ends the streams and closes every connection.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace nlbsim::http
