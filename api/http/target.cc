#include "api/http/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/src.hpp>  // the library itself: Debian's headers are enough, there is nothing to link
#include <boost/url/url_view.hpp>

namespace nlbsim::http {
namespace {

namespace urls = boost::urls;

const std::string* find(const Parameters& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameters::value_type::first);
  return found == parameters.end() ? nullptr : &found->second;
}

// "a=1&b=%20x+y" into pairs; false when a percent sign is not followed by two hexadecimal digits.
bool decode_pairs(std::string_view text, Parameters& into) {
  urls::encoding_opts options;
  options.space_as_plus = true;
  const auto decode = [&](std::string_view part, std::string& out) {
    const auto encoded = urls::make_pct_string_view(part);
    if (!encoded) return false;
    encoded->decode(options, urls::string_token::assign_to(out));
    return true;
  };
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto& entry = into.emplace_back();
    if (!decode(pair.substr(0, equals), entry.first)) return false;
    if (equals != pair.npos && !decode(pair.substr(equals + 1), entry.second)) return false;
  }
  return true;
}

}  // namespace

std::string_view Target::parameter(std::string_view name) const {
  const std::string* value = find(query, name);
  return value ? std::string_view(*value) : std::string_view();
}

bool Target::has_parameter(std::string_view name) const { return find(query, name) != nullptr; }

sim::Result<Target> parse_target(std::string_view target) {
  const auto question = target.find('?');
  const auto path = urls::parse_origin_form(target.substr(0, question));
  Target out;
  if (!path || (question != target.npos && !decode_pairs(target.substr(question + 1), out.query)))
    return sim::fail("InvalidTarget", fmt::format("\"{}\" is not a valid request target", target));
  for (const auto segment : path->segments()) out.segments.emplace_back(segment.begin(), segment.end());
  while (!out.segments.empty() && out.segments.back().empty()) out.segments.pop_back();
  for (const std::string& segment : out.segments) out.path.append("/").append(segment);
  if (out.path.empty()) out.path = "/";
  return out;
}

sim::Result<Parameters> parse_form(std::string_view body) {
  Parameters out;
  if (!decode_pairs(body, out))
    return sim::fail("InvalidForm", "the body is not application/x-www-form-urlencoded: a percent sign stands alone");
  return out;
}

}  // namespace nlbsim::http
