#include "api/http/server.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <map>

#include "api/http/session.h"

namespace nlbsim::http {

using boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<tcp, boost::asio::io_context::executor_type>;
using SecureSocket = boost::asio::ssl::stream<Socket>;
using Acceptor = boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type>;

struct Server::State : std::enable_shared_from_this<State> {
  State(boost::asio::io_context& c, Handler& h, Limits l)
      : context(c), handler(h), limits(l), acceptor(c.get_executor()), ticker(c) {}

  void accept() {
    acceptor.async_accept([self = shared_from_this()](boost::system::error_code error, Socket socket) {
      if (error == boost::asio::error::operation_aborted || self->stopped) return;
      self->accepting = !error;
      if (error) return;  // no file is left, most likely: the next tick tries again
      self->welcome(std::move(socket));
      self->accept();
    });
  }

  void welcome(Socket socket) {
    boost::system::error_code ignored;
    if (sessions.size() + handshakes.size() >= limits.connections) {
      socket.close(ignored);
      return;
    }
    socket.set_option(tcp::no_delay(true), ignored);
    if (tls) return shake_hands(std::move(socket));
    begin(std::move(socket));
  }

  void shake_hands(Socket socket) {
    auto stream = std::make_shared<SecureSocket>(std::move(socket), *tls);
    const std::uint64_t id = next_id++;
    handshakes.emplace(id, Handshake{stream});
    stream->async_handshake(SecureSocket::server,
                            [self = shared_from_this(), stream, id](boost::system::error_code error) {
                              self->handshakes.erase(id);
                              if (!error && !self->stopped) self->begin(std::move(*stream));
                            });
  }

  template <class Stream>
  void begin(Stream stream) {
    const std::uint64_t id = next_id++;
    auto forget = [weak = weak_from_this(), id] {
      if (const auto self = weak.lock()) self->sessions.erase(id);
    };
    auto session = std::make_shared<Session<Stream>>(std::move(stream), handler, limits, std::move(forget), budget);
    sessions.emplace(id, session);
    session->start();
  }

  void tick() {
    ticker.expires_after(std::chrono::seconds{1});
    ticker.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (error || self->stopped) return;
      self->each([](OwnedConnection& session) { session.tick(); });
      self->age_handshakes();
      if (!std::exchange(self->accepting, true)) self->accept();
      self->tick();
    });
  }

  // Who does not come to an end with it in the time of a request is let go.
  void age_handshakes() {
    for (auto& [id, handshake] : handshakes)
      if (++handshake.seconds > limits.request_seconds) hang_up(handshake);
  }

  struct Handshake {
    std::shared_ptr<SecureSocket> stream;
    int seconds = 0;
  };
  static void hang_up(Handshake& handshake) {
    boost::system::error_code ignored;
    handshake.stream->lowest_layer().close(ignored);  // the handshake ends with an error
  }

  // A session may close, and so leave the map, while it is visited.
  template <class F>
  void each(F f) {
    std::vector<std::shared_ptr<OwnedConnection>> all;
    all.reserve(sessions.size());
    for (const auto& [id, session] : sessions) all.push_back(session);
    for (const auto& session : all) f(*session);
  }

  boost::asio::io_context& context;
  Handler& handler;
  const Limits limits;
  const std::shared_ptr<BodyBudget> budget = std::make_shared<BodyBudget>();
  Acceptor acceptor;
  boost::asio::steady_timer ticker;
  std::map<std::uint64_t, std::shared_ptr<OwnedConnection>> sessions;
  std::optional<boost::asio::ssl::context> tls;
  std::map<std::uint64_t, Handshake> handshakes;
  std::uint64_t next_id = 1;
  bool accepting = true;
  bool stopped = false;
};

Server::Server(boost::asio::io_context& context, Handler& handler, Limits limits)
    : state_(std::make_shared<State>(context, handler, limits)) {}

Server::~Server() { stop(); }

sim::Result<void> Server::listen(const std::string& address) {
  const auto colon = address.rfind(':');
  std::uint16_t port = 0;
  const char* end = address.data() + address.size();
  boost::system::error_code error;
  const bool has_port = colon != address.npos && colon + 1 != address.size();
  const auto number = has_port ? std::from_chars(address.data() + colon + 1, end, port)
                               : std::from_chars_result{end, std::errc::invalid_argument};
  if (number.ptr != end || number.ec != std::errc())
    return sim::fail("InvalidAddress", fmt::format("\"{}\" is not an address such as 127.0.0.1:8001", address));
  const auto ip = boost::asio::ip::make_address(address.substr(0, colon), error);
  if (error) return sim::fail("InvalidAddress", fmt::format("\"{}\" does not begin with an IP address", address));
  Acceptor& acceptor = state_->acceptor;
  const tcp::endpoint endpoint(ip, port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(boost::asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) return sim::fail("CannotListen", fmt::format("cannot listen on {}: {}", address, error.message()));
  state_->accept();
  state_->tick();
  return {};
}

sim::Result<void> Server::listen(const std::string& address, const TlsIdentity& identity) {
  using boost::asio::ssl::context;
  boost::system::error_code error;
  context& tls = state_->tls.emplace(context::tls_server);
  tls.set_options(context::default_workarounds | context::no_tlsv1 | context::no_tlsv1_1, error);
  if (!error) tls.use_certificate_chain(boost::asio::buffer(identity.certificate), error);
  if (!error) tls.use_private_key(boost::asio::buffer(identity.key), context::pem, error);
  if (error) return sim::fail("InvalidIdentity", "the certificate or its key can't be used: " + error.message());
  return listen(address);
}

std::string Server::address() const {
  boost::system::error_code error;
  const auto endpoint = state_->acceptor.local_endpoint(error);
  return error ? std::string() : fmt::format("{}:{}", endpoint.address().to_string(), endpoint.port());
}

std::size_t Server::connections() const { return state_->sessions.size(); }

void Server::stop() {
  if (std::exchange(state_->stopped, true)) return;
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
  state_->ticker.cancel();
  for (auto& [id, handshake] : state_->handshakes) State::hang_up(handshake);
  state_->each([](OwnedConnection& session) { session.close(); });
}

}  // namespace nlbsim::http
