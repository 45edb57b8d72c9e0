#include "api/http/callers.h"

#include <gtest/gtest.h>

#include "sim/choice.h"
#include "sim/scheduler.h"

namespace nlbsim::http {
namespace {

class CallersTest : public testing::Test {
 protected:
  CallersTest() {
    callers.add(lbc, "secret", [this] { ++called; });
  }
  std::string caller(std::vector<Header> headers, std::string_view access_key = {}) {
    return callers.of({"GET", "/", std::move(headers), ""}, access_key).name();
  }

  sim::FirstChooser chooser;
  sim::Scheduler scheduler{chooser};
  sim::Actor& user = scheduler.start("user");
  sim::Actor& lbc = scheduler.start("lbc");
  Callers callers{user};
  int called = 0;
};

TEST_F(CallersTest, ATokenSaysWhoItIs) {
  EXPECT_EQ(caller({{"Authorization", "Bearer secret"}}), "lbc");
  EXPECT_EQ(caller({{"authorization", "bearer  secret"}}), "lbc");
  EXPECT_EQ(caller({{"Authorization", "Basic secret"}}), "user");
  EXPECT_EQ(caller({}, "secret"), "lbc");
  EXPECT_EQ(caller({}, "test"), "user");
  EXPECT_EQ(called, 3);
}

TEST_F(CallersTest, AUserAgentSaysSoWhereThereIsNoToken) {
  EXPECT_EQ(caller({{"User-Agent", "lbc/v0.0.0 (linux/amd64) kubernetes/$Format"}}), "lbc");
  EXPECT_EQ(caller({{"User-Agent", "aws-sdk-go-v2/1.39.2 secret/1"}}), "lbc");
  EXPECT_EQ(caller({{"User-Agent", "lbcd/1"}}), "user");
  EXPECT_EQ(caller({{"User-Agent", "lbc/1"}, {"Authorization", "Bearer other"}}), "user");
  EXPECT_EQ(caller({}), "user");
}

}  // namespace
}  // namespace nlbsim::http
