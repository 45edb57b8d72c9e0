// Codes of AWS errors, as they appear on the wire. Only codes that somebody raises or handles stand here.
#pragma once

#include <string_view>

namespace nlbsim::aws::code {

// ELBv2
inline constexpr std::string_view kValidationError = "ValidationError";
inline constexpr std::string_view kLoadBalancerNotFound = "LoadBalancerNotFound";
inline constexpr std::string_view kListenerNotFound = "ListenerNotFound";
inline constexpr std::string_view kRuleNotFound = "RuleNotFound";
inline constexpr std::string_view kTargetGroupNotFound = "TargetGroupNotFound";
inline constexpr std::string_view kSubnetNotFound = "SubnetNotFound";
inline constexpr std::string_view kInvalidSubnet = "InvalidSubnet";
inline constexpr std::string_view kInvalidSecurityGroup = "InvalidSecurityGroup";
inline constexpr std::string_view kInvalidConfigurationRequest = "InvalidConfigurationRequest";
inline constexpr std::string_view kInvalidLoadBalancerAction = "InvalidLoadBalancerAction";
inline constexpr std::string_view kInvalidTarget = "InvalidTarget";
inline constexpr std::string_view kIncompatibleProtocols = "IncompatibleProtocols";
inline constexpr std::string_view kDuplicateLoadBalancerName = "DuplicateLoadBalancerName";
inline constexpr std::string_view kDuplicateTargetGroupName = "DuplicateTargetGroupName";
inline constexpr std::string_view kDuplicateListener = "DuplicateListener";
inline constexpr std::string_view kDuplicateTagKeys = "DuplicateTagKeys";
inline constexpr std::string_view kTooManyTags = "TooManyTags";
inline constexpr std::string_view kTooManyLoadBalancers = "TooManyLoadBalancers";
inline constexpr std::string_view kTooManyListeners = "TooManyListeners";
inline constexpr std::string_view kTooManyTargetGroups = "TooManyTargetGroups";
inline constexpr std::string_view kTooManyTargets = "TooManyTargets";
inline constexpr std::string_view kTargetGroupAssociationLimit = "TargetGroupAssociationLimit";
inline constexpr std::string_view kResourceInUse = "ResourceInUse";
inline constexpr std::string_view kOperationNotPermitted = "OperationNotPermitted";
inline constexpr std::string_view kAllocationIdNotFound = "AllocationIdNotFound";
inline constexpr std::string_view kCertificateNotFound = "CertificateNotFound";
inline constexpr std::string_view kSslPolicyNotFound = "SSLPolicyNotFound";
inline constexpr std::string_view kAlpnPolicyNotFound = "ALPNPolicyNotFound";
inline constexpr std::string_view kThrottling = "Throttling";
inline constexpr std::string_view kUnsupportedCertificate = "UnsupportedCertificate";
inline constexpr std::string_view kTooManyCertificates = "TooManyCertificates";
inline constexpr std::string_view kResourceNotFound = "ResourceNotFound";
inline constexpr std::string_view kInvalidAction = "InvalidAction";

// EC2
inline constexpr std::string_view kSubnetIdNotFound = "InvalidSubnetID.NotFound";
inline constexpr std::string_view kGroupNotFound = "InvalidGroup.NotFound";
inline constexpr std::string_view kGroupDuplicate = "InvalidGroup.Duplicate";
inline constexpr std::string_view kGroupIdMalformed = "InvalidGroupId.Malformed";
inline constexpr std::string_view kVpcIdNotFound = "InvalidVpcID.NotFound";
inline constexpr std::string_view kInstanceIdNotFound = "InvalidInstanceID.NotFound";
inline constexpr std::string_view kRouteTableIdNotFound = "InvalidRouteTableID.NotFound";
inline constexpr std::string_view kPermissionDuplicate = "InvalidPermission.Duplicate";
inline constexpr std::string_view kPermissionNotFound = "InvalidPermission.NotFound";
inline constexpr std::string_view kSecurityGroupRuleIdNotFound = "InvalidSecurityGroupRuleId.NotFound";
inline constexpr std::string_view kInvalidVpcRange = "InvalidVpc.Range";
inline constexpr std::string_view kInvalidSubnetRange = "InvalidSubnet.Range";
inline constexpr std::string_view kInvalidSubnetConflict = "InvalidSubnet.Conflict";
inline constexpr std::string_view kVpcCidrAssociationNotFound = "InvalidVpcCidrBlockAssociationID.NotFound";
inline constexpr std::string_view kSubnetCidrAssociationNotFound = "InvalidSubnetCidrBlockAssociationID.NotFound";
inline constexpr std::string_view kGatewayNotAttached = "Gateway.NotAttached";
inline constexpr std::string_view kRouteAlreadyExists = "RouteAlreadyExists";
inline constexpr std::string_view kInvalidRouteNotFound = "InvalidRoute.NotFound";
inline constexpr std::string_view kAssociationIdNotFound = "InvalidAssociationID.NotFound";
inline constexpr std::string_view kAddressNotFound = "InvalidAddress.NotFound";
inline constexpr std::string_view kIpAddressInUse = "InvalidIPAddress.InUse";
inline constexpr std::string_view kInterfaceInUse = "InvalidNetworkInterface.InUse";
inline constexpr std::string_view kAttachmentIdNotFound = "InvalidAttachmentID.NotFound";
inline constexpr std::string_view kIncorrectInstanceState = "IncorrectInstanceState";
inline constexpr std::string_view kInsufficientFreeAddresses = "InsufficientFreeAddressesInSubnet";
inline constexpr std::string_view kIdempotentParameterMismatch = "IdempotentParameterMismatch";
inline constexpr std::string_view kAddressLimitExceeded = "AddressLimitExceeded";
inline constexpr std::string_view kDependencyViolation = "DependencyViolation";
inline constexpr std::string_view kCannotDelete = "CannotDelete";
inline constexpr std::string_view kMissingParameter = "MissingParameter";
inline constexpr std::string_view kInvalidParameterValue = "InvalidParameterValue";
inline constexpr std::string_view kInvalidParameterCombination = "InvalidParameterCombination";
inline constexpr std::string_view kInvalidId = "InvalidID";
inline constexpr std::string_view kTagLimitExceeded = "TagLimitExceeded";
inline constexpr std::string_view kSecurityGroupLimitExceeded = "SecurityGroupLimitExceeded";
inline constexpr std::string_view kRulesPerSecurityGroupLimitExceeded = "RulesPerSecurityGroupLimitExceeded";
inline constexpr std::string_view kDryRunOperation = "DryRunOperation";
inline constexpr std::string_view kAuthFailure = "AuthFailure";
inline constexpr std::string_view kIncorrectState = "IncorrectState";
inline constexpr std::string_view kResourceAlreadyAssociated = "Resource.AlreadyAssociated";
inline constexpr std::string_view kUnknownParameter = "UnknownParameter";

// ACM and the other JSON services
inline constexpr std::string_view kInvalidArnException = "InvalidArnException";
inline constexpr std::string_view kResourceNotFoundException = "ResourceNotFoundException";
inline constexpr std::string_view kResourceInUseException = "ResourceInUseException";
inline constexpr std::string_view kRequestInProgressException = "RequestInProgressException";
inline constexpr std::string_view kValidationException = "ValidationException";
inline constexpr std::string_view kInvalidParameterException = "InvalidParameterException";
inline constexpr std::string_view kInvalidTagException = "InvalidTagException";
inline constexpr std::string_view kTooManyTagsException = "TooManyTagsException";
inline constexpr std::string_view kLimitExceededException = "LimitExceededException";

}  // namespace nlbsim::aws::code
