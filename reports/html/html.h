// report.html: one file that needs nothing else, for a browser on a desk or a phone, light and dark.
//
// First the verdict, the counts, the matrix of requirements and the failures; per scenario its lanes in virtual time
// with idle gaps folded, each event with its request, answer and chain of causes. The page is in page.html, page.css
// and the .js files beside this one, put into the program when it is built; the data stand in it packed.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// A big batch makes a page that still opens: what does not fit is left out, and the page says where.
struct HtmlLimits {
  // Of one run. Beyond it events that are in no short timeline and far from the first error go first.
  std::size_t events_per_run = 4000;
  // Of one run, packed. Beyond it requests, answers and objects are left out.
  std::size_t bytes_per_run = std::size_t{1} << 20;
  // Of all runs together. Failed runs come first; those beyond it keep steps and verdict, but no timeline.
  std::size_t bytes = std::size_t{18} << 20;
};

void write_html(std::span<const scenarios::RunRecord> runs, const Context& context, const HtmlLimits& limits,
                std::ostream& out);

}  // namespace nlbsim::reports
