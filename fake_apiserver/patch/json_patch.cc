#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/patch/patch.h"

namespace nlbsim::fake_apiserver {
namespace {

constexpr std::size_t kMaxOperations = 10'000;
// What all copies of one patch may add, in bytes of JSON: as much as a request may have.
constexpr std::size_t kMaxCopied = 3U << 20U;

// "/a~1b/0" is "a/b", "0"; nothing if it is no pointer.
std::optional<std::vector<std::string>> parse_pointer(const Json& value) {
  std::string_view rest = api::text(value);
  if (!value.is_string() || (!rest.empty() && rest.front() != '/')) return std::nullopt;
  std::vector<std::string> out;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto slash = std::min(rest.find('/'), rest.size());
    std::string token;
    for (std::size_t i = 0; i < slash; ++i) {
      if (rest[i] != '~' || i + 1 == slash) token += rest[i];
      else token += rest[++i] == '1' ? '/' : '~';
    }
    out.push_back(std::move(token));
    rest.remove_prefix(slash);
  }
  return out;
}

// How many bytes the value takes as JSON, roughly; counting ends beyond `limit`.
std::size_t encoded_size(const Json& value, std::size_t limit) {
  if (value.is_string()) return api::text(value).size() + 2;
  if (!value.is_structured()) return 5;
  std::size_t size = 2;
  for (const auto& [name, entry] : value.items()) {
    size += 1 + (value.is_object() ? name.size() + 3 : 0) + encoded_size(entry, limit);
    if (size > limit) break;
  }
  return size;
}

class Patcher {
 public:
  explicit Patcher(Json document) : document_(std::move(document)) {}

  // False if the operation can't be done.
  bool apply(const Json& operation) {
    const auto path = parse_pointer(api::member(operation, "path"));
    if (!path) return false;
    const std::string_view op = api::text(api::member(operation, "op"));
    const Json& value = api::member(operation, "value");
    if (op == "add") return add(*path, value);
    if (op == "remove") return remove(*path);
    if (op == "replace") return replace(*path, value);
    if (op == "test") return test(*path, value);
    if (op != "move" && op != "copy") return false;
    const auto from = parse_pointer(api::member(operation, "from"));
    const Json* source = from ? find(*from, from->size()) : nullptr;
    if (!source) return false;
    if (op == "move") {
      Json moved = *source;
      return remove(*from) && add(*path, std::move(moved));
    }
    copied_ += encoded_size(*source, kMaxCopied);
    return copied_ <= kMaxCopied && add(*path, Json(*source));
  }

  Json take() { return std::move(document_); }

 private:
  using Path = std::vector<std::string>;

  // The place of a token in an array of that size; a negative one counts from the end.
  static std::optional<std::size_t> index(std::string_view token, std::size_t size) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
    if (value < 0) value += static_cast<std::int64_t>(size);
    if (value < 0 || value >= static_cast<std::int64_t>(size)) return std::nullopt;
    return static_cast<std::size_t>(value);
  }

  // What the first tokens of the path lead to; null if there is nothing.
  Json* find(const Path& path, std::size_t tokens) {
    Json* at = &document_;
    for (std::size_t i = 0; i < tokens; ++i) {
      if (at->is_object()) {
        if (!at->contains(path[i])) return nullptr;
        at = &(*at)[path[i]];
      } else if (at->is_array()) {
        const auto place = index(path[i], at->size());
        if (!place) return nullptr;
        at = &(*at)[*place];
      } else {
        return nullptr;
      }
    }
    return at;
  }

  bool add(const Path& path, Json value) {
    if (path.empty()) {
      document_ = std::move(value);
      return true;
    }
    Json* parent = find(path, path.size() - 1);
    if (!parent) return false;
    if (parent->is_object()) {
      (*parent)[path.back()] = std::move(value);
      return true;
    }
    if (!parent->is_array()) return false;
    const auto place = path.back() == "-" ? std::optional(parent->size()) : index(path.back(), parent->size() + 1);
    if (!place) return false;
    parent->insert(parent->begin() + static_cast<std::ptrdiff_t>(*place), std::move(value));
    return true;
  }

  bool remove(const Path& path) {
    if (path.empty()) return false;
    Json* parent = find(path, path.size() - 1);
    if (!parent) return false;
    if (parent->is_object()) return parent->erase(path.back()) != 0;
    if (!parent->is_array()) return false;
    const auto place = index(path.back(), parent->size());
    if (!place) return false;
    parent->erase(parent->begin() + static_cast<std::ptrdiff_t>(*place));
    return true;
  }

  bool replace(const Path& path, const Json& value) {
    Json* place = find(path, path.size());
    if (!place) return false;
    *place = value;
    return true;
  }

  // What is not there equals null.
  bool test(const Path& path, const Json& value) {
    if (!path.empty() && !find(path, path.size() - 1)) return false;
    const Json* place = find(path, path.size());
    return place ? *place == value : value.is_null();
  }

  Json document_;
  std::size_t copied_ = 0;
};

}  // namespace

sim::Result<Json> apply_json_patch(const Json& document, const Json& patch) {
  if (!patch.is_array()) return sim::forward(bad_request("a JSON patch must be an array of operations"));
  if (patch.size() > kMaxOperations)
    return sim::forward(status_error(
        "RequestEntityTooLarge", 413,
        fmt::format("Request entity too large: The allowed maximum operations in a JSON patch is {}, got {}",
                    kMaxOperations, patch.size())));
  Patcher patcher(document);
  for (const Json& operation : patch)
    // The real server does not say which operation failed either.
    if (!patcher.apply(operation))
      return sim::forward(
          status_error("Invalid", 422, "the server rejected our request due to an error in our request"));
  return patcher.take();
}

}  // namespace nlbsim::fake_apiserver
