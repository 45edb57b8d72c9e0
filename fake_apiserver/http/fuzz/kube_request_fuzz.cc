// Requests of any kind at the Kubernetes front: method, content type and Accept by number, then a line with the target,
// then the body. Whatever comes, exactly one answer or stream goes back.
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "fake_apiserver/http/kube_front.h"
#include "sim/choice.h"

namespace nlbsim::fake_apiserver {
namespace {

struct Counter final : http::Connection {
  void send(http::Response) override { ++answers; }
  void drop() override { ++answers; }
  void open_stream(http::Response) override { ++answers; }
  bool write(http::Bytes) override { return true; }
  void end_stream() override {}
  bool is_open() const override { return true; }
  void on_close(std::function<void()> callback) override { closed = std::move(callback); }
  int answers = 0;
  std::function<void()> closed;
};

// A small cluster; renewed now and then, so that what one input leaves does not pile up.
struct Cluster {
  sim::FirstChooser chooser;
  sim::Journal journal;
  ApiServer core;
  sim::Scheduler scheduler{chooser};
  KubeServer server{scheduler, scheduler.start("kube-apiserver"), journal, core};
  api::Pipeline pipeline{server};
  KubeFront front{pipeline, server, scheduler.start("user"), "127.0.0.1:8001"};
};

constexpr std::array<const char*, 7> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
constexpr std::array<const char*, 6> kTypes{"application/json",
                                            "application/merge-patch+json",
                                            "application/strategic-merge-patch+json",
                                            "application/json-patch+json",
                                            "application/apply-patch+yaml",
                                            "application/vnd.kubernetes.protobuf"};
constexpr std::array<const char*, 4> kAccepts{"application/json", "application/json;as=Table;v=v1;g=meta.k8s.io",
                                              "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
                                              "application/yaml"};

}  // namespace
}  // namespace nlbsim::fake_apiserver

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim;
  using namespace nlbsim::fake_apiserver;
  static std::unique_ptr<Cluster> cluster;
  static int uses = 0;
  if (!cluster || ++uses % 64 == 0) {
    cluster = std::make_unique<Cluster>();
    cluster->journal.limit(1'000);
  }
  if (size < 3) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 3, size - 3);
  const auto line = rest.find('\n');
  http::Request request;
  request.method = kMethods[data[0] % kMethods.size()];
  request.headers = {{"Content-Type", kTypes[data[1] % kTypes.size()]},
                     {"Accept", kAccepts[data[2] % kAccepts.size()]}};
  request.target = rest.substr(0, line);
  if (line != rest.npos) request.body = rest.substr(line + 1);
  const auto connection = std::make_shared<Counter>();
  cluster->front.handle(request, http::Responder(connection));
  if (connection->answers != 1) std::abort();
  if (connection->closed) connection->closed();
  cluster->scheduler.run_until(cluster->scheduler.now() + std::chrono::milliseconds{50}, 10'000);
  return 0;
}
