// Requests of any kind at the AWS front: service and method by number, then the form (or, for a GET, the query). What
// comes is answered once.
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "fake_aws/account.h"
#include "fake_aws/default_network.h"
#include "fake_aws/http/front.h"
#include "sim/choice.h"

namespace nlbsim::fake_aws {
namespace {

struct Counter final : http::Connection {
  void send(http::Response) override { ++answers; }
  void drop() override { ++answers; }
  void open_stream(http::Response) override {}
  bool write(http::Bytes) override { return false; }
  void end_stream() override {}
  bool is_open() const override { return true; }
  void on_close(std::function<void()>) override {}
  int answers = 0;
};

struct Service {
  sim::FirstChooser chooser;
  sim::Journal journal;
  Account account;
  sim::Scheduler scheduler{chooser};
  api::Server server{scheduler, scheduler.start("aws"), journal, account};
  api::Pipeline pipeline{server};
  Front front{pipeline, pipeline, scheduler.start("user"), {}};
};

constexpr std::array<const char*, 4> kServices{"elasticloadbalancing", "ec2", "sts", "shield"};

}  // namespace
}  // namespace nlbsim::fake_aws

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim;
  using namespace nlbsim::fake_aws;
  static std::unique_ptr<Service> service;
  static int uses = 0;
  if (!service || ++uses % 256 == 0) {
    service = std::make_unique<Service>();
    service->journal.limit(1'000);
    default_network(service->account);
  }
  if (size < 2) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  http::Request request;
  request.method = data[1] % 4 == 0 ? "GET" : "POST";
  request.target = request.method == "GET" ? "/?" + text : "/";
  if (request.method == "POST") request.body = text;
  request.headers = {{"Authorization", std::string("AWS4-HMAC-SHA256 Credential=AKID/20260101/us-west-2/") +
                                           kServices[data[0] % kServices.size()] + "/aws4_request"}};
  if (data[1] % 4 == 3) request.headers.emplace_back("X-Amz-Target", text.substr(0, 60));
  const auto connection = std::make_shared<Counter>();
  service->front.handle(request, http::Responder(connection));
  if (connection->answers != 1) std::abort();
  return 0;
}
