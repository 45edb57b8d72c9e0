// GetCallerIdentity, AssumeRole, AssumeRoleWithWebIdentity: whoever asks is let in.
#include "api/aws/error_codes.h"
#include "api/aws/sts.h"
#include "fake_aws/action.h"
#include "sim/hasher.h"
#include "sim/ids.h"

namespace nlbsim::fake_aws {

namespace sts = aws::sts;
namespace code = aws::code;

namespace {

constexpr std::int32_t kDefaultSeconds = 3600;
constexpr std::int32_t kMinSeconds = 900;
constexpr std::int32_t kMaxSeconds = 43200;

template <class Request>
Result<void> check(const Request& request) {
  const auto wrong = [](std::string_view member, const std::string& value, std::string_view rule) {
    return refuse(code::kValidationError, "1 validation error detected: Value '" + value + "' at '" +
                                              std::string(member) +
                                              "' failed to satisfy constraint: " + std::string(rule));
  };
  constexpr std::size_t kMinName = 2;
  constexpr std::size_t kMaxName = 64;
  if (!request.RoleArn.starts_with("arn:aws:iam::") || request.RoleArn.find(":role/") == std::string::npos)
    return wrong("roleArn", request.RoleArn, "Member must be the ARN of a role");
  if (request.RoleSessionName.size() < kMinName || request.RoleSessionName.size() > kMaxName)
    return wrong("roleSessionName", request.RoleSessionName, "Member must have 2 to 64 characters");
  const std::int32_t seconds = request.DurationSeconds.value_or(kDefaultSeconds);
  if (seconds < kMinSeconds || seconds > kMaxSeconds)
    return wrong("durationSeconds", std::to_string(seconds), "Member must be from 900 to 43200");
  return {};
}

// Told from the role and session alone, so that a repeated call answers the same but for its expiration.
template <class Request, class Response>
Response assume(const ActionContext& context, const Request& request) {
  constexpr int kDigits = 16;
  const std::uint64_t id = sim::Hasher().add(request.RoleArn).add(request.RoleSessionName).digest();
  const std::string digits = sim::hex_id(id, kDigits);
  Response response;
  response.Credentials.AccessKeyId = "ASIA" + digits;
  response.Credentials.SecretAccessKey = "secret-of-" + digits;
  response.Credentials.SessionToken = "session-of-" + digits;
  response.Credentials.Expiration =
      context.now() + std::chrono::seconds{request.DurationSeconds.value_or(kDefaultSeconds)};
  // arn:aws:iam::ACCOUNT:role/NAME becomes arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION
  const std::string& arn = request.RoleArn;
  const std::string name = arn.substr(arn.rfind('/') + 1);
  const std::string account = arn.substr(std::string_view("arn:aws:iam::").size(), context.settings.account.size());
  response.AssumedRoleUser.Arn = "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + request.RoleSessionName;
  response.AssumedRoleUser.AssumedRoleId = "AROA" + digits + ":" + request.RoleSessionName;
  return response;
}

}  // namespace

template <>
Answer<sts::GetCallerIdentity> act<sts::GetCallerIdentity>(const ActionContext& context,
                                                           const sts::GetCallerIdentity::Request&) {
  const std::string& account = context.settings.account;
  return sts::GetCallerIdentity::Response{"AIDANLBSIMNLBSIMNLBSI", account, "arn:aws:iam::" + account + ":user/nlbsim"};
}

template <>
Answer<sts::AssumeRole> act<sts::AssumeRole>(const ActionContext& context, const sts::AssumeRole::Request& request) {
  if (auto valid = check(request); !valid) return sim::forward(valid.error());
  return assume<sts::AssumeRole::Request, sts::AssumeRole::Response>(context, request);
}

template <>
Answer<sts::AssumeRoleWithWebIdentity> act<sts::AssumeRoleWithWebIdentity>(
    const ActionContext& context, const sts::AssumeRoleWithWebIdentity::Request& request) {
  if (auto valid = check(request); !valid) return sim::forward(valid.error());
  if (request.WebIdentityToken.empty())
    return refuse(code::kValidationError,
                  "1 validation error detected: Value null at 'webIdentityToken' failed to satisfy constraint: Member "
                  "must not be null");
  auto response =
      assume<sts::AssumeRoleWithWebIdentity::Request, sts::AssumeRoleWithWebIdentity::Response>(context, request);
  response.Provider = "arn:aws:iam::" + context.settings.account + ":oidc-provider/nlbsim";
  response.Audience = "sts.amazonaws.com";
  response.SubjectFromWebIdentityToken = "nlbsim";
  return response;
}

}  // namespace nlbsim::fake_aws
