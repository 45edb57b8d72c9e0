// The frame of the reports that are one page of text, tables and drawings, without a script; light and dark.
#pragma once

#include <string>
#include <string_view>

namespace nlbsim::reports {

// Text as it stands between tags and in attributes.
std::string in_html(std::string_view text);
// `style` comes after the frame's own; `body` is HTML.
std::string plain_page(std::string_view title, std::string_view style, std::string_view body);

}  // namespace nlbsim::reports
