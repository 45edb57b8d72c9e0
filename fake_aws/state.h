// All that the account remembers, as one copyable value, split by resource family.
#pragma once

#include <map>
#include <string>

#include "fake_aws/acm/certificates.h"
#include "fake_aws/ec2/network.h"
#include "fake_aws/elbv2/load_balancing.h"
#include "fake_aws/throttle/token_buckets.h"
#include "fake_aws/timetable.h"

namespace nlbsim::fake_aws {

struct State {
  Network network;               // EC2
  LoadBalancing load_balancing;  // Elastic Load Balancing v2
  Certificates certificates;     // ACM
  TokenBuckets buckets;
  Timetable timetable;
};

}  // namespace nlbsim::fake_aws
