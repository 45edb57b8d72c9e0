// What the program says to people: results on stdout, complaints on stderr, colours and a progress line only where a
// terminal shows them (and never a colour with NO_COLOR).
#pragma once

#include <string>
#include <string_view>

#include "sim/result.h"

namespace nlbsim::cli {

enum class Style { plain, good, bad, dim, bold };

class Console {
 public:
  Console();
  // With a line end; takes back a progress line first.
  void print(std::string_view text);
  // "nlbsim: FILE:LINE: what is wrong and what would be right", a line for each cause that has a place of its own.
  void complain(const sim::Error& error);
  void complain(std::string_view message);
  // The text in that style, or as it is.
  std::string styled(Style style, std::string_view text) const;
  bool colours() const { return colours_; }
  // Replaces the progress line; nothing where stdout is no terminal.
  void progress(std::string_view line);
  void end_progress();

 private:
  bool terminal_ = false;
  bool colours_ = false;
  bool progress_shown_ = false;
};

}  // namespace nlbsim::cli
