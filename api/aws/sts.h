// Security Token Service (API version 2011-06-15): who a caller is, and roles it assumes. Described here, because only
// the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "api/aws/operation.h"
#include "sim/time.h"

namespace nlbsim::aws::sts {

struct Credentials {
  std::string AccessKeyId, SecretAccessKey, SessionToken;
  sim::Instant Expiration;
};
struct AssumedRoleUser {
  std::string AssumedRoleId, Arn;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (AccessKeyId, SecretAccessKey, SessionToken, Expiration))
BOOST_DESCRIBE_STRUCT(AssumedRoleUser, (), (AssumedRoleId, Arn))

struct GetCallerIdentity : Operation<GetCallerIdentity, kSts> {
  static constexpr std::string_view kName = "GetCallerIdentity";
  struct Request {};
  struct Response {
    std::string UserId, Account, Arn;
  };
};
struct AssumeRole : Operation<AssumeRole, kSts> {
  static constexpr std::string_view kName = "AssumeRole";
  struct Request {
    std::string RoleArn, RoleSessionName;
    std::optional<std::int32_t> DurationSeconds;
  };
  struct Response {
    sts::Credentials Credentials;
    sts::AssumedRoleUser AssumedRoleUser;
  };
};
struct AssumeRoleWithWebIdentity : Operation<AssumeRoleWithWebIdentity, kSts> {
  static constexpr std::string_view kName = "AssumeRoleWithWebIdentity";
  struct Request {
    std::string RoleArn, RoleSessionName, WebIdentityToken;
    std::optional<std::int32_t> DurationSeconds;
  };
  struct Response {
    sts::Credentials Credentials;
    std::string SubjectFromWebIdentityToken;
    sts::AssumedRoleUser AssumedRoleUser;
    std::string Provider, Audience;
  };
};
BOOST_DESCRIBE_STRUCT(GetCallerIdentity::Request, (), ())
BOOST_DESCRIBE_STRUCT(GetCallerIdentity::Response, (), (UserId, Account, Arn))
BOOST_DESCRIBE_STRUCT(AssumeRole::Request, (), (RoleArn, RoleSessionName, DurationSeconds))
BOOST_DESCRIBE_STRUCT(AssumeRole::Response, (), (Credentials, AssumedRoleUser))
BOOST_DESCRIBE_STRUCT(AssumeRoleWithWebIdentity::Request, (),
                      (RoleArn, RoleSessionName, WebIdentityToken, DurationSeconds))
BOOST_DESCRIBE_STRUCT(AssumeRoleWithWebIdentity::Response, (),
                      (Credentials, SubjectFromWebIdentityToken, AssumedRoleUser, Provider, Audience))

}  // namespace nlbsim::aws::sts
