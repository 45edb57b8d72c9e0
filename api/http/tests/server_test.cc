// Real sockets on the loopback device: the io_context is turned by the test, the clients are raw sockets whose bytes
// the test controls. No test waits for a time to pass.
#include "api/http/server.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace nlbsim::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct EchoHandler : Handler {
  void handle(Request& request, Responder responder) override {
    ++requests;
    if (request.target == "/lost") return responder.drop();
    if (request.target == "/stream") {
      writers.push_back(responder.open_stream({}));
      writers.back().on_close([this] { ++closed_streams; });
      return;
    }
    Response response;
    response.content_type = "text/plain";
    response.body = std::make_shared<const std::string>(request.method + " " + request.target + " " +
                                                        std::string(request.header("x-test")) + " " + request.body);
    responder.send(std::move(response));
  }
  int requests = 0;
  int closed_streams = 0;
  std::vector<StreamWriter> writers;
};

class ServerTest : public testing::Test {
 protected:
  void listen(Limits limits = {}) {
    server = std::make_unique<Server>(context, handler, limits);
    ASSERT_TRUE(server->listen("127.0.0.1:0"));
  }
  tcp::socket connect() {
    const std::string address = server->address();
    const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    tcp::socket socket(clients);
    socket.connect({asio::ip::make_address("127.0.0.1"), port});
    return socket;
  }
  void send(tcp::socket& socket, std::string_view text) { asio::write(socket, asio::buffer(text)); }
  // Turns the server until the client has received all of `until`; what it received.
  std::string receive(tcp::socket& socket, std::string_view until) {
    std::string got;
    socket.non_blocking(true);
    while (got.find(until) == got.npos) {
      context.run_one_for(std::chrono::milliseconds{1});
      std::array<char, 4096> chunk{};
      boost::system::error_code error;
      const std::size_t n = socket.read_some(asio::buffer(chunk), error);
      got.append(chunk.data(), n);
      if (error && error != asio::error::would_block) break;
    }
    return got;
  }

  asio::io_context context;
  asio::io_context clients;
  EchoHandler handler;
  std::unique_ptr<Server> server;
};

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /a HTTP/1.1\r\nHost: x\r\nX-Test: 7\r\n\r\n");
  EXPECT_NE(receive(client, "GET /a 7 ").find("HTTP/1.1 200 OK\r\n"), std::string::npos);
  send(client, "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  receive(client, "POST /b  hello");
  EXPECT_EQ(handler.requests, 2);
  EXPECT_EQ(server->connections(), 1U);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string got = receive(client, "GET /2");
  EXPECT_LT(got.find("GET /1"), got.find("GET /2"));
}

TEST_F(ServerTest, RefusesWhatIsTooLargeOrMalformed) {
  Limits limits;
  limits.body_bytes = 10;
  limits.header_bytes = 200;
  listen(limits);
  tcp::socket large = connect();
  send(large, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world");
  EXPECT_NE(receive(large, "\r\n\r\n").find(" 413 "), std::string::npos);
  tcp::socket wide = connect();
  send(wide, "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(300, 'x') + "\r\n\r\n");
  EXPECT_NE(receive(wide, "\r\n\r\n").find(" 431 "), std::string::npos);
  tcp::socket broken = connect();
  send(broken, "nonsense\r\n\r\n");
  EXPECT_NE(receive(broken, "\r\n\r\n").find(" 400 "), std::string::npos);
  EXPECT_EQ(handler.requests, 0);
}

// Clients that begin large bodies and end none take what large bodies may take together; small ones get through.
TEST_F(ServerTest, LargeBodiesThatStandStillLeaveRoomForSmallOnes) {
  listen();
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3145728\r\n\r\n";
  std::vector<tcp::socket> slow;
  for (int i = 0; i < 42; ++i) send(slow.emplace_back(connect()), head);
  while (context.poll() > 0) {
  }
  tcp::socket late = connect();
  send(late, head);
  const std::string refused = receive(late, "\r\n\r\n");
  EXPECT_NE(refused.find(" 503 "), std::string::npos);
  EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos);
  tcp::socket small = connect();
  send(small, "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  receive(small, "POST /b  hello");
  slow.clear();
  late.close();
  while (server->connections() > 1) context.run_one();
  tcp::socket again = connect();
  send(again, "POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n" + std::string(20'000, 'x'));
  EXPECT_NE(receive(again, " 200 ").find(" 200 "), std::string::npos);
}

TEST_F(ServerTest, StreamsChunksAndEndsThem) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(receive(client, "\r\n\r\n").find("Transfer-Encoding: chunked"), std::string::npos);
  ASSERT_EQ(handler.writers.size(), 1U);
  EXPECT_TRUE(handler.writers[0].write(std::make_shared<const std::string>("{\"a\":1}\n")));
  EXPECT_NE(receive(client, "{\"a\":1}\n").find("8\r\n"), std::string::npos);
  handler.writers[0].end();
  receive(client, "0\r\n\r\n");
  EXPECT_FALSE(handler.writers[0].write(std::make_shared<const std::string>("late")));
  EXPECT_EQ(handler.closed_streams, 0);
}

TEST_F(ServerTest, TellsTheHandlerWhenAStreamsClientHangsUp) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  receive(client, "\r\n\r\n");
  client.close();
  while (handler.closed_streams == 0) context.run_one();
  EXPECT_FALSE(handler.writers[0].is_open());
  EXPECT_EQ(server->connections(), 0U);
}

TEST_F(ServerTest, CutsAStreamWhoseReaderIsTooSlow) {
  Limits limits;
  limits.stream_backlog_bytes = 1U << 20U;
  listen(limits);
  tcp::socket client = connect();
  send(client, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  receive(client, "\r\n\r\n");
  const auto chunk = std::make_shared<const std::string>(64 * 1024, 'x');
  int written = 0;
  while (handler.writers[0].write(chunk) && written < 1000) ++written, context.poll();
  EXPECT_LT(written, 1000);
  EXPECT_EQ(handler.closed_streams, 1);
}

// A client that has sent more than is read before it is refused still reads why: the connection is not reset.
TEST_F(ServerTest, ARefusedClientReadsWhy) {
  Limits limits;
  limits.body_bytes = 10;
  listen(limits);
  tcp::socket client = connect();
  send(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'x'));
  EXPECT_NE(receive(client, "\r\n\r\n").find(" 413 "), std::string::npos);
  client.shutdown(tcp::socket::shutdown_send);
  while (server->connections() > 0) context.run_one();
}

TEST_F(ServerTest, AHalfClosedClientIsAnsweredAndForgotten) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /last HTTP/1.1\r\nHost: x\r\n\r\n");
  client.shutdown(tcp::socket::shutdown_send);
  EXPECT_NE(receive(client, "GET /last").find(" 200 "), std::string::npos);
  while (server->connections() > 0) context.run_one();
  EXPECT_EQ(handler.requests, 1);
}

TEST_F(ServerTest, ALostReplyIsAClosedConnection) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /lost HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(receive(client, "never"), "");
  EXPECT_EQ(server->connections(), 0U);
}

// The server's own tick, once a second, does it.
TEST_F(ServerTest, ASlowRequestRunsOutOfTime) {
  Limits limits;
  limits.request_seconds = 0;
  listen(limits);
  tcp::socket client = connect();
  send(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
  EXPECT_EQ(receive(client, "never"), "");
  EXPECT_EQ(handler.requests, 0);
}

TEST_F(ServerTest, StopEndsStreamsAndConnections) {
  listen();
  tcp::socket client = connect();
  send(client, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  receive(client, "\r\n\r\n");
  server->stop();
  receive(client, "0\r\n\r\n");
  context.run();  // nothing is left to do: returns
  EXPECT_EQ(server->connections(), 0U);
}

TEST_F(ServerTest, RefusesConnectionsPastTheLimitAndBadAddresses) {
  Limits limits;
  limits.connections = 1;
  listen(limits);
  tcp::socket first = connect();
  send(first, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
  receive(first, "GET /1");
  tcp::socket second = connect();
  EXPECT_EQ(receive(second, "anything"), "");
  Server other(context, handler);
  EXPECT_EQ(other.listen("127.0.0.1").error().code, "InvalidAddress");
  EXPECT_EQ(other.listen("localhost:80").error().code, "InvalidAddress");
  EXPECT_EQ(other.listen(server->address()).error().code, "CannotListen");
}

}  // namespace
}  // namespace nlbsim::http
