#include "api/yaml/read.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace nlbsim::yaml {

namespace {

// The offset of the first byte that is not part of well-formed UTF-8, or npos.
std::size_t first_invalid_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || i + length > text.size()) return i;
    std::uint32_t point = lead & (length == 1 ? 0x7fU : 0xffU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80U) return i;
      point = point << 6U | (next & 0x3fU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) return i;
    i += length;
  }
  return std::string_view::npos;
}

bool is_control(char c) { return c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

int line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

}  // namespace

std::optional<Unreadable> read(std::string_view text, YAML::EventHandler& handler) {
  if (const std::size_t bad = first_invalid_byte(text); bad != text.npos)
    return Unreadable{Fault::encoding, std::to_string(bad), line_at(text, bad)};
  if (const auto control = std::ranges::find_if(text, is_control); control != text.end())
    return Unreadable{Fault::character, std::string(1, *control),
                      line_at(text, static_cast<std::size_t>(control - text.begin()))};
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {
    }
    return std::nullopt;
  } catch (const Unreadable& refused) {
    return refused;
  } catch (const YAML::Exception& error) {
    return Unreadable{Fault::syntax, error.msg, error.mark.is_null() ? 1 : error.mark.line + 1};
  }
}

}  // namespace nlbsim::yaml
