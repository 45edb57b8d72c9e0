// What AWS Certificate Manager remembers. A value. Which load balancers use a certificate stands with their listeners
// (elbv2/load_balancing.h) and is looked up.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "api/aws/acm.h"
#include "fake_aws/timetable.h"
#include "sim/ids.h"

namespace nlbsim::fake_aws {

struct CertificateEntry {
  aws::acm::CertificateDetail description;  // InUseBy is looked up
  aws::TagMap tags;
  std::string body;   // PEM; of imported ones
  std::string chain;  // PEM
  std::string idempotency_token;
  std::optional<Timetable::Key> validation;  // while it waits for that
};

struct Certificates {
  sim::IdMint ids;
  std::map<std::string, CertificateEntry, std::less<>> by_arn;
};

}  // namespace nlbsim::fake_aws
