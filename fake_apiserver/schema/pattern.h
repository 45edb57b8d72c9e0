// Regular expressions, compiled when they are first matched and once per text in the program: the same few patterns
// stand in every version of every CRD. Any thread may use one.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace nlbsim::fake_apiserver {

class Pattern {
 public:
  // The pattern of that text, shared with everyone who asks for the same. It need not be a valid one.
  static std::shared_ptr<const Pattern> of(std::string_view text);
  explicit Pattern(std::string text);
  ~Pattern();

  const std::string& text() const { return text_; }
  // What is wrong with it, in RE2's words; or empty.
  std::string error() const;
  // Whether it matches anywhere in the value; false if it is invalid.
  bool found_in(std::string_view value) const;

 private:
  const re2::RE2& compiled() const;
  const std::string text_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const re2::RE2> compiled_;
};

}  // namespace nlbsim::fake_apiserver
