// Whatever is done to a value here and to one of the JSON library's, both print the same and compare the same.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "api/json/json.h"

namespace nlbsim::api {
namespace {

using Library = nlohmann::json;

// The same cases in every run.
const int seeded = setenv("RC_PARAMS", "seed=20240607 max_success=100 verbose_progress=0", 0);

rc::Gen<std::string> name() {
  return rc::gen::weightedOneOf<std::string>(
      {{6, rc::gen::elementOf(std::vector<std::string>{"metadata", "name", "spec", "status", "a", "b", "c"})},
       {1, rc::gen::container<std::string>(rc::gen::inRange<char>(32, 126))}});
}

rc::Gen<Library> document(int depth) {
  const auto whole = rc::gen::map(rc::gen::inRange<std::int64_t>(-3, 4), [](std::int64_t n) { return Library(n); });
  const auto natural = rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 4), [](std::uint64_t n) { return Library(n); });
  const auto half = rc::gen::map(rc::gen::inRange(-4, 5), [](int n) { return Library(n / 2.0); });
  const auto text = rc::gen::map(name(), [](const std::string& s) { return Library(s); });
  const auto plain = rc::gen::oneOf(whole, natural, half, text, rc::gen::just(Library()), rc::gen::just(Library(true)),
                                    rc::gen::just(Library(false)));
  if (depth == 0) return rc::gen::resize(rc::kNominalSize, plain);
  constexpr int kFew = 4;  // the size of containers, which would else hold a hundred documents each
  const auto list = rc::gen::map(rc::gen::container<std::vector<Library>>(document(depth - 1)),
                                 [](const std::vector<Library>& items) { return Library(items); });
  const auto object = rc::gen::map(
      rc::gen::container<std::vector<std::pair<std::string, Library>>>(rc::gen::pair(name(), document(depth - 1))),
      [](const std::vector<std::pair<std::string, Library>>& members) {
        Library out = Library::object();
        for (const auto& [key, value] : members) out[key] = value;
        return out;
      });
  return rc::gen::resize(kFew, rc::gen::weightedOneOf<Library>({{1, plain}, {2, list}, {4, object}}));
}

Json ours(const Library& value) { return Json::parse(value.dump()); }

TEST(AgainstLibrary, TextInIsTextOut) {
  EXPECT_TRUE(rc::check([] {
    const Library theirs = *document(3);
    const Json value = ours(theirs);
    RC_ASSERT(value.dump() == theirs.dump());
    RC_ASSERT(value.dump(2) == theirs.dump(2));
  }));
}

TEST(AgainstLibrary, AnyBytesOfATextArePrintedAlike) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    RC_ASSERT(dump_json(Json(bytes)) == Library(bytes).dump(-1, ' ', false, Library::error_handler_t::replace));
  }));
}

TEST(AgainstLibrary, BrokenTextIsRefusedAlike) {
  EXPECT_TRUE(rc::check([] {
    std::string text = (*document(2)).dump();
    const auto at = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(text.size())));
    text[at] = *rc::gen::elementOf(std::string("{}[],:\"0x\\ "));
    const Library theirs = Library::parse(text, nullptr, false);
    const auto value = parse_json(text);
    RC_ASSERT(value.has_value() == !theirs.is_discarded());
    if (value) RC_ASSERT(value->dump() == theirs.dump());
  }));
}

TEST(AgainstLibrary, EqualityOrderAndFingerprintAgree) {
  EXPECT_TRUE(rc::check([] {
    const Library one = *document(2);
    const Library other = *rc::gen::oneOf(document(2), rc::gen::just(one));
    const Json a = ours(one);
    const Json b = ours(other);
    if (*rc::gen::arbitrary<bool>()) fingerprint(a), fingerprint(b);  // remembered or not
    RC_ASSERT((a == b) == (one == other));
    RC_ASSERT((a < b) == (one < other));
    RC_ASSERT((b < a) == (other < one));
    RC_ASSERT((fingerprint(a) == fingerprint(b)) == (one == other));
  }));
}

TEST(AgainstLibrary, MergePatchAgrees) {
  EXPECT_TRUE(rc::check([] {
    Library theirs = *document(3);
    const Library patch = *document(3);
    Json value = ours(theirs);
    const Json before = value;
    theirs.merge_patch(patch);
    merge_patch(value, ours(patch));
    RC_ASSERT(value.dump() == theirs.dump());
    RC_ASSERT(before == ours(Library::parse(before.dump())));
  }));
}

TEST(AgainstLibrary, EditsAgreeAndLeaveCopiesAlone) {
  EXPECT_TRUE(rc::check([] {
    Library theirs = *document(3);
    Json value = ours(theirs);
    for (int i = 0; i < 12; ++i) {
      const Json kept = value;
      const std::string kept_text = kept.dump();
      if (*rc::gen::arbitrary<bool>()) fingerprint(value);
      const std::string key = *name();
      const std::string below = *name();
      const Library fresh = *document(1);
      switch (*rc::gen::inRange(0, 5)) {
        case 0:
          if (!theirs.is_object()) break;
          theirs[key] = fresh;
          value[key] = ours(fresh);
          break;
        case 1:
          if (!theirs.is_object() || !(theirs.value(key, Library()).is_object() || !theirs.contains(key))) break;
          theirs[key][below] = fresh;
          value[key][below] = ours(fresh);
          break;
        case 2:
          if (!theirs.is_object()) break;
          theirs.erase(key);
          value.erase(key);
          break;
        case 3:
          if (!theirs.is_array()) break;
          theirs.push_back(fresh);
          value.push_back(ours(fresh));
          break;
        default:
          for (auto& entry : theirs)
            if (entry.is_object()) entry[key] = fresh;
          value.update_each([&](Json& entry) {
            if (entry.is_object()) entry[key] = ours(fresh);
          });
      }
      RC_ASSERT(value.dump() == theirs.dump());
      RC_ASSERT(fingerprint(value) == fingerprint(ours(theirs)));
      RC_ASSERT(kept.dump() == kept_text);
    }
  }));
}

}  // namespace
}  // namespace nlbsim::api
