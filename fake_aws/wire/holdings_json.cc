#include "fake_aws/wire/holdings_json.h"

#include <algorithm>
#include <array>
#include <string>

#include "api/aws/operations.h"
#include "api/make_shape.h"
#include "fake_aws/wire/wire_operation.h"

namespace nlbsim::fake_aws {

BOOST_DESCRIBE_STRUCT(HeldAttributes, (), (ResourceArn, Attributes))
BOOST_DESCRIBE_STRUCT(HeldTargets, (), (TargetGroupArn, TargetHealthDescriptions))
BOOST_DESCRIBE_STRUCT(HeldCertificates, (), (ListenerArn, Certificates))
BOOST_DESCRIBE_STRUCT(Holdings, (),
                      (AvailabilityZones, Vpcs, Subnets, InternetGateways, RouteTables, SecurityGroups,
                       SecurityGroupRules, Reservations, Addresses, CertificateDetails, LoadBalancers, Listeners,
                       ListenerCertificates, Rules, TargetGroups, Targets, Attributes, TagDescriptions))

namespace {

using api::Json;
using api::Shape;

const Shape& holdings_shape() { return api::shape_of<Holdings>(); }

// Empty lists, texts and structures say nothing.
Json without_empty(const Json& value) {
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& item : value) out.push_back(without_empty(item));
    return out;
  }
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (const auto& [key, member] : value.items()) {
    Json kept = without_empty(member);
    const bool empty = (kept.is_array() || kept.is_object()) && kept.empty();
    if (!empty) out[key] = std::move(kept);
  }
  return out;
}

// ---- answers ----

bool asks(std::string_view operation) {
  return operation.starts_with("Describe") || operation.starts_with("List") || operation.starts_with("Get");
}

bool is_page_mark(std::string_view member) {
  return member == "NextToken" || member == "NextMarker" || member == "ResponseMetadata";
}

// The first of the operations whose answer has that member; of two, whichever: what is read is the same.
const WireOperation* answering(std::string_view member) {
  for (const WireOperation& operation : wire_operations())
    if (asks(operation.name) && operation.response->find(member)) return &operation;
  return nullptr;
}

// Answers about one resource that they do not name: what is held of them, and what their request calls the resource.
struct Unnamed {
  std::string_view member;
  std::array<std::string_view, 3> subjects;
};
constexpr std::array<Unnamed, 3> kUnnamed{{
    {"TargetHealthDescriptions", {"TargetGroupArn", {}, {}}},
    {"Attributes", {"LoadBalancerArn", "ListenerArn", "TargetGroupArn"}},
    {"Certificates", {"ListenerArn", {}, {}}},
}};

std::string subject_of(const Json& answer, const Unnamed& kind, std::string_view otherwise) {
  for (const std::string_view name : kind.subjects)
    if (const Json& arn = api::member(answer, name); !name.empty() && arn.is_string()) return std::string(arn.text());
  return std::string(otherwise);
}

// A list of certificates tells enough of one that nobody describes.
void add_summaries(const std::vector<aws::acm::CertificateSummary>& summaries, Holdings& into) {
  for (const aws::acm::CertificateSummary& told : summaries) {
    auto& details = into.CertificateDetails;
    if (std::ranges::find(details, told.CertificateArn, &aws::acm::CertificateDetail::CertificateArn) != details.end())
      continue;
    aws::acm::CertificateDetail& detail = details.emplace_back();
    detail.CertificateArn = told.CertificateArn;
    detail.DomainName = told.DomainName;
    detail.SubjectAlternativeNames = told.SubjectAlternativeNameSummaries;
    if (detail.SubjectAlternativeNames.empty()) detail.SubjectAlternativeNames = {told.DomainName};
    detail.Status = told.Status;
    detail.Type = told.Type;
    detail.KeyAlgorithm = told.KeyAlgorithm;
    detail.NotBefore = told.NotBefore;
    detail.NotAfter = told.NotAfter;
  }
}

// What is wrong in a part of an answer, as of the whole.
std::optional<JsonProblem> within(std::string_view name, std::optional<JsonProblem> problem) {
  if (!problem) return problem;
  const std::size_t rest = problem->message.find(" must be ");
  problem->path = std::string(name) + problem->path;
  if (rest != std::string::npos) problem->message = problem->path + problem->message.substr(rest);
  return problem;
}

template <class T>
std::optional<JsonProblem> read_member(const Json& value, std::string_view name, T& into) {
  return within(name, read_json_body(value, aws::Protocol::query, api::shape_of<T>(), &into, UnknownMembers::ignored));
}

std::optional<JsonProblem> take_unnamed(const Json& value, const Unnamed& kind, std::string subject, Holdings& into) {
  if (kind.member == "Attributes")
    return read_member(value, kind.member, into.Attributes.emplace_back(std::move(subject)).Attributes);
  if (kind.member == "Certificates")
    return read_member(value, kind.member, into.ListenerCertificates.emplace_back(std::move(subject)).Certificates);
  return read_member(value, kind.member, into.Targets.emplace_back(std::move(subject)).TargetHealthDescriptions);
}

// A description of one certificate goes before what a list says of it.
std::optional<JsonProblem> take_certificate(const Json& value, Holdings& into) {
  aws::acm::CertificateDetail detail;
  auto problem = read_member(value, "Certificate", detail);
  if (problem) return problem;
  std::erase_if(into.CertificateDetails, [&detail](const aws::acm::CertificateDetail& other) {
    return other.CertificateArn == detail.CertificateArn;
  });
  into.CertificateDetails.push_back(std::move(detail));
  return std::nullopt;
}

std::optional<JsonProblem> take_member(const Json& answer, std::string_view name, std::string_view subject,
                                       Holdings& into, Told& told) {
  const Json& value = api::member(answer, name);
  told.taken = true;
  for (const Unnamed& kind : kUnnamed) {
    if (kind.member != name) continue;
    std::string arn = subject_of(answer, kind, subject);
    told.taken = !arn.empty();
    if (!told.taken) told.wanted = kind.subjects[0];
    return told.taken ? take_unnamed(value, kind, std::move(arn), into) : std::nullopt;
  }
  if (name == "Certificate" && value.is_object()) return take_certificate(value, into);
  if (name == "CertificateSummaryList") {
    std::vector<aws::acm::CertificateSummary> summaries;
    auto problem = read_member(value, name, summaries);
    add_summaries(summaries, into);
    return problem;
  }
  const api::ShapeMember* list = holdings_shape().find(name);
  told.taken = list != nullptr;
  if (!list) return std::nullopt;
  return within(name,
                read_json_body(value, aws::Protocol::query, list->shape(), list->of(&into), UnknownMembers::ignored));
}

}  // namespace

std::optional<JsonProblem> read_holdings(const Json& document, Holdings& into) {
  return read_json_body(document, aws::Protocol::query, holdings_shape(), &into, UnknownMembers::refused);
}

Json holdings_json(const Holdings& holdings) { return without_empty(json_body(holdings_shape(), &holdings)); }

std::vector<std::string_view> holdings_lists() {
  std::vector<std::string_view> names;
  for (const api::ShapeMember& member : holdings_shape().members) names.push_back(member.name);
  return names;
}

std::optional<JsonProblem> take_answer(const Json& answer, std::string_view subject, Holdings& into, Told& told) {
  for (const auto& [key, value] : answer.items()) {
    const std::string_view name = key.view();
    if (is_page_mark(name) || !(value.is_array() || value.is_object())) continue;
    const WireOperation* operation = answering(name);
    if (!operation) continue;
    told.operation = operation->name;
    return take_member(answer, name, subject, into, told);
  }
  return std::nullopt;
}

}  // namespace nlbsim::fake_aws
