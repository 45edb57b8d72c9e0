// Whatever bytes come as a body in protobuf: an object or an error, never more.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fake_apiserver/http/protobuf/body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string body("k8s\0", 4);
  body.append(reinterpret_cast<const char*>(data), size);
  if (const auto object = nlbsim::fake_apiserver::protobuf::parse_body(body)) nlbsim::api::dump_json(*object);
  return 0;
}
