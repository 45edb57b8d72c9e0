// How JSON values lie in memory: an object, a list or a text is one counted block, its members behind its head, so that
// a copy of a value is one increment. Private to api/json: what the rest of the program uses is value.h.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>

#include "api/json/key.h"

namespace nlbsim::api {

class Json;
struct Member;

// What objects and lists have in common. What a node remembers about itself may be asked for by several threads once it
// is frozen; all of them write the same.
struct Node {
  std::uint32_t refs = 1;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  mutable std::atomic<std::uint64_t> fingerprint{0};  // 0: not known
  mutable std::atomic<std::uint64_t> admitted{0};     // the schema that found nothing to do here; 0: none

  bool shared() const { return refs != 1; }
  void changed() {
    fingerprint.store(0, std::memory_order_relaxed);
    admitted.store(0, std::memory_order_relaxed);
  }
};

// The members of an object, sorted by name. Read-only: documents change through Json.
class Members : public Node {
 public:
  using value_type = Member;
  using const_iterator = const Member*;
  inline const_iterator begin() const;
  inline const_iterator end() const;
  std::size_t size() const { return Node::size; }
  bool empty() const { return Node::size == 0; }
  const_iterator find(std::string_view name) const;
  const_iterator find(const Key& name) const;
  bool contains(std::string_view name) const;
  bool contains(const Key& name) const;

 private:
  friend class Json;
  inline Member* slots();
};

// The items of a list.
class Items : public Node {
 public:
  using value_type = Json;
  using const_iterator = const Json*;
  inline const_iterator begin() const;
  inline const_iterator end() const;
  std::size_t size() const { return Node::size; }
  bool empty() const { return Node::size == 0; }

 private:
  friend class Json;
  inline Json* slots();
};

struct TextNode {
  std::uint32_t refs = 1;
  std::uint32_t size = 0;
  std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), size}; }
};

}  // namespace nlbsim::api
