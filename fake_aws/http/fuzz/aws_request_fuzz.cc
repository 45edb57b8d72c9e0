// Requests of any kind at the AWS front: service, method and protocol by number, then the form (of a GET, the query).
#include <array>
#include <memory>

#include "api/http/fuzz/one_answer.h"
#include "fake_aws/account.h"
#include "fake_aws/default_network.h"
#include "fake_aws/http/front.h"
#include "sim/choice.h"

namespace nlbsim::fake_aws {
namespace {

// Renewed every so many inputs, so that what they leave does not pile up.
constexpr int kInputsPerService = 256;
constexpr std::size_t kJournalRecords = 1'000;

struct Service {
  Service() {
    journal.limit(kJournalRecords);
    default_network(account);
  }

  sim::FirstChooser chooser;
  sim::Journal journal;
  Account account;
  sim::Scheduler scheduler{chooser};
  api::Server server{scheduler, scheduler.start("aws"), journal, account};
  api::Pipeline pipeline{server};
  Front front{server, pipeline, scheduler.start("user"), {}};
};

constexpr std::array<const char*, 6> kServices{"elasticloadbalancing", "ec2", "sts", "shield", "acm", "tagging"};
constexpr std::array<const char*, 2> kMethods{"POST", "GET"};
constexpr std::array<const char*, 8> kTargets{"",
                                              "AWSShield_20160616.GetSubscriptionState",
                                              "WAF.Unknown",
                                              "CertificateManager.ListCertificates",
                                              "CertificateManager.RequestCertificate",
                                              "CertificateManager.ImportCertificate",
                                              "CertificateManager.Nothing",
                                              "ResourceGroupsTaggingAPI_20170126.GetResources"};

http::Request request_of(http::FuzzInput input) {
  http::Request request;
  const std::string service = input.choose(kServices);
  request.method = input.choose(kMethods);
  const std::string target = input.choose(kTargets);
  request.headers.emplace_back("Authorization",
                               "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-west-2/" + service + "/aws4_request");
  if (!target.empty()) request.headers.emplace_back("X-Amz-Target", target);
  request.target = "/";
  if (request.method == "GET") request.target.append("?").append(input.rest());
  else request.body = input.rest();
  return request;
}

}  // namespace
}  // namespace nlbsim::fake_aws

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim::fake_aws;
  static std::unique_ptr<Service> service;
  static int inputs = 0;
  if (inputs++ % kInputsPerService == 0) service = std::make_unique<Service>();
  nlbsim::http::expect_one_answer(service->front, request_of({data, size}));
  return 0;
}
