#include "api/json/value.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <ostream>
#include <span>

#include "api/json/builder.h"

namespace nlbsim::api {
namespace {

// What has nothing inside is one node for everybody.
constinit Members empty_object{{kImmortal}};
constinit Items empty_list{{kImmortal}};
constinit TextNode empty_text{kImmortal};

constexpr std::uint32_t kFirstCapacity = 4;
// Up to so many members a look at each is quicker than halving.
constexpr std::size_t kFewMembers = 8;

template <class T>
T* behind(Node* node) {
  return reinterpret_cast<T*>(node + 1);
}

template <class N, class T>
N* new_node(std::uint32_t capacity) {
  void* room = ::operator new(sizeof(N) + capacity * sizeof(T));
  N* node = ::new (room) N{};
  node->capacity = capacity;
  return node;
}

template <class T>
void delete_node(Node* node) {
  std::destroy_n(behind<T>(node), node->size);
  std::destroy_at(node);
  ::operator delete(node);
}

// The same members with room for more. A node that nobody else holds is emptied: its members move as they lie.
template <class N, class T>
N* regrown(Node* old, std::uint32_t capacity) {
  N* fresh = new_node<N, T>(capacity);
  fresh->Node::size = old->size;
  if (old->shared()) {
    std::uninitialized_copy_n(behind<T>(old), old->size, behind<T>(fresh));
    if (old->refs != kImmortal) --old->refs;
  } else {
    std::memcpy(static_cast<void*>(behind<T>(fresh)), static_cast<void*>(behind<T>(old)), old->size * sizeof(T));
    old->size = 0;
    delete_node<T>(old);
  }
  return fresh;
}

// Room for one at `index`, which the caller constructs; the node is alone and has the capacity.
template <class T>
T* open_gap(Node* node, std::size_t index) {
  T* at = behind<T>(node) + index;
  std::memmove(static_cast<void*>(at + 1), static_cast<void*>(at), (node->size - index) * sizeof(T));
  ++node->size;
  return at;
}

template <class T>
void close_gap(Node* node, std::size_t index) {
  T* at = behind<T>(node) + index;
  std::destroy_at(at);
  --node->size;
  std::memmove(static_cast<void*>(at), static_cast<void*>(at + 1), (node->size - index) * sizeof(T));
}

const Member* lower_bound(const Members& members, std::string_view name) {
  return std::ranges::lower_bound(members.begin(), members.end(), name, {},
                                  [](const Member& member) { return member.first.view(); });
}

}  // namespace

// ---- members ----

Members::const_iterator Members::find(std::string_view name) const {
  if (size() <= kFewMembers) {
    for (const Member& member : *this)
      if (member.first.size() == name.size() && std::memcmp(member.first.view().data(), name.data(), name.size()) == 0)
        return &member;
    return end();
  }
  const Member* found = lower_bound(*this, name);
  return found != end() && found->first == name ? found : end();
}

Members::const_iterator Members::find(const Key& name) const {
  if (size() > kFewMembers) return find(name.view());
  for (const Member& member : *this)
    if (member.first == name) return &member;
  return end();
}

// ---- making ----

Json::Json(std::string_view text) : type_(Type::string) {
  if (text.empty()) {
    text_ = &empty_text;
    return;
  }
  void* room = ::operator new(sizeof(TextNode) + text.size());
  text_ = ::new (room) TextNode{1, static_cast<std::uint32_t>(text.size())};
  std::memcpy(static_cast<std::byte*>(room) + sizeof(TextNode), text.data(), text.size());
}

Json Json::object() {
  Json out;
  out.type_ = Type::object;
  out.members_ = &empty_object;
  return out;
}

Json Json::array() {
  Json out;
  out.type_ = Type::array;
  out.items_ = &empty_list;
  return out;
}

bool Json::Init::is_pair() const {
  if (kind_ != Kind::list || list_.size() != 2) return false;
  const Init& name = *list_.begin();
  return name.kind_ == Kind::text || (name.kind_ == Kind::value && name.value_.is_string());
}

Json Json::Init::made() const {
  switch (kind_) {
    case Kind::value: return std::move(value_);
    case Kind::text: return text_;
    case Kind::list: break;
  }
  return Json(list_);
}

Json::Json(std::initializer_list<Init> init)
    : Json(std::ranges::all_of(init, &Init::is_pair) ? object(init) : array(init)) {}

Json Json::object(std::initializer_list<Init> init) {
  Json out = object();
  out.own(static_cast<std::uint32_t>(init.size()));
  for (const Init& pair : init) {
    if (!pair.is_pair()) throw exception("a member of an object is a name and a value");
    const Init& name = *pair.list_.begin();
    const Key key(name.kind_ == Init::Kind::text ? name.text_ : name.value_.text());
    if (!out.slot(key)) out.insert(key, (pair.list_.begin() + 1)->made());
  }
  return out;
}

Json Json::array(std::initializer_list<Init> init) {
  Json out = array();
  out.own(static_cast<std::uint32_t>(init.size()));
  for (const Init& item : init) out.push_back(item.made());
  return out;
}

Json JsonBuilder::object(std::span<Member> members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const std::strong_ordering names = members[a].first <=> members[b].first;
    return names == 0 ? a < b : names < 0;
  });
  Json out = Json::object();
  out.own(static_cast<std::uint32_t>(members.size()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    Member& member = members[order[i]];
    if (i + 1 < order.size() && member.first == members[order[i + 1]].first) continue;  // the last one counts
    ::new (open_gap<Member>(out.node_, out.node_->size)) Member(std::move(member));
  }
  return out;
}

Json JsonBuilder::array(std::span<Member> items) {
  Json out = Json::array();
  out.own(static_cast<std::uint32_t>(items.size()));
  for (Member& item : items) ::new (open_gap<Json>(out.node_, out.node_->size)) Json(std::move(item.second));
  return out;
}

void Json::destroy() {
  if (is_object()) {
    delete_node<Member>(node_);
  } else if (is_array()) {
    delete_node<Json>(node_);
  } else {
    std::destroy_at(text_);
    ::operator delete(block_);
  }
}

// ---- reading ----

const Members& Json::none() { return empty_object; }

std::string_view Json::type_name() const {
  constexpr std::array<std::string_view, 8> kNames{"null",    "object", "array",  "string",
                                                   "boolean", "number", "number", "number"};
  return kNames[static_cast<std::size_t>(type_)];
}

void Json::wrong_type(std::string_view wanted) const {
  throw exception(std::string(wanted).append(" was expected, this is ").append(type_name()));
}

namespace {
const Json nothing;
}  // namespace

const Json& Json::operator[](std::string_view name) const {
  if (!is_object()) return nothing;
  const auto found = std::as_const(*members_).find(name);
  return found == members_->end() ? nothing : found->second;
}

const Json& Json::operator[](std::size_t index) const {
  return is_array() && index < size() ? items_->begin()[index] : nothing;
}

const Json& Json::at(std::string_view name) const {
  if (!is_object()) wrong_type("an object");
  const auto found = std::as_const(*members_).find(name);
  if (found == members_->end()) throw exception(std::string("no member is named ").append(name));
  return found->second;
}

const Json& Json::at(std::size_t index) const {
  if (!is_array()) wrong_type("a list");
  if (index >= size()) throw exception("no item " + std::to_string(index));
  return items_->begin()[index];
}

std::ostream& operator<<(std::ostream& out, const Json& value) { return out << value.dump(); }

// ---- changing ----

void Json::own(std::uint32_t more) {
  const bool shared = node_->shared();
  const std::uint32_t wanted = node_->size + more;
  if (!shared && wanted <= node_->capacity) return node_->changed();
  std::uint32_t capacity = wanted;
  if (more == 1) capacity = std::max(kFirstCapacity, shared ? wanted : node_->size * 2);
  if (is_object()) members_ = regrown<Members, Member>(node_, capacity);
  else items_ = regrown<Items, Json>(node_, capacity);
}

Json* Json::slot(const Key& name) {
  const auto found = std::as_const(*members_).find(name);
  return found == members_->end() ? nullptr : &(members_->slots() + (found - members_->begin()))->second;
}

Json& Json::insert(const Key& name, Json value) {
  own(1);
  std::size_t at = size();
  if (at != 0 && name < (members_->begin() + (at - 1))->first)
    at = static_cast<std::size_t>(lower_bound(*members_, name.view()) - members_->begin());
  return (::new (open_gap<Member>(node_, at)) Member{name, std::move(value)})->second;
}

void Json::set(const Key& name, Json value) {
  if (is_null()) *this = object();
  if (!is_object()) wrong_type("an object");
  if (const auto found = std::as_const(*members_).find(name); found != members_->end()) {
    own();
    *slot(name) = std::move(value);
  } else {
    insert(name, std::move(value));
  }
}

void Json::push_back(Json item) {
  if (is_null()) *this = array();
  if (!is_array()) wrong_type("a list");
  own(1);
  ::new (open_gap<Json>(node_, size())) Json(std::move(item));
}

std::size_t Json::erase(std::string_view name) {
  if (!is_object()) return 0;
  const auto found = std::as_const(*members_).find(name);
  if (found == members_->end()) return 0;
  erase(static_cast<std::size_t>(found - members_->begin()));
  return 1;
}

void Json::erase(std::size_t index) {
  if (!is_structured() || index >= size()) throw exception("there is nothing to erase at " + std::to_string(index));
  own();
  if (is_object()) close_gap<Member>(node_, index);
  else close_gap<Json>(node_, index);
}

void Json::clear() {
  if (is_object()) *this = object();
  else if (is_array()) *this = array();
  else *this = Json();
}

void Json::update(const Json& other) {
  const Json held = other;  // it may be a part of this
  for (const auto& [name, value] : held.items()) set(name, value);
}

Json Json::take(std::string_view name) {
  if (!contains(name)) return {};
  own();
  const auto index = static_cast<std::size_t>(std::as_const(*members_).find(name) - members_->begin());
  Json out = std::move((members_->slots() + index)->second);
  close_gap<Member>(node_, index);
  return out;
}

// ---- places ----

Json::Place::Place(Place before, Step step) : root_(before.root_), depth_(before.depth_ + 1) {
  near_ = std::move(before.near_);
  far_ = std::move(before.far_);
  if (before.depth_ < near_.size()) near_[before.depth_] = std::move(step);
  else far_.push_back(std::move(step));
}

const Json& Json::Place::read() const {
  const Json* at = root_;
  for (std::size_t i = 0; i < depth_; ++i) {
    const Step& way = step(i);
    if (way.index != kNamed) {
      at = &(*at)[static_cast<std::size_t>(way.index)];
    } else {
      if (!at->is_object()) return nothing;
      const auto found = std::as_const(*at->members_).find(way.name);
      if (found == at->members_->end()) return nothing;
      at = &found->second;
    }
  }
  return *at;
}

Json& Json::Place::slot() {
  Json* at = root_;
  for (std::size_t i = 0; i < depth_; ++i) {
    const Step& way = step(i);
    if (way.index != kNamed) {
      if (!at->is_array()) at->wrong_type("a list");
      if (way.index >= at->size()) throw exception("no item " + std::to_string(way.index));
      at->own();
      at = at->items_->slots() + way.index;
      continue;
    }
    if (at->is_null()) *at = object();
    if (!at->is_object()) at->wrong_type("an object");
    if (std::as_const(*at->members_).find(way.name) == at->members_->end()) {
      at = &at->insert(way.name, Json());
    } else {
      at->own();
      at = at->slot(way.name);
    }
  }
  return *at;
}

Json::Place& Json::Place::operator=(Json value) {
  slot() = std::move(value);
  return *this;
}

void Json::Place::push_back(Json item) { slot().push_back(std::move(item)); }

std::size_t Json::Place::erase(std::string_view name) { return contains(name) ? slot().erase(name) : 0; }

void Json::Place::erase(std::size_t index) { slot().erase(index); }

void Json::Place::update(const Json& other) {
  const Json held = other;
  slot().update(held);
}

// ---- freezing ----

void Json::make_immortal() const {
  if (!counted() || refs() == kImmortal) return;
  refs() = kImmortal;
  if (is_object())
    for (const Member& member : *members_) {
      member.first.freeze();
      member.second.make_immortal();
    }
  else if (is_array())
    for (const Json& item : *items_) item.make_immortal();
}

bool Json::immortal() const { return !counted() || refs() == kImmortal; }

}  // namespace nlbsim::api
