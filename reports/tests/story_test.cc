#include "reports/story/story.h"

#include <gmock/gmock.h>

#include <sstream>

#include "reports/story/object_facts.h"
#include "reports/story/resource_facts.h"
#include "reports/tests/specimen.h"
#include "reports/timeline/timeline.h"

namespace nlbsim::reports {
namespace {

using api::Json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Event& event_of(const Story& story, sim::RecordId record, LaneKind kind) {
  for (const Event& event : story.events)
    if (event.record == record && story.lanes[event.lane].kind == kind) return event;
  ADD_FAILURE() << "no event of record " << record;
  return story.events.front();
}

TEST(StoryTest, ACallLastsUntilItsAnswerAndSaysThatItWasLost) {
  const Story story = tell(specimen("a", scenarios::Outcome::passed));
  const Event& call = event_of(story, 4, LaneKind::aws_calls);
  EXPECT_EQ(call.begin, std::chrono::milliseconds{5});
  EXPECT_EQ(call.end, std::chrono::milliseconds{85});
  EXPECT_EQ(call.tone, Tone::fault);
  EXPECT_THAT(call.facts.front(), HasSubstr("took effect, but the answer was lost: RequestTimeout"));
}

TEST(StoryTest, CausesLeadFromTheUserToTheStateOfTheLoadBalancer) {
  const Story story = tell(specimen("a", scenarios::Outcome::passed));
  std::vector<sim::RecordId> chain;
  for (const Event* at = &event_of(story, 6, LaneKind::load_balancers); at->cause;) {
    at = &story.events[*at->cause];
    chain.push_back(at->record);
  }
  EXPECT_THAT(chain, ElementsAre(4, 3, 2, 1));
}

TEST(StoryTest, AStateLastsUntilTheNext) {
  const Story story = tell(specimen("a", scenarios::Outcome::passed));
  EXPECT_EQ(event_of(story, 6, LaneKind::load_balancers).end, std::chrono::milliseconds{150'045});
  EXPECT_EQ(event_of(story, 11, LaneKind::load_balancers).end, std::chrono::seconds{151});
}

TEST(StoryTest, TheFirstErrorIsTheEarliestInVirtualTime) {
  const Story story = tell(failed_specimen());
  ASSERT_TRUE(story.first_error);
  EXPECT_EQ(story.events[*story.first_error].record, 10U);  // the violation at 90 ms, before the step fails at 151 s
  EXPECT_FALSE(tell(specimen("a", scenarios::Outcome::passed)).first_error);
}

TEST(StoryTest, OverlappingSpansStandInRowsOfTheirOwn) {
  scenarios::RunRecord run = specimen("a", scenarios::Outcome::passed);
  std::vector<Json> records = records_to_json(run);
  Json second = records[3];
  second["id"] = 13;
  second["ns"] = 6'000'000;
  records.push_back(second);
  set_records(run, std::move(records));
  const Story story = tell(run);
  EXPECT_NE(event_of(story, 4, LaneKind::aws_calls).row, event_of(story, 13, LaneKind::aws_calls).row);
  EXPECT_TRUE(event_of(story, 13, LaneKind::aws_calls).in_flight);
}

TEST(ObjectFactsTest, NamesOnlyWhatChanged) {
  const Json before = Json::parse(R"({"kind":"TCPRoute","metadata":{"namespace":"a","name":"r"},"status":{"parents":[
    {"parentRef":{"name":"g","sectionName":"s"},"conditions":[{"type":"Accepted","status":"True","reason":"Accepted"},
    {"type":"ResolvedRefs","status":"True","reason":"ResolvedRefs"}]}]}})");
  Json now = before;
  now["status"]["parents"][0]["conditions"][1] =
      Json{{"type", "ResolvedRefs"}, {"status", "False"}, {"reason", "BackendNotFound"}, {"message", "no Service"}};
  const ObjectFacts facts = object_facts(kube::WatchEventType::modified, before, now);
  EXPECT_THAT(facts.lines, ElementsAre("TCPRoute a/r: parent g/s ResolvedRefs=False (BackendNotFound): no Service"));
  EXPECT_TRUE(facts.warning);
  EXPECT_FALSE(object_facts(kube::WatchEventType::modified, now, now).important);
}

TEST(ResourceFactsTest, FindsTheNameInEveryArn) {
  const std::string prefix = "arn:aws:elasticloadbalancing:us-west-2:123456789012:";
  EXPECT_EQ(resource_name(prefix + "loadbalancer/net/edge/1"), "edge");
  EXPECT_EQ(resource_name(prefix + "listener/net/edge/1/2"), "edge");
  EXPECT_EQ(resource_name(prefix + "targetgroup/tg/3"), "tg");
  EXPECT_EQ(resource_name("sg-1"), "sg-1");
  EXPECT_EQ(resource_name("arn:"), "arn:");
}

std::string timeline(const scenarios::RunRecord& run, const TimelineOptions& options) {
  std::ostringstream out;
  write_timeline(run, options, out);
  return out.str();
}

TEST(TimelineTest, IsShortUnlessAskedForEveryCall) {
  const auto run = specimen("a", scenarios::Outcome::passed);
  const std::string concise = timeline(run, {});
  EXPECT_THAT(concise, HasSubstr("+00:00:00.045  aws            NLB k8s-web-edge created, provisioning\n"));
  EXPECT_THAT(concise, HasSubstr("NLB k8s-web-edge is active (was provisioning)"));
  EXPECT_THAT(concise, HasSubstr("Gateway web/edge: Programmed=True"));
  EXPECT_THAT(concise, Not(HasSubstr("sees gateways")));
  EXPECT_THAT(concise, Not(HasSubstr("\x1b")));
  EXPECT_THAT(timeline(run, {.every_call = true, .colours = true}), HasSubstr("controller-1 sees gateways web/edge"));
}

TEST(TimelineTest, ShowsTheViolationAndTheFailedStep) {
  const std::string text = timeline(failed_specimen(), {});
  EXPECT_THAT(text, HasSubstr("I-06 violated: it was not"));
  EXPECT_THAT(text, HasSubstr("library/happy-path/broken.yaml:12: failed: apply Gateway edge\n    expected True"));
}

}  // namespace
}  // namespace nlbsim::reports
