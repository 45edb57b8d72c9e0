#include "fake_apiserver/schema/pattern.h"

#include <re2/re2.h>

#include <map>
#include <utility>

namespace nlbsim::fake_apiserver {

std::shared_ptr<const Pattern> Pattern::of(std::string_view text) {
  static std::mutex guard;
  static std::map<std::string, std::weak_ptr<const Pattern>, std::less<>> known;
  const std::lock_guard lock(guard);
  const auto found = known.find(text);
  if (found != known.end())
    if (auto alive = found->second.lock()) return alive;
  if (known.size() > 4096) std::erase_if(known, [](const auto& entry) { return entry.second.expired(); });
  auto fresh = std::make_shared<const Pattern>(std::string(text));
  known.insert_or_assign(std::string(text), fresh);
  return fresh;
}

Pattern::Pattern(std::string text) : text_(std::move(text)) {}
Pattern::~Pattern() = default;

const re2::RE2& Pattern::compiled() const {
  std::call_once(once_, [this] { compiled_ = std::make_unique<const re2::RE2>(text_, re2::RE2::Quiet); });
  return *compiled_;
}

std::string Pattern::error() const { return compiled().ok() ? "" : compiled().error(); }

bool Pattern::found_in(std::string_view value) const {
  return compiled().ok() && re2::RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), compiled());
}

}  // namespace nlbsim::fake_apiserver
