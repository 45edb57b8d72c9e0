// A JSON value: an immutable tree that is shared instead of copied. Copying a value is one increment; a change through
// `value["spec"]["port"] = 80`, push_back, erase, update_each copies the way down to what changed and leaves everyone
// else's document as it was. Objects keep their members sorted by name.
//
//   Json document = object.document();          // shares
//   document["status"]["phase"] = "Active";     // copies the document's head and its status, nothing else
//   Json::Place metadata = document["metadata"];
//   metadata["name"] = "a";                     // a place is a way from the variable down, not an address
//
// Nobody gets an address inside a document that he could write to, so what a node remembers about itself (its
// fingerprint, the schema that admitted it) is dropped by every change below it. References that reading gives (member,
// items, range-for) end with the next change of that document. Missing members read as null and are not made by
// reading.
//
// Values are counted without a lock: a document belongs to one thread, unless it is frozen (json.h).
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iosfwd>
#include <iterator>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/json/key.h"
#include "api/json/node.h"

namespace nlbsim::api {

class Json {
 public:
  enum class Type : std::uint8_t {
    null,
    object,
    array,
    string,
    boolean,
    number_integer,
    number_unsigned,
    number_float
  };
  // A value of another type, or a member that is not there.
  struct exception : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  class Place;
  class Init;
  class const_iterator;
  using object_t = Members;
  using array_t = Items;

  Json() : whole_(0) {}
  Json(std::nullptr_t) : Json() {}  // NOLINT(google-explicit-constructor): so are all below, a value is written as one
  Json(const Json& other) : type_(other.type_), whole_(other.whole_) {
    if (counted()) hold();
  }
  Json(Json&& other) noexcept : type_(std::exchange(other.type_, Type::null)), whole_(other.whole_) {}
  Json& operator=(Json other) noexcept {
    std::swap(type_, other.type_);
    std::swap(whole_, other.whole_);
    return *this;
  }
  ~Json() {
    if (counted()) drop();
  }
  template <std::same_as<bool> T>
  Json(T value) : type_(Type::boolean), whole_(value) {}  // NOLINT
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Json(T value)  // NOLINT
      : type_(std::is_signed_v<T> ? Type::number_integer : Type::number_unsigned),
        whole_(static_cast<std::uint64_t>(value)) {}
  Json(double value) : type_(Type::number_float), float_(value) {}  // NOLINT
  Json(std::string_view text);                                      // NOLINT
  Json(const std::string& text) : Json(std::string_view(text)) {}   // NOLINT
  Json(const char* text) : Json(std::string_view(text)) {}          // NOLINT
  Json(const Key& text) : Json(text.view()) {}                      // NOLINT
  template <class T>
  Json(const std::vector<T>& list);  // NOLINT
  template <class T, class C>
  Json(const std::map<std::string, T, C>& map);  // NOLINT
  // Pairs that begin with a text are an object, everything else a list.
  Json(std::initializer_list<Init> init);  // NOLINT
  static Json object();
  static Json object(std::initializer_list<Init> init);
  static Json array();
  static Json array(std::initializer_list<Init> init);
  // Text that is known to be JSON; throws exception where it is not. For what others wrote, see parse_json.
  static Json parse(std::string_view text);
  std::string dump(int indent = -1) const;

  // ---- reading ----
  Type type() const { return type_; }
  std::string_view type_name() const;
  bool is_null() const { return type_ == Type::null; }
  bool is_object() const { return type_ == Type::object; }
  bool is_array() const { return type_ == Type::array; }
  bool is_string() const { return type_ == Type::string; }
  bool is_boolean() const { return type_ == Type::boolean; }
  bool is_number() const { return type_ >= Type::number_integer; }
  bool is_number_integer() const { return type_ == Type::number_integer || type_ == Type::number_unsigned; }
  bool is_number_unsigned() const { return type_ == Type::number_unsigned; }
  bool is_number_float() const { return type_ == Type::number_float; }
  bool is_structured() const { return is_object() || is_array(); }
  bool is_primitive() const { return !is_structured(); }
  // Members or items; 0 of null, 1 of anything else.
  std::size_t size() const { return is_structured() ? node_->size : is_null() ? 0 : 1; }
  bool empty() const { return size() == 0; }
  // The text of a string value, or empty.
  std::string_view text() const { return is_string() ? text_->view() : std::string_view(); }

  template <class T>
  T get() const;
  // get_ref<const object_t&>() and get_ref<const array_t&>().
  template <class R>
  R get_ref() const;
  // The members of an object; none of anything else.
  const Members& items() const { return is_object() ? *members_ : none(); }
  bool contains(std::string_view name) const { return is_object() && members_->contains(name); }
  bool contains(const Key& name) const { return is_object() && members_->contains(name); }
  const_iterator find(std::string_view name) const;
  const_iterator begin() const;
  const_iterator end() const;
  const Json& operator[](std::string_view name) const;  // null where there is none
  const Json& operator[](const char* name) const { return (*this)[std::string_view(name)]; }
  const Json& operator[](std::size_t index) const;
  const Json& operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
  const Json& at(std::string_view name) const;  // throws where there is none
  const Json& at(std::size_t index) const;
  const Json& front() const { return at(std::size_t{0}); }
  const Json& back() const { return at(size() - 1); }

  // ---- changing ----
  Place operator[](std::string_view name);
  Place operator[](const char* name);
  Place operator[](const Key& name);
  Place operator[](std::size_t index);
  Place operator[](int index);
  // Sets one member; faster than a place.
  void set(const Key& name, Json value);
  void push_back(Json item);
  std::size_t erase(std::string_view name);
  void erase(std::size_t index);
  void clear();
  // Every member of `other`, over what is here.
  void update(const Json& other);
  // Takes a member out; null where there is none.
  Json take(std::string_view name);
  // Each item, or the value of each member, in turn: change(Json&) or change(const Key&, Json&), where items have an
  // empty key. What stays as it was stays shared.
  template <class Change>
  void update_each(Change change);
  // One member or item likewise. A member that is not there is made, unless it stays null.
  template <class Change>
  void update_at(std::string_view name, Change change);
  // What the predicate (of a const Member&, or of an item) says goes. How many went.
  template <class Predicate>
  std::size_t erase_if(Predicate predicate);

  // ---- what a node remembers ----
  // The same node: equal without a look inside.
  bool same(const Json& other) const { return type_ == other.type_ && whole_ == other.whole_; }
  // Whether the schema of this number (unique in the process) has found nothing to prune, default or refuse here. Only
  // objects and lists remember, and any change forgets.
  bool admitted_by(std::uint64_t schema) const {
    return is_structured() && node_->admitted.load(std::memory_order_relaxed) == schema;
  }
  void admit(std::uint64_t schema) const {
    if (is_structured()) node_->admitted.store(schema, std::memory_order_relaxed);
  }
  std::uint64_t remembered_fingerprint() const {
    return is_structured() ? node_->fingerprint.load(std::memory_order_relaxed) : 0;
  }
  void remember_fingerprint(std::uint64_t fingerprint) const {
    if (is_structured()) node_->fingerprint.store(fingerprint, std::memory_order_relaxed);
  }
  // Never counted again: see freeze() in json.h.
  void make_immortal() const;
  bool immortal() const;

  // Numbers are equal and ordered by value, whatever their type; other types by their order: null, booleans, numbers,
  // objects, lists, texts.
  friend bool operator==(const Json& a, const Json& b) { return a.same(b) || equal(a, b); }
  friend bool operator<(const Json& a, const Json& b) { return less(a, b); }
  friend bool operator>(const Json& a, const Json& b) { return less(b, a); }
  friend std::ostream& operator<<(std::ostream& out, const Json& value);

 private:
  friend class JsonBuilder;
  static bool equal(const Json& a, const Json& b);
  static bool less(const Json& a, const Json& b);
  static const Members& none();
  [[noreturn]] void wrong_type(std::string_view wanted) const;
  bool counted() const { return type_ >= Type::object && type_ <= Type::string; }
  std::uint32_t& refs() const { return *static_cast<std::uint32_t*>(block_); }
  void hold() const {
    if (refs() != kImmortal) ++refs();
  }
  void drop() {
    if (refs() != kImmortal && --refs() == 0) destroy();
  }
  void destroy();
  // Makes the node ours alone, with room for `more`, and lets it forget what it remembers.
  void own(std::uint32_t more = 0);
  Json* slot(const Key& name);  // of an own object; null where there is none
  Json& insert(const Key& name, Json value);
  template <class T>
  T number(std::string_view wanted) const;

  Type type_ = Type::null;
  union {
    std::uint64_t whole_;  // every type fits into it
    double float_;
    void* block_;
    Node* node_;
    Members* members_;
    Items* items_;
    TextNode* text_;
  };
};
static_assert(sizeof(void*) == sizeof(std::uint64_t));

struct Member {
  Key first;
  Json second;
};

// Reads like the value that is there now; writes along the way from the variable that it was taken from, which must
// outlive it.
class Json::Place {
 public:
  explicit(false) Place(Json& root) : root_(&root) {}  // the whole of it
  Place(const Place&) = default;
  Place(Place&&) = default;

  const Json& read() const;
  operator const Json&() const { return read(); }  // NOLINT(google-explicit-constructor)
  Type type() const { return read().type(); }
  std::string_view type_name() const { return read().type_name(); }
  bool is_null() const { return read().is_null(); }
  bool is_object() const { return read().is_object(); }
  bool is_array() const { return read().is_array(); }
  bool is_string() const { return read().is_string(); }
  bool is_boolean() const { return read().is_boolean(); }
  bool is_number() const { return read().is_number(); }
  bool is_number_integer() const { return read().is_number_integer(); }
  std::size_t size() const { return read().size(); }
  bool empty() const { return read().empty(); }
  bool contains(std::string_view name) const { return read().contains(name); }
  const_iterator begin() const;
  const_iterator end() const;
  const Members& items() const { return read().items(); }
  const Json& at(std::string_view name) const { return read().at(name); }
  const Json& at(std::size_t index) const { return read().at(index); }
  const Json& front() const { return read().front(); }
  const Json& back() const { return read().back(); }
  std::string dump(int indent = -1) const { return read().dump(indent); }
  template <class T>
  T get() const {
    return read().get<T>();
  }
  template <class R>
  R get_ref() const {
    return read().get_ref<R>();
  }

  Place& operator=(Json value);
  Place& operator=(const Place& other) { return *this = Json(other.read()); }
  Place operator[](std::string_view name) const { return Place(*this, Step{Key(name)}); }
  Place operator[](const char* name) const { return Place(*this, Step{Key(std::string_view(name))}); }
  Place operator[](const Key& name) const { return Place(*this, Step{name}); }
  Place operator[](std::size_t index) const { return Place(*this, Step{Key(), static_cast<std::uint32_t>(index)}); }
  Place operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
  void push_back(Json item);
  std::size_t erase(std::string_view name);
  void erase(std::size_t index);
  void update(const Json& other);
  template <class Change>
  void update_each(Change change) {
    if (!read().empty()) slot().update_each(std::move(change));
  }
  template <class Predicate>
  std::size_t erase_if(Predicate predicate) {
    return read().empty() ? 0 : slot().erase_if(std::move(predicate));
  }

 private:
  friend class Json;
  static constexpr std::uint32_t kNamed = std::numeric_limits<std::uint32_t>::max();
  struct Step {
    Key name;
    std::uint32_t index = kNamed;
  };
  Place(Place before, Step step);
  const Step& step(std::size_t i) const { return i < near_.size() ? near_[i] : far_[i - near_.size()]; }
  Json& slot();  // unshares the way down and makes what is not there

  Json* root_;
  std::size_t depth_ = 0;
  std::array<Step, 3> near_;
  std::vector<Step> far_;
};

// One element of a braced list. It borrows texts and inner lists until the end of the expression.
class Json::Init {
  template <class T>
  static constexpr bool is_text =
      std::convertible_to<T, std::string_view> && !std::same_as<std::remove_cvref_t<T>, std::nullptr_t>;

 public:
  template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Init> && !is_text<T> && std::constructible_from<Json, T>)
  Init(T&& value) : value_(std::forward<T>(value)) {}  // NOLINT
  template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Init> && is_text<T>)
  Init(const T& text) : text_(text), kind_(Kind::text) {}                     // NOLINT
  Init(std::initializer_list<Init> list) : list_(list), kind_(Kind::list) {}  // NOLINT

 private:
  friend class Json;
  enum class Kind : std::uint8_t { value, text, list };
  bool is_pair() const;
  Json made() const;
  mutable Json value_;
  std::string_view text_;
  std::initializer_list<Init> list_;
  Kind kind_ = Kind::value;
};

// Over the items of a list or the values of an object.
class Json::const_iterator {
 public:
  using value_type = Json;
  using difference_type = std::ptrdiff_t;
  using reference = const Json&;
  using pointer = const Json*;
  using iterator_category = std::random_access_iterator_tag;
  const_iterator() = default;
  const_iterator(const Json* at, std::ptrdiff_t stride)
      : at_(reinterpret_cast<const std::byte*>(at)), stride_(stride) {}
  reference operator*() const { return *reinterpret_cast<const Json*>(at_); }
  pointer operator->() const { return reinterpret_cast<const Json*>(at_); }
  reference operator[](difference_type n) const { return *(*this + n); }
  // Of a member.
  const Key& key() const { return *reinterpret_cast<const Key*>(at_ - sizeof(Key)); }
  reference value() const { return **this; }
  const_iterator& operator++() { return *this += 1; }
  const_iterator& operator--() { return *this += -1; }
  const_iterator operator++(int) {
    const const_iterator before = *this;
    ++*this;
    return before;
  }
  const_iterator operator--(int) {
    const const_iterator before = *this;
    --*this;
    return before;
  }
  const_iterator& operator+=(difference_type n) {
    at_ += n * stride_;
    return *this;
  }
  const_iterator& operator-=(difference_type n) { return *this += -n; }
  friend const_iterator operator+(const_iterator it, difference_type n) { return it += n; }
  friend const_iterator operator+(difference_type n, const_iterator it) { return it += n; }
  friend const_iterator operator-(const_iterator it, difference_type n) { return it -= n; }
  friend difference_type operator-(const_iterator a, const_iterator b) { return (a.at_ - b.at_) / a.stride_; }
  friend bool operator==(const_iterator a, const_iterator b) { return a.at_ == b.at_; }
  friend std::strong_ordering operator<=>(const_iterator a, const_iterator b) { return a.at_ <=> b.at_; }

 private:
  const std::byte* at_ = nullptr;
  std::ptrdiff_t stride_ = sizeof(Json);
};

}  // namespace nlbsim::api

#include "api/json/value_inline.h"
