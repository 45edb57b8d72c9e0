#include "scenarios/control/serve.h"

#include <algorithm>
#include <optional>

#include "api/http/server.h"
#include "fake_apiserver/http/kube_front.h"
#include "fake_aws/http/front.h"
#include "scenarios/control/certificates.h"
#include "scenarios/control/control_plane.h"
#include "scenarios/control/injection.h"
#include "scenarios/control/journal_keeper.h"
#include "scenarios/control/metrics_page.h"
#include "scenarios/control/served_review.h"
#include "scenarios/language/files.h"
#include "scenarios/runner/manifest_set.h"
#include "scenarios/runner/user.h"
#include "sim/unlogged_chooser.h"
#include "sim/wall/wall_driver.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::scenarios {

namespace {

// Of the draws of faults that strike with a probability: the same on each start.
constexpr std::uint64_t kStrikeSeed = 1;

WorldSettings world_settings(const ServeSettings& settings) {
  WorldSettings world = settings.world;
  world.start = settings.start;
  if (!world.workloads) world.workloads = true;
  int& controllers = world.clusters.front().controllers;
  controllers = settings.builtin_controller ? std::max(controllers, 1) : 0;
  return world;
}

fake_apiserver::Users users_of(const ServeSettings& settings) {
  fake_apiserver::Users users;
  for (const UserSpec& user : settings.users) {
    fake_apiserver::Identity identity{user.name, {}, user.groups};
    identity.groups.emplace_back(fake_apiserver::kAuthenticated);
    users.emplace(user.token, std::move(identity));
  }
  return users;
}

// AWS makes no VPC without a default security group, and people's scripts look for it; scenarios tell of what a
// controller needs alone.
void furnish_vpcs(World& world) {
  fake_aws::Network& network = world.account().network();
  for (const auto& [id, vpc] : network.vpcs)
    if (!network.group_ids.contains({id, "default"})) network.furnish_vpc(id);
}

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address.starts_with("[::1]"); }

// What stands between a socket and a front: the world is brought to the present first, so that whatever the request
// does happens at the right time.
class PresentHandler final : public http::Handler {
 public:
  PresentHandler(sim::WallDriver& driver, JournalKeeper& journal, http::Handler& front)
      : driver_(driver), journal_(journal), front_(front) {}
  void mount(ControlPlane& control) { control_ = &control; }
  void judge(ServedReview& review) { review_ = &review; }
  void measure(MetricsPage& metrics) { metrics_ = &metrics; }

  void handle(http::Request& request, http::Responder responder) override {
    driver_.catch_up();
    if (metrics_) metrics_->read();
    journal_.keep();
    if (metrics_ && request.target == "/metrics") return responder.send(page());
    if (control_ && ControlPlane::owns(request.target)) return responder.send(control_->answer(request));
    front_.handle(request, std::move(responder));
    if (review_) review_->look();
  }
  http::Response refuse(int status, std::string_view why) override { return front_.refuse(status, why); }

 private:
  http::Response page() const {
    http::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = std::make_shared<const std::string>(metrics_->text());
    return response;
  }

  sim::WallDriver& driver_;
  JournalKeeper& journal_;
  http::Handler& front_;
  ControlPlane* control_ = nullptr;
  MetricsPage* metrics_ = nullptr;
  ServedReview* review_ = nullptr;
};

// What stands in certificates for this machine.
const std::vector<std::string> kOwnNames{"localhost", "kubernetes", "kubernetes.default.svc"};
const std::vector<std::string> kOwnAddresses{"127.0.0.1", "::1", "10.96.0.1"};

constexpr std::chrono::seconds kReviewPeriod{1};

}  // namespace

// In the order of construction. What coroutines of the world refer to stands before it, what turns it behind it.
struct ServedWorld::Parts {
  Parts(boost::asio::io_context& io, const WorldTemplate& plan, std::uint32_t speed, JournalBounds bounds)
      : world(plan, chooser_of(plan)),
        journal(world.journal(), bounds),
        wall(io),
        driver(world.scheduler(), io, wall, {.speed = speed}),
        review_time(io) {}

  void add_client(const ClientSpec& spec, http::Callers& callers) {
    sim::Actor& actor = world.add_client(spec.name);
    callers.add(actor, spec.token, [this, &actor] { world.client_calls(actor); });
  }

  Result<void> listen_with_tls(boost::asio::io_context& io, const std::string& address) {
    auto made = CertificateAuthority::make(sim::wall_date());
    if (!made) return sim::forward(std::move(made.error()));
    authority = *std::move(made);
    const auto identity = authority->issue(kOwnNames, kOwnAddresses);
    if (!identity) return sim::forward(identity.error());
    tls_server.emplace(io, *kube_handler);
    return tls_server->listen(address, *identity);
  }

  // Until every answer is there; what is refused becomes a cause.
  void apply(std::vector<Manifest> manifests, sim::Error& refused) {
    constexpr sim::Duration kMoment = std::chrono::milliseconds{10};
    constexpr sim::Duration kLongest = std::chrono::minutes{30};  // a fault may keep an answer for ever
    const sim::Instant begun = world.scheduler().now();
    const auto job = user.apply(world.clusters().front().name, std::move(manifests), 0);
    while (!job->done && world.scheduler().now() - begun < kLongest) {
      driver.jump(kMoment);
      driver.catch_up();
    }
    if (!job->done) refused.causes.push_back({"Timeout", "the API server did not answer what was loaded", {}});
    for (const UserAnswer& answer : job->answers)
      if (answer.error)
        refused.causes.push_back(
            {answer.error->code, answer.subject + ": " + answer.error->message, answer.source.text()});
  }

  void judge(const WorldSettings& settings) {
    review.emplace(world, settings);
    kube_handler->judge(*review);
    aws_handler->judge(*review);
    look_on();
  }

  void look_on() {
    review_time.set_alarm(review_time.now() + kReviewPeriod, [this] {
      review->tick(kReviewPeriod, faults.in_force());
      look_on();
    });
  }

  // Where reads may be behind, some are; otherwise everything takes its ordinary way.
  sim::Chooser& chooser_of(const WorldTemplate& plan) {
    if (plan.settings().aws.consistency == "instant") return ordinary;
    return strikes;
  }

  sim::FirstChooser ordinary;
  sim::UnloggedChooser strikes{kStrikeSeed};  // also of faults
  FaultInjector faults;
  std::optional<api::Pipeline> kube;  // the wire clients' own, without travel times
  std::optional<api::Pipeline> aws;
  std::optional<fake_apiserver::KubeFront> kube_front;
  std::optional<fake_aws::Front> aws_front;
  World world;
  User user{world};  // who applies what is loaded
  JournalKeeper journal;
  sim::SteadyWallTime wall;
  sim::WallDriver driver;
  std::optional<ControlPlane> control;
  std::optional<MetricsPage> metrics;  // of the built-in controller
  std::optional<PresentHandler> kube_handler;
  std::optional<PresentHandler> aws_handler;
  std::optional<CertificateAuthority> authority;
  std::optional<ServedReview> review;
  sim::SteadyWallTime review_time;
  std::string profile, served_versions;
  std::optional<http::Server> kube_server;
  std::optional<http::Server> tls_server;
  std::optional<http::Server> aws_server;
};

ServedWorld::ServedWorld(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ServedWorld::~ServedWorld() = default;

Result<std::unique_ptr<ServedWorld>> ServedWorld::start(boost::asio::io_context& io, const ServeSettings& settings) {
  if (settings.world.clusters.size() > 1)
    return sim::fail("InvalidWorld",
                     "one cluster can be served, and the world has " + std::to_string(settings.world.clusters.size()));
  const auto plan = WorldTemplate::make(world_settings(settings), settings.profile, settings.served_versions);
  if (!plan) return sim::forward(plan.error());
  JournalBounds bounds;
  bounds.bytes = std::size_t{settings.journal_mib} << 20U;
  auto parts = std::make_unique<Parts>(io, *plan, settings.speed, bounds);
  World& world = parts->world;
  furnish_vpcs(world);
  ClusterSlot& cluster = world.clusters().front();
  parts->kube.emplace(*cluster.server);
  parts->aws.emplace(world.aws_server());
  parts->faults.attach(world, {&*parts->kube, &*parts->aws}, parts->strikes);
  if (!settings.faults_file.empty()) {
    const auto text = read_input(settings.faults_file);
    if (!text) return sim::forward(text.error());
    if (auto injected = inject(*text, settings.faults_file, world, parts->faults); !injected)
      return sim::forward(std::move(injected.error()));
  }

  http::Callers callers(world.user());
  for (const ClientSpec& client : settings.clients) parts->add_client(client, callers);
  fake_aws::FrontSettings account;
  account.account_id = world.account().settings().account;
  account.region = world.account().settings().region;
  account.elsewhere = world.account().settings();
  account.log = settings.log;
  parts->aws_front.emplace(world.aws_server(), *parts->aws, callers, std::move(account));
  parts->aws_handler.emplace(parts->driver, parts->journal, *parts->aws_front);
  parts->aws_server.emplace(io, *parts->aws_handler);
  if (auto listening = parts->aws_server->listen(settings.aws_listen); !listening)
    return sim::forward(std::move(listening.error()));

  parts->kube_front.emplace(*parts->kube, *cluster.server, callers, settings.kube_listen);
  parts->kube_front->set_pace(settings.speed);
  parts->kube_front->set_users(users_of(settings));
  parts->kube_handler.emplace(parts->driver, parts->journal, *parts->kube_front);
  if (settings.builtin_controller) parts->kube_handler->measure(parts->metrics.emplace(world));
  parts->kube_server.emplace(io, *parts->kube_handler);
  if (auto listening = parts->kube_server->listen(settings.kube_listen); !listening)
    return sim::forward(std::move(listening.error()));
  parts->kube_front->set_address(parts->kube_server->address());
  if (settings.control_plane && is_loopback(parts->kube_server->address())) {
    parts->control.emplace(world, parts->driver, parts->faults);
    parts->kube_handler->mount(*parts->control);
  }
  if (!settings.tls_listen.empty())
    if (auto listening = parts->listen_with_tls(io, settings.tls_listen); !listening)
      return sim::forward(std::move(listening.error()));
  parts->profile = settings.profile;
  parts->served_versions = settings.served_versions;
  if (settings.judged) parts->judge(plan->settings());
  if (parts->review && parts->control)
    parts->control->judge(*parts->review, [parts = parts.get(), write = settings.write_reports] {
      if (!write) return Result<void>(sim::fail("NoReports", "serve was started without --out: there is no folder"));
      return write(parts->review->record(parts->profile, parts->served_versions));
    });
  return std::unique_ptr<ServedWorld>(new ServedWorld(std::move(parts)));
}

std::string ServedWorld::kube_address() const { return parts_->kube_server->address(); }
std::string ServedWorld::tls_address() const {
  return parts_->tls_server ? parts_->tls_server->address() : std::string();
}
std::string ServedWorld::authority() const {
  return parts_->authority ? parts_->authority->certificate() : std::string();
}
Result<http::TlsIdentity> ServedWorld::issue_certificate() const {
  if (parts_->authority) return parts_->authority->issue(kOwnNames, kOwnAddresses);
  const auto own = CertificateAuthority::make(sim::wall_date());
  if (!own) return sim::forward(own.error());
  return own->issue(kOwnNames, kOwnAddresses);
}
std::string ServedWorld::aws_address() const { return parts_->aws_server->address(); }
bool ServedWorld::has_control_plane() const { return parts_->control.has_value(); }
World& ServedWorld::world() { return parts_->world; }
RunRecord ServedWorld::record() { return parts_->review->record(parts_->profile, parts_->served_versions); }

Result<void> ServedWorld::load(std::vector<Manifest> manifests) {
  std::vector<Manifest> definitions = take_definitions(manifests);
  constexpr sim::Duration kEstablished = std::chrono::seconds{1};
  sim::Error refused;
  refused.code = "Refused";
  if (!definitions.empty()) {
    parts_->apply(std::move(definitions), refused);
    parts_->driver.jump(kEstablished);
    parts_->driver.catch_up();
  }
  parts_->apply(std::move(manifests), refused);
  if (refused.causes.empty()) return {};
  return sim::forward(std::move(refused));
}

void ServedWorld::stop() {
  parts_->review_time.cancel_alarm();
  parts_->kube_server->stop();
  if (parts_->tls_server) parts_->tls_server->stop();
  parts_->aws_server->stop();
}

}  // namespace nlbsim::scenarios
