#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
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
  std::size_t size = value.is_structured() ? 2 : 5;
  for (const auto& [name, entry] : value.items()) {
    size += name.view().size() + 4 + encoded_size(entry, limit);
    if (size > limit) return size;
  }
  if (!value.is_array()) return size;
  for (const Json& entry : value) {
    size += 1 + encoded_size(entry, limit);
    if (size > limit) return size;
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
    const Json* source = from ? find(*from) : nullptr;
    if (!source) return false;
    Json value_there = *source;
    if (op == "move") return remove(*from) && add(*path, std::move(value_there));
    copied_ += encoded_size(value_there, kMaxCopied);
    return copied_ <= kMaxCopied && add(*path, std::move(value_there));
  }

  Json take() { return std::move(document_); }

 private:
  using Path = std::vector<std::string>;
  using Rest = std::span<const std::string>;

  // The place of a token in an array of that size; a negative one counts from the end.
  static std::optional<std::size_t> index(std::string_view token, std::size_t size) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
    if (value < 0) value += static_cast<std::int64_t>(size);
    if (value < 0 || value >= static_cast<std::int64_t>(size)) return std::nullopt;
    return static_cast<std::size_t>(value);
  }

  // What the path leads to; null if there is nothing.
  const Json* find(Rest path) const {
    const Json* at = &document_;
    for (const std::string& token : path) {
      const auto place = at->is_array() ? index(token, at->size()) : std::nullopt;
      if (place) at = &(*at)[*place];
      else if (at->contains(token)) at = &(*at)[std::string_view(token)];
      else return nullptr;
    }
    return at;
  }

  // Calls change(place, last token) with the place of what the other tokens lead to; false if there is nothing.
  template <class Change>
  bool at_parent(const Path& path, Change change) {
    const Rest parents(path.data(), path.size() - 1);
    return find(parents) && descend(Json::Place(document_), parents, path.back(), change);
  }
  template <class Change>
  static bool descend(Json::Place place, Rest parents, const std::string& last, Change& change) {
    if (parents.empty()) return change(place, last);
    const std::string& token = parents.front();
    if (place.is_array()) return descend(place[*index(token, place.size())], parents.subspan(1), last, change);
    return descend(place[std::string_view(token)], parents.subspan(1), last, change);
  }

  bool add(const Path& path, Json value) {
    if (path.empty()) {
      document_ = std::move(value);
      return true;
    }
    return at_parent(path, [&](Json::Place parent, const std::string& token) {
      if (parent.is_object()) {
        parent[std::string_view(token)] = std::move(value);
        return true;
      }
      if (!parent.is_array()) return false;
      const auto place = token == "-" ? std::optional(parent.size()) : index(token, parent.size() + 1);
      if (place) insert(parent, *place, std::move(value));
      return place.has_value();
    });
  }

  static void insert(Json::Place list, std::size_t at, Json value) {
    if (at == list.size()) return list.push_back(std::move(value));
    Json out = Json::array();
    std::size_t next = 0;
    for (const Json& item : list.read()) {
      if (next++ == at) out.push_back(value);
      out.push_back(item);
    }
    list = std::move(out);
  }

  bool remove(const Path& path) {
    if (path.empty() || !find(path)) return false;
    return at_parent(path, [](Json::Place parent, const std::string& token) {
      if (parent.is_array()) parent.erase(*index(token, parent.size()));
      else parent.erase(token);
      return true;
    });
  }

  bool replace(const Path& path, const Json& value) {
    if (!find(path)) return false;
    if (path.empty()) {
      document_ = value;
      return true;
    }
    return at_parent(path, [&](Json::Place parent, const std::string& token) {
      if (parent.is_array()) parent[*index(token, parent.size())] = value;
      else parent[std::string_view(token)] = value;
      return true;
    });
  }

  // What is not there equals null.
  bool test(const Path& path, const Json& value) const {
    const Json* place = find(path);
    if (place) return *place == value;
    return value.is_null() && find(Rest(path.data(), path.size() - 1));
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
