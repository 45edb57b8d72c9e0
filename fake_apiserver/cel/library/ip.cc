// Kubernetes' IP address library.
#include "fake_apiserver/cel/address_values.h"
#include "fake_apiserver/cel/functions.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

Value ip(Arguments a) {
  const auto address = parse_address(*a[0].as_string());
  return address ? address_value(*address) : Value::error(address.error().message);
}

Value is_canonical(Arguments a) {
  const auto address = parse_address(*a[0].as_string());
  if (!address) return Value::error(address.error().message);
  return Value::boolean(show_address(*address) == *a[0].as_string());
}

template <bool (*test)(const Address&)>
Value tested(Arguments a) {
  return Value::boolean(test(address_of(a[0])));
}

std::uint64_t longest_address(Sizes) { return 39; }

}  // namespace

void add_ip_functions(Functions& f) {
  const TypeRef& string = Type::string();
  const TypeRef& boolean = Type::boolean();
  f.global("ip", {.parameters = {string}, .result = Type::ip(), .apply = ip, .cost = costs::traverse});
  f.global("isIP", {.parameters = {string},
                    .result = boolean,
                    .apply = [](Arguments a) { return Value::boolean(parse_address(*a[0].as_string()).has_value()); },
                    .cost = costs::traverse});
  f.global("ip.isCanonical",
           {.parameters = {string}, .result = boolean, .apply = is_canonical, .cost = costs::traverse_twice});
  f.member("family", {.parameters = {Type::ip()}, .result = Type::integer(), .apply = [](Arguments a) {
                        return Value::integer(address_of(a[0]).v4 ? 4 : 6);
                      }});
  const auto test = [&](std::string_view name, Apply apply) {
    f.member(name, {.parameters = {Type::ip()}, .result = boolean, .apply = apply});
  };
  test("isUnspecified", tested<is_unspecified>);
  test("isLoopback", tested<is_loopback>);
  test("isLinkLocalMulticast", tested<is_link_local_multicast>);
  test("isLinkLocalUnicast", tested<is_link_local_unicast>);
  test("isGlobalUnicast", tested<is_global_unicast>);
  f.global("string", {.parameters = {Type::ip()},
                      .result = string,
                      .apply = [](Arguments a) { return Value::string(show_address(address_of(a[0]))); },
                      .result_size = longest_address});
}

}  // namespace nlbsim::fake_apiserver::cel
