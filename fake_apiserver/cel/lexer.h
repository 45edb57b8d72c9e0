// Tokens of an expression.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "fake_apiserver/cel/problems.h"

namespace nlbsim::fake_apiserver::cel {

enum class TokenKind : std::uint8_t { end, identifier, integer, unsigned_integer, number, string, bytes, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // of the source; an identifier may be a keyword (in, true, false, null)
  std::size_t offset = 0;
};

// Always ends with an `end` token. What is no token is reported and passed over.
std::vector<Token> tokenize(std::string_view source, Problems& problems);

}  // namespace nlbsim::fake_apiserver::cel
