// A thousand watches on one server: each hears of a change, and what each costs is stated.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "api/http/server.h"
#include "fake_apiserver/http/kube_front.h"
#include "sim/choice.h"

namespace nlbsim::fake_apiserver {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t kWatches = 1'000;

// Both ends of every connection are files of this process.
bool allow_files(rlim_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return false;
  if (files.rlim_cur >= wanted) return true;
  if (files.rlim_max < wanted) return false;
  files.rlim_cur = wanted;
  return setrlimit(RLIMIT_NOFILE, &files) == 0;
}

class ManyWatches : public testing::Test {
 protected:
  tcp::socket connect() {
    const std::string address = http_server.address();
    const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    tcp::socket socket(clients);
    socket.connect({asio::ip::make_address("127.0.0.1"), port});
    socket.non_blocking(true);
    return socket;
  }
  // Turns the server until the socket has received all of `until`.
  void receive(tcp::socket& socket, std::string_view until) {
    std::string got;
    while (got.find(until) == got.npos) {
      context.poll();
      std::array<char, 4096> chunk{};
      boost::system::error_code error;
      got.append(chunk.data(), socket.read_some(asio::buffer(chunk), error));
      ASSERT_TRUE(!error || error == asio::error::would_block) << error.message();
    }
  }
  void create(std::string_view name) {
    kube::Create::Request request;
    request.resource = {"", "v1", "configmaps", "ConfigMap"};
    request.namespace_ = "default";
    request.body = std::make_shared<const api::Json>(
        api::Json{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", name}}}});
    api::CallContext call;
    call.actor = &user;
    pipeline.start(call, std::make_shared<api::TypedCall<kube::Create>>(std::move(request)),
                   [](const api::Result<void>& answer) { EXPECT_TRUE(answer); });
  }

  asio::io_context context;
  asio::io_context clients;
  sim::FirstChooser chooser;
  sim::Journal journal;
  ApiServer core;
  sim::Scheduler scheduler{chooser};
  sim::Actor& user = scheduler.start("user");
  KubeServer server{scheduler, scheduler.start("kube-apiserver"), journal, core};
  api::Pipeline pipeline{server};
  KubeFront front{pipeline, server, user, "127.0.0.1"};
  http::Server http_server{context, front};
};

TEST_F(ManyWatches, AThousandHearOfAChange) {
  ASSERT_TRUE(allow_files(2 * kWatches + 100)) << "this many open files are not allowed here";
  ASSERT_TRUE(http_server.listen("127.0.0.1:0"));
  std::vector<tcp::socket> sockets;
  sockets.reserve(kWatches);
  const std::string request = fmt::format(
      "GET /api/v1/configmaps?watch=1&resourceVersion={} HTTP/1.1\r\nHost: x\r\n\r\n", core.store().revision());
  const std::size_t before = mallinfo2().uordblks;
  for (std::size_t i = 0; i < kWatches; ++i) {
    sockets.push_back(connect());
    asio::write(sockets.back(), asio::buffer(request));
    receive(sockets.back(), "\r\n\r\n");
  }
  const std::size_t each = (mallinfo2().uordblks - before) / kWatches;
  EXPECT_EQ(server.watches(), kWatches);
  RecordProperty("bytes_per_watch", static_cast<int>(each));
  EXPECT_LT(each, 16'384U);
  create("a");
  for (tcp::socket& socket : sockets) receive(socket, "\"ADDED\"");
  sockets.clear();
  while (http_server.connections() > 0) context.run_one();
  scheduler.run_until(scheduler.now() + std::chrono::milliseconds{1}, 100'000);
  EXPECT_EQ(server.watches(), 0U);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
