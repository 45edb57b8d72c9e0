// Steps that hold others or go more than one way: random, show, on.
#include <utility>

#include "api/records.h"
#include "scenarios/language/aws_call.h"
#include "scenarios/runner/run.h"

namespace nlbsim::scenarios {

Run::Begun Run::execute(const RandomStep& step) {
  sim::Chooser& chooser = world_.scheduler().chooser();
  if (!step.of.empty()) {
    const auto options = static_cast<std::uint32_t>(step.of.size());
    const std::uint32_t chosen = chooser.choose(options, {"scenario", step.name, "value"});
    judge_.bindings().bind(step.name, step.of[chosen]);
    return over();
  }
  const std::uint32_t chosen = chooser.choose(static_cast<std::uint32_t>(step.ways.size()), {"scenario", "", "way"});
  return play_inner(*step.ways[chosen], 0, step_);
}

Run::Begun Run::play_inner(std::span<const Step> steps, std::size_t place, const Step* outer) {
  if (place == steps.size()) {
    step_ = outer;
    return over();
  }
  step_ = &steps[place];
  Begun begun = std::visit([this](const auto& action) { return execute(action); }, step_->action);
  return go_on_inner(std::move(begun), steps, place, outer);
}

Run::Begun Run::go_on_inner(Begun begun, std::span<const Step> steps, std::size_t place, const Step* outer) {
  if (begun.pursuit) {
    begun.pursuit->then = [this, steps, place, outer, then = std::move(begun.pursuit->then)](Ended ended) {
      return go_on_inner(then(ended), steps, place, outer);
    };
    return begun;
  }
  observe();
  const Step& inner = steps[place];
  if (!begun.failure.empty()) begun.failure = inner.source.text() + ": " + inner.text + "\n" + begun.failure;
  if (begun.failure.empty() && !stopped()) return play_inner(steps, place + 1, outer);
  step_ = outer;
  return over(std::move(begun.failure));
}

Run::Begun Run::execute(const ShowStep& step) {
  shown_ += (shown_.empty() ? "" : "\n") + judge_.show(step.what);
  return over();
}

Run::Begun Run::execute(const OnStep& step) {
  outsiders_.push_back({step_, &step, step_index_, 0, false, {}});
  return over();
}

void Run::count_for_outsiders(std::span<const sim::Record> fresh) {
  if (outsiders_.empty()) return;
  const CallView view(world_.journal().records(), world_.actors());
  for (const sim::Record& record : fresh) {
    if (record.kind != sim::RecordKind::call_applied) continue;
    const auto& applied = api::payload<api::CallApplied>(record);
    const sim::Record* sent = applied.error ? nullptr : world_.journal().find(applied.sent);
    if (!sent) continue;
    for (Outsider& outsider : outsiders_)
      if (view.fits(*sent, outsider.on->call, judge_.bindings()) && ++outsider.calls == outsider.on->nth)
        outsider.due = true;
  }
}

void Run::let_outsiders_act() {
  for (Outsider& outsider : outsiders_) {
    if (std::exchange(outsider.due, false))
      for (const Step& step : *outsider.on->steps) outsider.acts.push_back(act(step));
    for (Act& act : outsider.acts) {
      if (act.told || !act.job->done) continue;
      act.told = true;
      const std::string why = options_.judge ? answers_to(*act.job, *act.refused) : std::string();
      if (!why.empty() && broken_never_.empty())
        broken_never_ = act.step->source.text() + ": " + act.step->text + ", done by an outsider:\n" + why;
    }
  }
}

Run::Act Run::act(const Step& step) {
  Act out{&step, nullptr, nullptr, false};
  const auto impossible = [&](const std::string& why) {
    out.job = std::make_shared<UserJob>();
    sim::Error error;
    error.code = "InvalidScenario";
    error.message = why;
    out.job->answers.push_back({step.text, step.source, std::move(error)});
    out.job->done = true;
  };
  if (const auto* apply = std::get_if<ApplyStep>(&step.action)) {
    out.refused = &apply->refused;
    auto manifests = expanded(apply->manifests);
    if (manifests) out.job = user_.apply(apply->cluster, *std::move(manifests), step_record_);
    else impossible(manifests.error().describe());
  } else if (const auto* patch = std::get_if<PatchStep>(&step.action)) {
    out.refused = &patch->refused;
    auto body = expanded({patch->body});
    if (body) out.job = user_.patch(*patch, body->front().document, step_record_);
    else impossible(body.error().describe());
  } else if (const auto* gone = std::get_if<DeleteStep>(&step.action)) {
    out.refused = &gone->refused;
    out.job = user_.remove(gone->ref, step_record_);
  } else if (const auto* call = std::get_if<CallStep>(&step.action)) {
    out.refused = &call->refused;
    auto request = expanded({call->request});
    auto made = request ? make_aws_call(call->operation, *request->front().document)
                        : Result<api::CallRef>(sim::forward(request.error()));
    if (made) out.job = user_.call(*std::move(made), call->request.source, step_record_);
    else impossible(made.error().describe());
  }
  return out;
}

void Run::see_outsiders_off(std::vector<StepResult>& results) {
  if (!options_.judge || outsiders_.empty()) return;
  const auto under_way = [&] {
    for (const Outsider& outsider : outsiders_)
      for (const Act& act : outsider.acts)
        if (!act.told) return true;
    return false;
  };
  constexpr sim::Duration kPatience = std::chrono::minutes{10};
  const sim::Instant until = world_.scheduler().now() + kPatience;
  while (under_way() && !stopped() && advance(until)) continue;
  for (const Outsider& outsider : outsiders_) {
    StepResult& result = results[static_cast<std::size_t>(outsider.index)];
    if (outsider.calls >= outsider.on->nth || result.state != StepState::passed) continue;
    result.state = StepState::failed;
    result.failure = "nobody made that call by the end of the scenario, so what should come between was never done: " +
                     outsider.on->call.text + " took effect " + std::to_string(outsider.calls) + " times, and " +
                     std::to_string(outsider.on->nth) + " were waited for";
  }
  if (broken_never_.empty() || results.empty() || results.back().state == StepState::failed) return;
  results.back().state = StepState::failed;
  results.back().failure = broken_never_;
}

}  // namespace nlbsim::scenarios
