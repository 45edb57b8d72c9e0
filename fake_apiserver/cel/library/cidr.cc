// Kubernetes' CIDR library.
#include "fake_apiserver/cel/address_values.h"
#include "fake_apiserver/cel/functions.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

Value cidr(Arguments a) {
  const auto network = parse_network(*a[0].as_string());
  return network ? network_value(*network) : Value::error(network.error().message);
}

Value contains_ip_text(Arguments a) {
  const auto address = parse_address(*a[1].as_string());
  if (!address) return Value::error(address.error().message);
  return Value::boolean(contains(network_of(a[0]), *address));
}

Value contains_cidr_text(Arguments a) {
  const auto network = parse_network(*a[1].as_string());
  if (!network) return Value::error(network.error().message);
  return Value::boolean(contains(network_of(a[0]), *network));
}

std::uint64_t longest_network(Sizes) { return 43; }
// Two addresses are compared byte by byte, and a text has to be read first.
std::uint64_t compared_with_text(Sizes sizes) { return saturating_add(costs::traverse_twice(sizes), tenth(sizes[1])); }

}  // namespace

void add_cidr_functions(Functions& f) {
  const TypeRef& string = Type::string();
  const TypeRef& boolean = Type::boolean();
  const TypeRef& network = Type::cidr();
  f.global("cidr", {.parameters = {string}, .result = network, .apply = cidr, .cost = costs::traverse});
  f.global("isCIDR", {.parameters = {string},
                      .result = boolean,
                      .apply = [](Arguments a) { return Value::boolean(parse_network(*a[0].as_string()).has_value()); },
                      .cost = costs::traverse});
  f.member("containsIP",
           {.parameters = {network, string}, .result = boolean, .apply = contains_ip_text, .cost = compared_with_text});
  f.member("containsIP",
           {.parameters = {network, Type::ip()},
            .result = boolean,
            .apply = [](Arguments a) { return Value::boolean(contains(network_of(a[0]), address_of(a[1]))); },
            .cost = costs::traverse_twice});
  f.member(
      "containsCIDR",
      {.parameters = {network, string}, .result = boolean, .apply = contains_cidr_text, .cost = compared_with_text});
  f.member("containsCIDR",
           {.parameters = {network, network},
            .result = boolean,
            .apply = [](Arguments a) { return Value::boolean(contains(network_of(a[0]), network_of(a[1]))); },
            .cost = costs::traverse_twice});
  f.member("ip", {.parameters = {network}, .result = Type::ip(), .apply = [](Arguments a) {
                    return address_value(network_of(a[0]).address);
                  }});
  f.member("prefixLength", {.parameters = {network}, .result = Type::integer(), .apply = [](Arguments a) {
                              return Value::integer(network_of(a[0]).prefix);
                            }});
  f.member("masked", {.parameters = {network}, .result = network, .apply = [](Arguments a) {
                        const Network& held = network_of(a[0]);
                        return network_value({masked(held), held.prefix});
                      }});
  f.global("string", {.parameters = {network},
                      .result = string,
                      .apply = [](Arguments a) { return Value::string(show_network(network_of(a[0]))); },
                      .result_size = longest_network});
}

}  // namespace nlbsim::fake_apiserver::cel
