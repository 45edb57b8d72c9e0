#include "fake_aws/action_context.h"

#include <memory>
#include <utility>

#include "api/records.h"

namespace nlbsim::fake_aws {

void ActionContext::record(std::string kind, std::string id, std::string change, std::string before) const {
  auto changed = std::make_shared<api::ResourceChanged>();
  changed->resource = std::move(kind);
  changed->key = std::move(id);
  changed->change = std::move(change);
  changed->before = std::move(before);
  core.records.push_back({sim::RecordKind::resource_changed, std::move(changed)});
}

Duration ActionContext::draw(const DurationTable& table, std::string_view operation, std::string_view point) const {
  if (table.size() == 1) return table.front();
  return sim::pick(core.chooser, table, {"aws", operation, point});
}

tl::unexpected<sim::Error> refuse(std::string_view code, std::string message, int http_status) {
  auto error = sim::fail(std::string(code), std::move(message));
  error.value().http_status = http_status;
  return error;
}

}  // namespace nlbsim::fake_aws
