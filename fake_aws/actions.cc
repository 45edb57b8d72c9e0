#include "fake_aws/actions.h"

#include <map>
#include <utility>

#include "api/aws/error_codes.h"
#include "api/aws/operations.h"
#include "fake_aws/action.h"
#include "sim/choice.h"

namespace nlbsim::fake_aws {

namespace {

// Compared by address and only looked up, never walked.
using Table = std::map<const api::OperationInfo*, ActionEntry>;

// EC2 can be asked whether a call would succeed: it is made on a copy that is thrown away.
template <class Op>
Result<void> dry_run(const ActionContext& context, const typename Op::Request& request) {
  State copy = context.state;
  sim::FirstChooser chooser;
  api::CoreContext core{context.now(), chooser, context.core.caller, {}};
  const auto response = act<Op>({copy, context.settings, core}, request);
  if (!response) return sim::forward(response.error());
  constexpr int kPreconditionFailed = 412;
  return refuse(aws::code::kDryRunOperation, "Request would have succeeded, but DryRun flag is set.",
                kPreconditionFailed);
}

template <class Op>
Result<void> run(const ActionContext& context, api::AnyCall& call) {
  auto& typed = api::as<Op>(call);
  if constexpr (requires { typed.request.DryRun; })
    if (typed.request.DryRun.value_or(false)) return dry_run<Op>(context, typed.request);
  auto response = act<Op>(context, typed.request);
  if (!response) return sim::forward(std::move(response.error()));
  typed.response = std::move(*response);
  return {};
}

template <class Op>
std::string_view bucket(const api::AnyCall& call) {
  // EC2 gives a smaller bucket to calls that read everything at once.
  if constexpr (requires(const typename Op::Request& r) {
                  r.Filters;
                  r.MaxResults;
                }) {
    const auto& request = api::as<Op>(call).request;
    if (request.Filters.empty() && !request.MaxResults) return "ec2-describe-all";
  }
  return call.operation().throttle;
}

template <class... Ops>
void add(Table& table, aws::OperationList<Ops...>) {
  (table.emplace(&Ops::info(), ActionEntry{&run<Ops>, &bucket<Ops>, &Ops::kService}), ...);
}

Table make_table() {
  Table table;
  add(table, aws::Elbv2Operations());
  add(table, aws::ec2::Operations());
  add(table, aws::OtherOperations());
  return table;
}

}  // namespace

const ActionEntry* find_action(const api::OperationInfo& operation) {
  static const Table table = make_table();
  const auto found = table.find(&operation);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace nlbsim::fake_aws
