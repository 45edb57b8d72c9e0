// Makes values of a YAML text's events, so that its limits hold before memory is spent. What the values are and which
// words its refusals have, `Rules` say:
//
//   using Value = ...;       // of a scalar, a list or a map; copied where an alias stands for it
//   using Collection = ...;  // a list or map that is not closed yet
//   static Value null(const Mark&);
//   static Value scalar(const std::string& text, const std::string& tag, const Mark&, bool is_key);
//   static Collection open(bool map, const std::string& tag, const Mark&);
//   static std::string key(const Value&, const Mark&);  // as which a value names an entry
//   static void add(Collection&, Value);
//   static void add(Collection&, std::string key, const Mark&, Value);
//   static Value close(Collection);
//   static std::string too_many(), too_deep(), within_itself(), key_no_text(), twice(key, line of the first);
//
// Rules that refuse something throw refused(...).
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "api/yaml/read.h"

namespace nlbsim::yaml {

inline Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

inline Unreadable refused(std::string why, const Mark& mark) { return {Fault::refused, std::move(why), mark.line}; }

template <class Rules>
class Builder final : public YAML::EventHandler {
 public:
  using Value = typename Rules::Value;

  // One of each document.
  std::vector<Value> take() { return std::move(documents_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (mark.pos == start_) throw Unreadable{Fault::no_value, {}, mark.line + 1};
    start_ = mark.pos;
    anchored_.clear();
    root_ = Rules::null(mark_of(mark));
  }
  void OnDocumentEnd() override { documents_.push_back(std::move(root_)); }
  void OnAnchor(const YAML::Mark&, const std::string&) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    place(Rules::null(mark_of(mark)), mark_of(mark), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) throw refused(Rules::within_itself(), mark_of(mark));
    spend(found->second.size, mark_of(mark));
    add(found->second.value, mark_of(mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    place(Rules::scalar(text, tag, mark_of(mark), expects_key()), mark_of(mark), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(false, tag, mark_of(mark), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(true, tag, mark_of(mark), anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    typename Rules::Collection parts;
    Mark mark;
    bool map = false;
    YAML::anchor_t anchor = 0;
    std::size_t left_before = 0;
    bool has_key = false;
    std::string key;
    Mark key_mark;
    std::map<std::string, int, std::less<>> key_lines;  // a second time of a key is found without a walk over all
  };
  struct Anchored {
    Value value;
    std::size_t size;
  };

  bool expects_key() const { return !open_.empty() && open_.back().map && !open_.back().has_key; }

  void spend(std::size_t values, const Mark& mark) {
    if (values > left_) throw refused(Rules::too_many(), mark);
    left_ -= values;
  }

  void open(bool map, const std::string& tag, const Mark& mark, YAML::anchor_t anchor) {
    if (expects_key()) throw refused(Rules::key_no_text(), mark);
    if (open_.size() >= static_cast<std::size_t>(kMaxDepth)) throw refused(Rules::too_deep(), mark);
    Open opened{Rules::open(map, tag, mark), mark, map, anchor, left_, false, {}, {}, {}};
    open_.push_back(std::move(opened));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    spend(1, closed.mark);
    Value value = Rules::close(std::move(closed.parts));
    if (closed.anchor != 0) anchored_[closed.anchor] = {value, closed.left_before - left_};
    add(std::move(value), closed.mark);
  }

  void place(Value value, const Mark& mark, YAML::anchor_t anchor) {
    spend(1, mark);
    if (anchor != 0) anchored_[anchor] = {value, 1};
    add(std::move(value), mark);
  }

  void add(Value value, const Mark& mark) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (!parent.map) {
      Rules::add(parent.parts, std::move(value));
    } else if (!parent.has_key) {
      parent.key = Rules::key(value, mark);
      parent.key_mark = mark;
      parent.has_key = true;
      const auto [first, fresh] = parent.key_lines.emplace(parent.key, mark.line);
      if (!fresh) throw refused(Rules::twice(parent.key, first->second), mark);
    } else {
      Rules::add(parent.parts, std::move(parent.key), parent.key_mark, std::move(value));
      parent.has_key = false;
    }
  }

  std::vector<Value> documents_;
  Value root_;
  int start_ = -1;
  std::size_t left_ = kMaxValues;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
};

}  // namespace nlbsim::yaml
