#include "scenarios/language/yaml_words.h"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <array>

namespace nlbsim::scenarios {

namespace {

namespace parser = YAML::ErrorMsg;

struct Phrase {
  std::string_view theirs;  // how its message begins
  std::string_view ours;
};

constexpr std::string_view kIndentation =
    "this line fits neither the map nor the list that it stands in; look at its indentation, at a missing \"key:\" and "
    "at a \"- \" too many";
constexpr std::string_view kBracket = "a [ or { is not closed, or an entry lacks its comma";
constexpr std::string_view kColon =
    "a \": \" stands where no key can be; look at the indentation, and put text that holds one in quotes";
constexpr std::string_view kQuote = "a quoted text is not closed";
constexpr std::string_view kEscape =
    "an escape in a double-quoted text is none that YAML knows; write \\\\ for a backslash";
constexpr std::string_view kAnchor = "an anchor (&name) or alias (*name) is not written as one, or names nothing";
constexpr std::string_view kTag = "a tag (!name) is not written as one; write the value without it";
constexpr std::string_view kDirective = "a % at the begin of a line opens a directive, and this is none";

const std::array kPhrases{
    Phrase{parser::END_OF_MAP, kIndentation},
    Phrase{parser::END_OF_SEQ, kIndentation},
    Phrase{parser::BLOCK_ENTRY, kIndentation},
    Phrase{parser::ZERO_INDENT_IN_BLOCK, kIndentation},
    Phrase{parser::CHAR_IN_BLOCK, "nothing but a comment can stand behind | or >"},
    Phrase{parser::END_OF_MAP_FLOW, kBracket},
    Phrase{parser::END_OF_SEQ_FLOW, kBracket},
    Phrase{parser::FLOW_END, "a ] or } closes nothing"},
    Phrase{parser::MAP_KEY, kColon},
    Phrase{parser::MAP_VALUE, kColon},
    Phrase{parser::EOF_IN_SCALAR, kQuote},
    Phrase{parser::DOC_IN_SCALAR, kQuote},
    Phrase{parser::CHAR_IN_SCALAR, "this text holds a character that it can't hold without quotes"},
    Phrase{parser::UNKNOWN_TOKEN, "no value can begin with this character; put the text in quotes"},
    Phrase{parser::INVALID_HEX, kEscape},
    Phrase{parser::INVALID_UNICODE, kEscape},
    Phrase{parser::INVALID_ESCAPE, kEscape},
    Phrase{parser::SINGLE_QUOTED_CHAR, kEscape},
    Phrase{parser::ALIAS_NOT_FOUND, kAnchor},
    Phrase{parser::ANCHOR_NOT_FOUND, kAnchor},
    Phrase{parser::CHAR_IN_ALIAS, kAnchor},
    Phrase{parser::CHAR_IN_ANCHOR, kAnchor},
    Phrase{parser::UNKNOWN_ANCHOR, kAnchor},
    Phrase{parser::MULTIPLE_ANCHORS, kAnchor},
    Phrase{parser::ALIAS_CONTENT, kAnchor},
    Phrase{parser::MULTIPLE_TAGS, kTag},
    Phrase{parser::CHAR_IN_TAG_HANDLE, kTag},
    Phrase{parser::TAG_WITH_NO_SUFFIX, kTag},
    Phrase{parser::END_OF_VERBATIM_TAG, kTag},
    Phrase{parser::YAML_DIRECTIVE_ARGS, kDirective},
    Phrase{parser::YAML_VERSION, kDirective},
    Phrase{parser::YAML_MAJOR_VERSION, kDirective},
    Phrase{parser::REPEATED_YAML_DIRECTIVE, kDirective},
    Phrase{parser::TAG_DIRECTIVE_ARGS, kDirective},
    Phrase{parser::REPEATED_TAG_DIRECTIVE, kDirective},
};

}  // namespace

std::string yaml_complaint(std::string_view parser_message, std::string_view line) {
  constexpr std::string_view kTab = "a tab stands in the indentation; use spaces";
  if (line.substr(0, line.find_first_not_of(" \t")).find('\t') != line.npos)
    return "not valid YAML: " + std::string(kTab);
  const auto meant = [&](const Phrase& phrase) { return parser_message.starts_with(phrase.theirs); };
  const auto found = std::ranges::find_if(kPhrases, meant);
  return "not valid YAML: " + std::string(found == kPhrases.end() ? "it can't be read from here on" : found->ours);
}

}  // namespace nlbsim::scenarios
