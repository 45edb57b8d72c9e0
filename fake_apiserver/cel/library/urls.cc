// Kubernetes' URL library.
#include <memory>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/text.h"
#include "fake_apiserver/cel/url.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

struct UrlValue final : Opaque {
  explicit UrlValue(Url held) : Opaque(Kind::url), url(std::move(held)) {}
  bool equals(const Opaque& other) const override {
    return url.source == static_cast<const UrlValue&>(other).url.source;
  }
  std::string shown() const override { return "url(" + in_quotes(url.source) + ")"; }
  Url url;
};

Value url(Arguments a) {
  auto parsed = parse_url(*a[0].as_string());
  if (!parsed) return Value::error("URL parse error during conversion from string: " + parsed.error().message);
  return Value::opaque(std::make_shared<const UrlValue>(std::move(*parsed)));
}

const Url& url_of(const Value& value) { return static_cast<const UrlValue&>(*value.as_opaque()).url; }

template <std::string Url::* part>
Value part_of(Arguments a) {
  const std::string& text = url_of(a[0]).*part;
  if (!is_utf8(text)) return Value::error("invalid UTF-8 in URL");
  return Value::string(text);
}

Value query(Arguments a) {
  std::vector<std::pair<Value, Value>> entries;
  for (const auto& [key, values] : url_of(a[0]).query) {
    std::vector<Value> items;
    for (const std::string& value : values) items.push_back(Value::string(value));
    entries.emplace_back(Value::string(key), Value::list(std::move(items)));
  }
  return Value::map(std::move(entries));
}

}  // namespace

void add_url_functions(Functions& f) {
  const TypeRef& string = Type::string();
  f.global("url", {.parameters = {string}, .result = Type::url(), .apply = url, .cost = costs::traverse});
  f.global("isURL", {.parameters = {string},
                     .result = Type::boolean(),
                     .apply = [](Arguments a) { return Value::boolean(parse_url(*a[0].as_string()).has_value()); },
                     .cost = costs::traverse});
  const auto part = [&](std::string_view name, Apply apply) {
    f.member(name, {.parameters = {Type::url()}, .result = string, .apply = apply});
  };
  part("getScheme", part_of<&Url::scheme>);
  part("getHost", part_of<&Url::host>);
  part("getHostname", part_of<&Url::hostname>);
  part("getPort", part_of<&Url::port>);
  part("getEscapedPath", part_of<&Url::escaped_path>);
  f.member("getQuery", {.parameters = {Type::url()}, .result = Type::map(string, Type::list(string)), .apply = query});
}

}  // namespace nlbsim::fake_apiserver::cel
