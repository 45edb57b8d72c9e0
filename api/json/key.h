// The name of a member of a JSON object. Names of the vocabulary (vocabulary.h) stand in a table that is filled before
// main and never changes, so they cost nothing to copy and compare by address; any other name is owned by those who
// hold it and counted without a lock, like the documents that it stands in. Every name carries its fingerprint.
#pragma once

#include <fmt/core.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace nlbsim::api {

// A count that is never touched: what is frozen outlives every holder and is shared by threads.
inline constexpr std::uint32_t kImmortal = 0xffffffff;

class Key {
 public:
  Key() : text_(&kEmpty) {}
  explicit Key(std::string_view text);
  Key(const Key& other) : text_(other.text_) { hold(); }
  Key(Key&& other) noexcept : text_(std::exchange(other.text_, &kEmpty)) {}
  Key& operator=(Key other) noexcept {
    std::swap(text_, other.text_);
    return *this;
  }
  ~Key() {
    if (text_->refs != kImmortal && --text_->refs == 0) let_go();
  }

  std::string_view view() const { return text_->text; }
  std::string str() const { return std::string(text_->text); }
  operator std::string_view() const { return text_->text; }  // NOLINT(google-explicit-constructor)
  std::uint64_t fingerprint() const { return text_->fingerprint; }
  std::size_t size() const { return text_->text.size(); }
  bool empty() const { return text_->text.empty(); }
  bool starts_with(std::string_view prefix) const { return text_->text.starts_with(prefix); }
  bool starts_with(char first) const { return text_->text.starts_with(first); }
  bool ends_with(std::string_view suffix) const { return text_->text.ends_with(suffix); }
  std::string substr(std::size_t from, std::size_t length = std::string::npos) const {
    return std::string(text_->text.substr(from, length));
  }
  std::size_t find(std::string_view what) const { return text_->text.find(what); }
  std::size_t find(char what) const { return text_->text.find(what); }
  bool in_vocabulary() const { return text_->word; }

  // Never counted again: for documents that threads share.
  void freeze() const { text_->refs = kImmortal; }

  friend bool operator==(const Key& a, const Key& b) {
    if (a.text_ == b.text_) return true;
    if (a.text_->word && b.text_->word) return false;
    return a.text_->fingerprint == b.text_->fingerprint && a.text_->text == b.text_->text;
  }
  friend std::strong_ordering operator<=>(const Key& a, const Key& b) {
    return a.text_ == b.text_ ? std::strong_ordering::equal : a.text_->text <=> b.text_->text;
  }
  friend bool operator==(const Key& a, std::string_view b) { return a.text_->text == b; }
  friend std::strong_ordering operator<=>(const Key& a, std::string_view b) { return a.text_->text <=> b; }
  friend std::string operator+(std::string_view a, const Key& b) { return std::string(a).append(b.view()); }
  friend std::string operator+(const Key& a, std::string_view b) { return a.str().append(b); }

 private:
  friend class Vocabulary;
  struct Text {
    mutable std::uint32_t refs = kImmortal;
    bool word = false;
    std::uint64_t fingerprint = 0;
    std::string_view text;
  };
  explicit Key(const Text* text) : text_(text) {}
  void hold() const {
    if (text_->refs != kImmortal) ++text_->refs;
  }
  void let_go();

  static const Text kEmpty;
  const Text* text_;
};

}  // namespace nlbsim::api

template <>
struct fmt::formatter<nlbsim::api::Key> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const nlbsim::api::Key& key, Context& context) const {
    return fmt::formatter<std::string_view>::format(key.view(), context);
  }
};
