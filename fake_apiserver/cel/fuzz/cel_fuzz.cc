// Any text as an expression over documents with and without a schema: it is refused with a place, or evaluated within
// its budget, and what was printed of it is the same expression.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fake_apiserver/cel/parser.h"
#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/tests/widget.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

constexpr std::size_t kMaxPrinted = 4'000;  // printing nests texts in texts

void require(bool holds) {
  if (!holds) std::abort();
}

void print_and_parse(std::string_view source) {
  Problems problems;
  const auto tree = parse(source, problems);
  require(tree || !problems.empty());
  if (!tree || !problems.empty() || source.size() > kMaxPrinted) return;
  const auto again = parse(syntax::print(*tree), problems);
  // Parentheses that printing adds may nest deeper than a server takes.
  if (again) require(syntax::same_tree(*tree, *again));
}

void compile_and_evaluate(std::string_view source) {
  const auto program = Program::compile(source, widget_environment());
  if (!program) return require(program.error().message.starts_with("compilation failed: ERROR: <input>:"));
  Budget budget{.per_call = 20'000, .remaining = 20'000};
  const auto value = (*program)->evaluate(widget_bindings(), budget);
  require(value || !value.error().message.empty());
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::cel

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim::fake_apiserver::cel;
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  print_and_parse(source);
  compile_and_evaluate(source);
  return 0;
}
