// The sources of the page as text; their definitions are generated from the files of this folder (embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace nlbsim::reports {

std::string_view page_frame();                     // page.html, with <!--STYLE-->, <!--DATA--> and <!--SCRIPT-->
std::string_view page_style();                     // page.css
std::string_view page_loader();                    // load.js, which unpacks the rest
std::span<const std::string_view> page_scripts();  // the .js files, in the order in which they run

}  // namespace nlbsim::reports
