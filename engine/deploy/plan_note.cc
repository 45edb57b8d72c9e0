#include "engine/deploy/plan_note.h"

#include <memory>
#include <utility>

#include "api/records.h"

namespace nlbsim::engine {

void note_plan(const Context& context, std::string whose, const Plan& plan, sim::RecordId cause) {
  auto note = std::make_shared<api::Note>();
  note->topic = api::NoteTopic::plan;
  note->text = std::move(whose);
  note->calls = describe(plan);
  context.journal.append(context.scheduler.now(), context.actor.id(), cause, sim::RecordKind::note, std::move(note));
}

}  // namespace nlbsim::engine
