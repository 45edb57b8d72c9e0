#include "api/http/server.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <map>

#include "api/http/session.h"

namespace nlbsim::http {

using boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<tcp, boost::asio::io_context::executor_type>;
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
    if (sessions.size() >= limits.connections) {
      socket.close(ignored);
      return;
    }
    socket.set_option(tcp::no_delay(true), ignored);
    const std::uint64_t id = next_id++;
    auto forget = [weak = weak_from_this(), id] {
      if (const auto self = weak.lock()) self->sessions.erase(id);
    };
    auto session = std::make_shared<Session<Socket>>(std::move(socket), handler, limits, std::move(forget));
    sessions.emplace(id, session);
    session->start();
  }

  void tick() {
    ticker.expires_after(std::chrono::seconds{1});
    ticker.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (error || self->stopped) return;
      self->each([](OwnedConnection& session) { session.tick(); });
      if (!std::exchange(self->accepting, true)) self->accept();
      self->tick();
    });
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
  Acceptor acceptor;
  boost::asio::steady_timer ticker;
  std::map<std::uint64_t, std::shared_ptr<OwnedConnection>> sessions;
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
  state_->each([](OwnedConnection& session) { session.close(); });
}

}  // namespace nlbsim::http
