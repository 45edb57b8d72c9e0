// The wire: GET and create of Kubernetes objects and DescribeLoadBalancers over loopback with keep-alive, in requests
// per second of CPU time of the server's thread (the kernel's part of it included). The client is a lean one on a
// thread of its own: sixteen connections, one request under way on each.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <time.h>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <charconv>
#include <functional>
#include <string>
#include <vector>

#include "bench/allocations.h"
#include "scenarios/control/serve.h"
#include "sim/parallel/parallel.h"

namespace {

using namespace nlbsim;

constexpr int kConnections = 16;
constexpr std::size_t kRequests = 20'000;  // in one iteration

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// A blocking connection that knows just enough of HTTP to find the end of an answer.
class Client {
 public:
  explicit Client(const std::string& address) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    std::uint16_t port = 0;
    const std::size_t colon = address.rfind(':');
    std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(socket_); }

  bool send(const std::string& request) const {
    return connected_ &&
           ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
  }
  // Whether an answer with that status has come.
  bool receive(std::string_view status) {
    got_.clear();
    std::size_t wanted = 0;
    while (wanted == 0 || got_.size() < wanted) {
      std::array<char, 65'536> chunk;
      const ssize_t n = ::recv(socket_, chunk.data(), chunk.size(), 0);
      if (n <= 0) return false;
      got_.append(chunk.data(), static_cast<std::size_t>(n));
      if (wanted == 0) wanted = whole_size();
    }
    return std::string_view(got_).substr(9, 3) == status;
  }

 private:
  std::size_t whole_size() const {
    constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t end = got_.find("\r\n\r\n");
    const std::size_t length = got_.find(kLength);
    if (end == got_.npos || length == got_.npos) return 0;
    std::size_t bytes = 0;
    std::from_chars(got_.data() + length + kLength.size(), got_.data() + end, bytes);
    return end + 4 + bytes;
  }
  int socket_;
  bool connected_ = false;
  std::string got_;
};

struct Served {
  Served() {
    scenarios::ServeSettings settings;
    settings.kube_listen = "127.0.0.1:0";
    settings.aws_listen = "127.0.0.1:0";
    world = *scenarios::ServedWorld::start(io, settings);
  }
  boost::asio::io_context io{1};
  std::unique_ptr<scenarios::ServedWorld> world;
};

// What serving took, on the server's thread.
struct Cost {
  double cpu_seconds = 0;
  std::uint64_t allocations = 0;
  bool answered = false;
};

// Serves until the client function has returned.
Cost serve(Served& served, const std::function<bool()>& client) {
  Cost cost;
  const auto side = [&](std::size_t which) {
    if (which == 1) {
      cost.answered = client();
      boost::asio::post(served.io, [&] { served.io.stop(); });
      return;
    }
    const bench::AllocationCounter allocations;
    const double before = thread_cpu_seconds();
    served.io.restart();
    served.io.run();
    cost.cpu_seconds = thread_cpu_seconds() - before;
    cost.allocations = allocations.since().count;
  };
  sim::parallel_for(2, 2, side);
  return cost;
}

bool exchange(const std::string& address, std::size_t count, std::string_view status,
              const std::function<std::string(std::size_t)>& request) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < kConnections; ++i) clients.push_back(std::make_unique<Client>(address));
  for (std::size_t done = 0; done < count; done += kConnections) {
    for (std::size_t i = 0; i < kConnections; ++i)
      if (!clients[i]->send(request(done + i))) return false;
    for (const auto& client : clients)
      if (!client->receive(status)) return false;
  }
  return true;
}

std::string kube_request(std::string_view method, std::string_view path, const std::string& body = {}) {
  return fmt::format(
      "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench/1.0\r\nAccept: application/json\r\nAccept-Encoding: "
      "gzip\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      method, path, body.size(), body);
}

std::string gateway(const std::string& name) {
  return fmt::format(
      R"({{"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{{"name":"{}"}},)"
      R"("spec":{{"gatewayClassName":"aws-nlb-gateway-class","listeners":[{{"name":"tcp-app","port":8080,)"
      R"("protocol":"TCP","allowedRoutes":{{"namespaces":{{"from":"Same"}}}}}}]}}}})",
      name);
}

constexpr std::string_view kGateways = "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways";

std::string aws_request(const std::string& form) {
  return fmt::format(
      "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nAmz-Sdk-Request: "
      "attempt=1; "
      "max=10\r\nX-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 "
      "Credential=AKID/20260101/us-west-2/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=00\r\n"
      "Content-Length: {}\r\n\r\n{}",
      form.size(), form);
}

void run(benchmark::State& state, Served& served, const std::function<bool()>& client) {
  std::uint64_t allocations = 0;
  for (auto _ : state) {
    const Cost cost = serve(served, client);
    if (!cost.answered) {
      state.SkipWithError("an answer is missing or has another status");
      return;
    }
    state.SetIterationTime(cost.cpu_seconds);
    allocations += cost.allocations;
  }
  const std::int64_t requests = state.iterations() * static_cast<std::int64_t>(kRequests);
  state.SetItemsProcessed(requests);
  state.counters["allocs/op"] = static_cast<double>(allocations) / static_cast<double>(requests);
}

// Makes what the requests to be timed are about.
void prepare(benchmark::State& state, Served& served, const std::function<bool()>& client) {
  if (!serve(served, client).answered) state.SkipWithError("the preparation failed");
}

void BM_GetGateway(benchmark::State& state) {
  Served served;
  const std::string address = served.world->kube_address();
  const auto numbered = [](std::size_t i) { return kube_request("POST", kGateways, gateway("g" + std::to_string(i))); };
  prepare(state, served, [&] { return exchange(address, kConnections, "201", numbered); });
  const std::string request = kube_request("GET", std::string(kGateways) + "/g0");
  run(state, served, [&] { return exchange(address, kRequests, "200", [&](std::size_t) { return request; }); });
}
BENCHMARK(BM_GetGateway)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

void BM_CreateGateway(benchmark::State& state) {
  Served served;
  const std::string address = served.world->kube_address();
  std::size_t made = 0;
  const auto next = [&](std::size_t) { return kube_request("POST", kGateways, gateway("g" + std::to_string(made++))); };
  run(state, served, [&] { return exchange(address, kRequests, "201", next); });
}
BENCHMARK(BM_CreateGateway)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

// An account with one load balancer.
void BM_DescribeLoadBalancers(benchmark::State& state) {
  Served served;
  const std::string address = served.world->aws_address();
  const api::Json subnets = served.world->world().account().snapshot("Subnet");
  const std::string create = aws_request(
      "Action=CreateLoadBalancer&Version=2015-12-01&Name=one&Type=network&Scheme=internal&Subnets.member.1=" +
      std::string(api::text(api::member(subnets.front(), "SubnetId"))));
  // Asked again with the same settings it answers with what is there.
  prepare(state, served, [&] { return exchange(address, kConnections, "200", [&](std::size_t) { return create; }); });
  const std::string request = aws_request("Action=DescribeLoadBalancers&Version=2015-12-01");
  run(state, served, [&] { return exchange(address, kRequests, "200", [&](std::size_t) { return request; }); });
}
BENCHMARK(BM_DescribeLoadBalancers)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
