// Requests of any kind at the Kubernetes front: method, content type and Accept by number, then a line with the target,
// then the body.
#include <array>
#include <chrono>
#include <memory>

#include "api/http/fuzz/one_answer.h"
#include "fake_apiserver/http/kube_front.h"
#include "sim/choice.h"

namespace nlbsim::fake_apiserver {
namespace {

// Renewed every so many inputs, so that what they leave does not pile up.
constexpr int kInputsPerCluster = 64;
constexpr std::size_t kJournalRecords = 1'000;

struct ServedCluster {
  ServedCluster() { journal.limit(kJournalRecords); }

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

http::Request request_of(http::FuzzInput input) {
  http::Request request;
  request.method = input.choose(kMethods);
  request.headers.emplace_back("Content-Type", input.choose(kTypes));
  request.headers.emplace_back("Accept", input.choose(kAccepts));
  request.target = input.line();
  request.body = input.rest();
  return request;
}

}  // namespace
}  // namespace nlbsim::fake_apiserver

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim::fake_apiserver;
  static std::unique_ptr<ServedCluster> cluster;
  static int inputs = 0;
  if (inputs++ % kInputsPerCluster == 0) cluster = std::make_unique<ServedCluster>();
  nlbsim::http::expect_one_answer(cluster->front, request_of({data, size}));
  cluster->scheduler.run_until(cluster->scheduler.now() + std::chrono::milliseconds{50}, 10'000);
  return 0;
}
