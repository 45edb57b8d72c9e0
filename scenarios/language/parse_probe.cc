#include <algorithm>
#include <array>

#include "fake_aws/data_plane/probe.h"
#include "scenarios/language/member_tree.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

using Type = MemberTree::Type;

// What the answer of a probe can hold (scenarios/world/data_plane.h).
MemberTree::Ref answer_members() {
  const auto text = MemberTree::of_type(Type::text);
  const auto number = MemberTree::of_type(Type::number);
  std::vector<std::string> obstacles;
  for (std::size_t i = 0; i < fake_aws::kObstacles; ++i)
    obstacles.emplace_back(fake_aws::name(static_cast<fake_aws::Obstacle>(i)));
  const auto target = MemberTree::object({{"Id", text}, {"Port", number}});
  const auto way = MemberTree::object({{"listener", text},
                                       {"targetGroup", text},
                                       {"target", target},
                                       {"pod", text},
                                       {"podIp", text},
                                       {"certificate", text},
                                       {"source", text},
                                       {"failOpen", MemberTree::of_type(Type::boolean)}});
  return MemberTree::object({{"reaches", MemberTree::list_of(way)},
                             {"targets", number},
                             {"obstacle", MemberTree::word(std::move(obstacles))},
                             {"why", text}});
}

void read_text(Fields& fields, std::string_view key, StepContext& context, std::string& into) {
  if (fields.read(key, into)) context.scope.check(into, fields.find(key)->mark);
}

}  // namespace

ProbeSubject read_probe(Fields& fields, StepContext& context) {
  static constexpr std::array<std::string_view, 3> kProtocols{"TCP", "UDP", "TLS"};
  constexpr int kLastPort = 65'535;
  ProbeSubject subject;
  fields.require("address");
  read_text(fields, "address", context, subject.address);
  fields.read_required("port", subject.port);
  if (const Node* port = fields.find("port"); port && (subject.port < 1 || subject.port > kLastPort))
    context.problems().add(port->mark, "probe.port must be from 1 to 65535");
  if (fields.read("protocol", subject.protocol) && std::ranges::find(kProtocols, subject.protocol) == kProtocols.end())
    context.problems().add(fields.find("protocol")->mark,
                           "unknown protocol \"" + subject.protocol + "\"" + suggest(subject.protocol, kProtocols));
  read_text(fields, "sni", context, subject.sni);
  read_text(fields, "from", context, subject.from);
  fields.read("established", subject.established);
  if (const Node* match = fields.find("match")) {
    subject.match = Pattern::compile(*match, context.scope, "probe.match");
    check_members(*match, *answer_members(), "the answer of a probe", context.problems());
  }
  return subject;
}

}  // namespace nlbsim::scenarios
