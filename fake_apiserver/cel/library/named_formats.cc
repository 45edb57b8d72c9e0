// Kubernetes' format library: named formats, and what of a text does not fit one.
#include <algorithm>
#include <array>
#include <memory>

#include "fake_apiserver/cel/base64.h"
#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/text.h"
#include "fake_apiserver/cel/time.h"
#include "fake_apiserver/cel/url.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

// A prefix of a name may end with a dash: something follows it.
std::string with_end(std::string_view prefix) {
  std::string out(prefix);
  if (out.size() > 1 && out.back() == '-') out.back() = 'a';
  return out;
}

std::string uri_error(std::string_view text) {
  const auto url = parse_url(text);
  return url ? "" : url.error().message;
}

std::string uuid_error(std::string_view text) {
  constexpr std::array<std::size_t, 4> dashes{8, 13, 18, 23};
  const auto fits = [&](std::size_t i) {
    const char c = text[i];
    if (std::ranges::find(dashes, i) != dashes.end()) return c == '-';
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  bool good = text.size() == 36;
  for (std::size_t i = 0; good && i < text.size(); ++i) good = fits(i);
  return good ? "" : "does not match the UUID format";
}

// A name, and what is wrong with a text (or empty).
struct NamedFormat {
  std::string_view name;
  std::string (*error)(std::string_view text);
};

constexpr std::array<NamedFormat, 13> kFormats{
    {{"dns1123Label", [](std::string_view t) { return name_error(t, NameRule::dns1123_label); }},
     {"dns1123Subdomain", [](std::string_view t) { return name_error(t, NameRule::dns1123_subdomain); }},
     {"dns1035Label", [](std::string_view t) { return name_error(t, NameRule::dns1035_label); }},
     {"qualifiedName", [](std::string_view t) { return qualified_name_error(t); }},
     {"dns1123LabelPrefix", [](std::string_view t) { return name_error(with_end(t), NameRule::dns1123_label); }},
     {"dns1123SubdomainPrefix",
      [](std::string_view t) { return name_error(with_end(t), NameRule::dns1123_subdomain); }},
     {"dns1035LabelPrefix", [](std::string_view t) { return name_error(with_end(t), NameRule::dns1035_label); }},
     {"labelValue", [](std::string_view t) { return label_value_error(t); }},
     {"uri", uri_error},
     {"uuid", uuid_error},
     {"byte", [](std::string_view t) { return std::string(decode_base64(t) ? "" : "invalid base64"); }},
     {"date", [](std::string_view t) { return std::string(parse_date(t) ? "" : "invalid date"); }},
     {"datetime", [](std::string_view t) { return std::string(parse_timestamp(t) ? "" : "invalid datetime"); }}}};

struct FormatValue final : Opaque {
  explicit FormatValue(const NamedFormat& held) : Opaque(Kind::format), format(held) {}
  bool equals(const Opaque& other) const override {
    return format.name == static_cast<const FormatValue&>(other).format.name;
  }
  std::string shown() const override { return "format." + std::string(format.name) + "()"; }
  const NamedFormat& format;
};

Value named(std::string_view name) {
  const auto* found = std::ranges::find(kFormats, name, &NamedFormat::name);
  return found == kFormats.end() ? Value() : Value::opaque(std::make_shared<const FormatValue>(*found));
}

template <std::size_t index>
Value indexed(Arguments) {
  return Value::opaque(std::make_shared<const FormatValue>(kFormats[index]));
}

template <std::size_t... index>
void add_each(Functions& f, std::index_sequence<index...>) {
  (f.global("format." + std::string(kFormats[index].name), {.result = Type::format(), .apply = indexed<index>}), ...);
}

Value validate(Arguments a) {
  const auto& format = static_cast<const FormatValue&>(*a[0].as_opaque()).format;
  std::string error = format.error(*a[1].as_string());
  if (error.empty()) return Value::none();
  return Value::some(Value::list({Value::string(std::move(error))}));
}

}  // namespace

void add_named_formats(Functions& f) {
  add_each(f, std::make_index_sequence<kFormats.size()>());
  f.global("format.named",
           {.parameters = {Type::string()}, .result = Type::optional(Type::format()), .apply = [](Arguments a) {
              const Value found = named(*a[0].as_string());
              return found.is(Kind::null) ? Value::none() : Value::some(found);
            }});
  f.member("validate", {.parameters = {Type::format(), Type::string()},
                        .result = Type::optional(Type::list(Type::string())),
                        .apply = validate,
                        .cost = costs::traverse_second});
}

}  // namespace nlbsim::fake_apiserver::cel
