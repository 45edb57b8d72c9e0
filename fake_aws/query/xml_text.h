// An XML document as compact bytes, without a declaration, as AWS sends it.
#pragma once

#include <pugixml.hpp>
#include <string>

namespace nlbsim::fake_aws {

std::string xml_text(const pugi::xml_document& document);

}  // namespace nlbsim::fake_aws
