// The operations of all services as the wire and whoever writes a request down know them: from a form or a document to
// a call, from its answer to bytes. All of it derives from the operation's description and its service's row.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/aws/services.h"
#include "api/json/json.h"
#include "api/operation.h"
#include "api/shape.h"
#include "fake_aws/wire/form_tree.h"
#include "fake_aws/wire/json_body.h"

namespace nlbsim::fake_aws {

struct WireOperation {
  std::string_view name;
  const aws::ServiceInfo* service = nullptr;
  const api::Shape* request = nullptr;
  const api::Shape* response = nullptr;
  api::CallRef (*make)() = nullptr;  // with an empty request
};

// Sorted by name; a name that two services have stands twice.
std::span<const WireOperation> wire_operations();
// Null if the service has none of that name.
const WireOperation* find_wire_operation(const aws::ServiceInfo& service, std::string_view name);

// Error code as the service has it for a value of the wrong type.
sim::Result<api::CallRef> decode(const WireOperation& operation, const FormTree& form);
// A body of JSON 1.1: unknown members are ignored. Error code "SerializationException".
sim::Result<api::CallRef> decode(const WireOperation& operation, const api::Json& body);

struct EncodedAnswer {
  int status = 200;
  std::string content_type;
  std::string body;
};
EncodedAnswer encode(const WireOperation& operation, const api::AnyCall& call, std::string_view request_id);
EncodedAnswer encode_error(const aws::ServiceInfo& service, const sim::Error& error, std::string_view request_id);

// What the service says of an operation that it does not have.
sim::Error unknown_operation(const aws::ServiceInfo& service, std::string_view name);

}  // namespace nlbsim::fake_aws
