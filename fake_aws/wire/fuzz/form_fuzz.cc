// A form body, and what each operation reads out of it; what an operation has read can be written as XML.
#include <string>

#include "api/http/target.h"
#include "fake_aws/wire/wire_operation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim;
  using namespace nlbsim::fake_aws;
  const auto form = http::parse_form(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!form) return 0;
  const auto tree = FormTree::build(*form);
  if (!tree) return 0;
  for (const WireOperation& operation : wire_operations())
    if (const auto call = decode(operation, *tree)) encode(operation, **call, "id");
  return 0;
}
