#include "scenarios/runner/run.h"

#include <algorithm>
#include <utility>

#include "api/records.h"
#include "scenarios/language/aws_call.h"
#include "scenarios/runner/aftermath.h"

namespace nlbsim::scenarios {

namespace {

// Until when a step may run that has no bound of its own: a user's call takes no longer, unless somebody lost it.
constexpr sim::Duration kUserPatience = std::chrono::minutes{10};
// Under exploration no `within` judges: a step that waits goes on until nothing is left to do, or so long at most.
constexpr sim::Duration kExplorersPatience = std::chrono::hours{6};

Json to_json(const sim::Error& error) {
  Json causes = Json::array();
  for (const sim::ErrorCause& cause : error.causes)
    causes.push_back(Json{{"reason", cause.reason}, {"message", cause.message}, {"field", cause.field}});
  return Json{{"reason", error.code}, {"status", error.http_status}, {"message", error.message}, {"causes", causes}};
}

bool names_mark(const std::vector<Step>& steps, const std::string& mark) {
  const auto compares = [&](const Subject& subject) {
    const auto* aws = std::get_if<AwsSubject>(&subject);
    return aws && aws->unchanged_since == mark;
  };
  const auto any_of = [&](const Expectation& expectation) {
    return std::ranges::any_of(expectation.subjects, compares);
  };
  return std::ranges::any_of(steps, [&](const Step& step) {
    if (const auto* random = std::get_if<RandomStep>(&step.action))
      return std::ranges::any_of(random->ways, [&](const InnerSteps& way) { return names_mark(*way, mark); });
    if (const auto* wait = std::get_if<WaitStep>(&step.action)) return any_of(wait->expectation);
    if (const auto* never = std::get_if<NeverStep>(&step.action)) return any_of(never->expectation);
    const auto* check = std::get_if<AssertStep>(&step.action);
    return check && any_of(check->expectation);
  });
}

}  // namespace

Run::Run(const Scenario& scenario, const WorldTemplate& plan, sim::Chooser& chooser, const PlayOptions& options,
         RunRecord& record)
    : scenario_(scenario), options_(options), world_(plan, chooser), record_(record) {
  for (RunObserver* observer : options_.observers) observer->started(world_, scenario_);
  faults_.attach(world_);
  for (const FaultSpec& fault : scenario_.faults) faults_.add(fault);
  for (const FaultSpec& fault : options_.faults) faults_.add(fault);
  if (scenario_.fixtures.empty()) return;
  fixtures_.emplace();
  fixtures_->verb = "apply";
  fixtures_->text = "apply the fixtures";
  fixtures_->source = {scenario_.file, 0};
  fixtures_->action = ApplyStep{{}, scenario_.fixtures, std::nullopt};
}

bool Run::turn() {
  if (!pursuit_) {
    const Step* step = next_step();
    if (step) begin_step(*step);
    return step != nullptr;
  }
  Ended ended = Ended::stopped;
  if (!stopped()) {
    if (pursuit_->reached && pursuit_->reached()) ended = Ended::reached;
    else if (advance(pursuit_->until)) return true;
    else ended = Ended::late;
  }
  const auto then = std::move(pursuit_->then);
  pursuit_.reset();
  go_on(then(ended));
  return true;
}

const Step* Run::next_step() const {
  const std::size_t played = record_.steps.size();
  if (played != 0 && record_.steps.back().state == StepState::failed) return nullptr;
  if (fixtures_ && played == 0) return &*fixtures_;
  const std::size_t index = played - (fixtures_ ? 1 : 0);
  return index < scenario_.steps.size() ? &scenario_.steps[index] : nullptr;
}

void Run::finish() {
  for (std::size_t i = record_.steps.size() - (fixtures_ ? 1 : 0); i < scenario_.steps.size(); ++i) {
    StepResult left_out;
    left_out.index = static_cast<int>(record_.steps.size());
    left_out.verb = scenario_.steps[i].verb;
    left_out.text = scenario_.steps[i].text;
    left_out.source = scenario_.steps[i].source;
    left_out.begin = left_out.end = world_.scheduler().now();
    record_.steps.push_back(std::move(left_out));
  }
  see_outsiders_off(record_.steps);
  for (RunObserver* observer : options_.observers)
    for (Violation& violation : observer->finished(world_)) record_.violations.push_back(std::move(violation));
  record_.virtual_duration = world_.scheduler().now() - sim::kWorldStart;
  record_.scheduler_steps = world_.scheduler().steps();
  record_.actors = world_.actors();
  record_.journal_hash = world_.journal().hash();
  record_.journal = world_.shared_journal();
}

void Run::begin_step(const Step& step) {
  result_ = StepResult();
  result_.index = static_cast<int>(record_.steps.size());
  result_.verb = step.verb;
  result_.text = step.text;
  result_.source = step.source;
  result_.begin = world_.scheduler().now();
  auto marker = std::make_shared<api::StepMarker>();
  marker->index = result_.index;
  marker->text = step.text;
  step_ = &step;
  step_index_ = result_.index;
  step_record_ = world_.journal().append(world_.scheduler().now(), world_.user().id(), 0, sim::RecordKind::step,
                                         std::move(marker));
  result_.first_record = step_record_;
  go_on(std::visit([this](const auto& action) { return execute(action); }, step.action));
}

void Run::go_on(Begun begun) {
  if (begun.pursuit) pursuit_ = std::move(begun.pursuit);
  else end_step(std::move(begun.failure));
}

void Run::end_step(std::string failure) {
  result_.failure = std::move(failure);
  observe();
  if (result_.failure.empty() && stopped()) result_.failure = why_stopped();
  if (!result_.failure.empty() && options_.judge) result_.failure += "\n" + aftermath(world_, *step_);
  result_.shown = std::exchange(shown_, {});
  result_.state = result_.failure.empty() ? StepState::passed : StepState::failed;
  result_.end = world_.scheduler().now();
  result_.last_record = world_.journal().last();
  record_.steps.push_back(std::move(result_));
}

// ---- time ----

bool Run::advance(sim::Instant until) {
  sim::Scheduler& scheduler = world_.scheduler();
  if (!scheduler.run_one_ready()) {
    const auto deadline = scheduler.next_deadline();
    scheduler.advance_to(std::min(deadline.value_or(until), until));
    if (!deadline || *deadline > until) return false;
  }
  observe();
  return true;
}

sim::Instant Run::deadline(sim::Duration within) const {
  return world_.scheduler().now() + (options_.judge ? within : std::max(within, kExplorersPatience));
}

void Run::observe() {
  const auto records = world_.journal().records();
  if (world_.journal().last() == seen_) return;
  const auto fresh = records.subspan(static_cast<std::size_t>(seen_ + 1 - records.front().id));
  seen_ = world_.journal().last();
  const Interest touch = touched(fresh);
  judge_.observe(touch);
  fresh_.add(touch);
  count_for_outsiders(fresh);
  const bool broken = faults_.in_force();
  for (RunObserver* observer : options_.observers) {
    observer->broken(broken);
    observer->observed(world_, fresh);
  }
  for (const Watched& watched : watched_) {
    if (!broken_never_.empty() || !watched.interest.overlaps(touch) || !judge_.holds(*watched.expectation)) continue;
    broken_never_ = watched.step->source.text() + ": what should never be came to be at " +
                    sim::format_offset(world_.scheduler().now() - sim::kWorldStart) + ": " + watched.step->text;
  }
  let_outsiders_act();
}

std::string Run::why_stopped() const {
  if (!broken_never_.empty()) return broken_never_;
  return "the run took more than " + std::to_string(options_.step_limit) +
         " scheduler steps and was ended: something goes round in a circle";
}

Run::Begun Run::execute(const AdvanceStep& step) {
  return {{}, Pursuit{world_.scheduler().now() + step.by, {}, [](Ended) { return over(); }}};
}

Run::Begun Run::execute(const SettleStep& step) {
  Pursuit rest{deadline(step.within), [this] { return world_.scheduler().quiescent(); }, {}};
  rest.then = [this, quiet = step.quiet_for](Ended ended) {
    if (ended == Ended::late) return over(options_.judge ? still_busy() : std::string());
    return ended == Ended::reached && quiet ? quiet_for(*quiet) : over();
  };
  return {{}, std::move(rest)};
}

Run::Begun Run::quiet_for(sim::Duration duration) {
  const sim::RecordId from = world_.journal().last();
  Pursuit quiet{world_.scheduler().now() + duration, {}, {}};
  quiet.then = [this, from, duration](Ended) {
    return over(options_.judge ? changes_since(from, duration) : std::string());
  };
  return {{}, std::move(quiet)};
}

std::string Run::changes_since(sim::RecordId from, sim::Duration duration) const {
  const CallView view(world_.journal().records(), world_.actors());
  CallFilter mutation;
  mutation.mutating = true;
  Bindings none;
  const std::int64_t count = view.count(mutation, from, none);
  if (count == 0) return {};
  return to_text({{"calls that change something, " + sim::format_duration(duration) + " long", "none",
                   std::to_string(count) + ", the first: " + view.describe(*view.first_sent(mutation, from, none))}});
}

std::string Run::still_busy() const {
  std::string lately = "nothing was reconciled";
  for (const sim::Record& record : world_.journal().records()) {
    if (record.kind != sim::RecordKind::reconcile_finished) continue;
    const auto& finished = api::payload<api::ReconcileFinished>(record);
    lately = "the last reconcile, of " + finished.controller + " " + finished.key + " at " +
             sim::format_offset(record.at - sim::kWorldStart) + ", ended with " + std::string(name(finished.outcome));
    if (!finished.message.empty()) lately += ": " + finished.message;
  }
  return to_text({{"", "nothing is left to do", "timers or calls are still due; " + lately}});
}

// ---- expectations ----

Run::Begun Run::execute(const WaitStep& step) {
  if (judge_.holds(step.expectation)) return over();
  fresh_ = {};
  Pursuit met{deadline(step.within), {}, {}};
  met.reached = [this, &step, interest = interest_of(step.expectation)] {
    if (!options_.judge && world_.scheduler().quiescent()) return true;
    if (!fresh_.overlaps(interest)) return false;
    fresh_ = {};
    return judge_.holds(step.expectation);
  };
  met.then = [this, &step](Ended ended) {
    if (ended != Ended::late || !options_.judge) return over();
    return over("not within " + sim::format_duration(step.within) + ":\n" + judge_.explain(step.expectation));
  };
  return {{}, std::move(met)};
}

Run::Begun Run::execute(const AssertStep& step) {
  if (judge_.holds(step.expectation) || !options_.judge) return over();
  return over(judge_.explain(step.expectation));
}

Run::Begun Run::execute(const NeverStep& step) {
  if (!options_.judge) return over();
  if (judge_.holds(step.expectation)) return over("what should never be is there: " + step_->text);
  watched_.push_back({step_, &step.expectation, interest_of(step.expectation)});
  return over();
}

Run::Begun Run::execute(const MarkStep& step) {
  judge_.mark(step.name, names_mark(scenario_.steps, step.name));
  return over();
}

// ---- the user ----

Result<std::vector<Manifest>> Run::expanded(const std::vector<Manifest>& manifests) {
  std::vector<Manifest> out = manifests;
  for (Manifest& manifest : out) {
    if (!manifest.has_references) continue;
    std::string missing;
    Json document = expand_all(*manifest.document, judge_.bindings(), missing);
    if (!missing.empty())
      return sim::fail("InvalidScenario", "nothing is bound to ${" + missing + "}", manifest.source.text());
    manifest.document = std::make_shared<const Json>(std::move(document));
  }
  return out;
}

Run::Begun Run::carry_out(const std::shared_ptr<UserJob>& job, const std::optional<Pattern>& refused) {
  Pursuit answered{world_.scheduler().now() + kUserPatience, [job] { return job->done; }, {}};
  answered.then = [this, job, &refused](Ended ended) {
    if (ended == Ended::late)
      return over("the API server did not answer within " + sim::format_duration(kUserPatience));
    return over(stopped() || !options_.judge ? std::string() : answers_to(*job, refused));
  };
  return {{}, std::move(answered)};
}

std::string Run::answers_to(const UserJob& job, const std::optional<Pattern>& refused) {
  std::string why;
  for (const UserAnswer& answer : job.answers) {
    std::string lines;
    if (!refused && answer.error) {
      lines = to_text({{"", "the API server takes it", answer.error->code + ": " + answer.error->message}});
    } else if (refused && !answer.error) {
      lines = to_text({{"", "the API server refuses it: " + refused->text(), "it was taken"}});
    } else if (refused) {
      const Json error = to_json(*answer.error);
      if (!refused->matches(error, judge_.bindings())) lines = to_text(refused->differences(error, judge_.bindings()));
    }
    if (lines.empty()) continue;
    why += (why.empty() ? "" : "\n") + answer.subject;
    if (answer.source.line != 0) why += " (" + answer.source.text() + ")";
    why += "\n" + lines;
  }
  return why;
}

Run::Begun Run::execute(const ApplyStep& step) {
  auto manifests = expanded(step.manifests);
  if (!manifests) return over(manifests.error().describe());
  return carry_out(user_.apply(step.cluster, *std::move(manifests), step_record_), step.refused);
}

Run::Begun Run::execute(const PatchStep& step) {
  auto body = expanded({step.body});
  if (!body) return over(body.error().describe());
  return carry_out(user_.patch(step, body->front().document, step_record_), step.refused);
}

Run::Begun Run::execute(const DeleteStep& step) {
  return carry_out(user_.remove(step.ref, step_record_), step.refused);
}

Run::Begun Run::execute(const CallStep& step) {
  auto request = expanded({step.request});
  if (!request) return over(request.error().describe());
  auto call = make_aws_call(step.operation, *request->front().document);
  if (!call) return over(step.request.source.text() + ": " + call.error().message);
  return carry_out(user_.call(*std::move(call), step.request.source, step_record_), step.refused);
}

// ---- controllers and watches ----

namespace {

std::string no_such_controller(const World& world, const std::string& name) {
  std::string known;
  for (const std::string& actor : world.actors())
    if (is_controller(actor)) known += (known.empty() ? "" : ", ") + actor;
  return "there is no controller \"" + name + "\"; there are " + (known.empty() ? "none" : known);
}

}  // namespace

Run::Begun Run::execute(const CrashStep& step) {
  ReplicaSlot* replica = world_.replica(step.actor);
  if (!replica) return over(no_such_controller(world_, step.actor));
  world_.crash(*replica, step_record_);
  if (step.restart_after) world_.start_after(*replica, *step.restart_after);
  return over();
}

Run::Begun Run::execute(const RestartStep& step) {
  ReplicaSlot* replica = world_.replica(step.actor);
  if (!replica) return over(no_such_controller(world_, step.actor));
  world_.crash(*replica, step_record_);
  world_.start(*replica, step_record_);
  return over();
}

// ---- faults ----

Run::Begun Run::execute(const HoldStep& step) {
  faults_.hold({step.kind, step.actor});
  return over();
}

Run::Begun Run::execute(const ReleaseStep& step) {
  if (faults_.release({step.kind, step.actor}) || !options_.judge) return over();
  return over("nothing is held that this could release: name the kind and controller of a hold, or leave both out");
}

Run::Begun Run::execute(const FaultStep& step) {
  faults_.add(step.fault);
  return over();
}

Run::Begun Run::execute(const HealStep& step) {
  if (step.all) faults_.heal_all();
  else if (!faults_.heal(step.id)) return over("there is no fault \"" + step.id + "\" to heal: it has not begun");
  return over();
}

Run::Begun Run::execute(const PartitionStep& step) {
  return over(faults_.partition(step) ? std::string() : no_such_controller(world_, step.actor));
}

Run::Begun Run::execute(const HealthCheckStep& step) {
  std::string missing;
  std::string target(api::text(Template(step.target).expand(judge_.bindings(), missing)));
  if (!missing.empty()) return over("nothing is bound to ${" + missing + "}");
  world_.set_passing(std::move(target), step.port, step.passes);
  return over();
}

}  // namespace nlbsim::scenarios
