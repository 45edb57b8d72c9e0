#include "cmake/checks/architecture.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace nlbsim::checks {
namespace {

constexpr int kMaxLines = 600;

struct Folder {
  std::string_view name;
  std::string_view may_include;  // folders, each in spaces
};

// What stands below each folder. A test may include what its folder may.
constexpr std::array kFolders{
    Folder{"sim", " sim "},
    Folder{"api", " api sim "},
    Folder{"engine", " engine api sim "},
    Folder{"fake_apiserver", " fake_apiserver api sim "},
    Folder{"fake_aws", " fake_aws api sim "},
    Folder{"scenarios", " scenarios engine fake_apiserver fake_aws api sim "},
    // Reports are functions of the run record alone.
    Folder{"reports", " reports scenarios api sim "},
    Folder{"bench", " bench reports scenarios engine fake_apiserver fake_aws api sim "},
    Folder{"cli", " cli bench reports scenarios engine fake_apiserver fake_aws api sim "},
    Folder{"cmake", " cmake "},
};

// Inside a folder: which of its other rooms a room may include. A file that stands in no room of the table (the
// folder's own headers, its tests) is free. Rooms of one folder form no cycle.
struct Room {
  std::string_view path;
  std::string_view may_include;  // rooms of the same folder, each in spaces
};

constexpr std::array kRooms{
    Room{"engine/runtime/", ""},
    Room{"engine/conditions/", ""},
    Room{"engine/routes/", " conditions runtime "},
    Room{"engine/status/", " conditions routes "},
    Room{"engine/model/", " routes "},
    Room{"engine/targets/", " model routes runtime "},
    Room{"engine/deploy/", " model routes runtime "},
    Room{"engine/watches/", " model routes runtime targets "},
    Room{"engine/reconcilers/", " conditions deploy model routes runtime status targets "},
    Room{"scenarios/oracles/tests/", " language oracles record runner world "},
    Room{"scenarios/language/fuzz/", " explore language "},
    Room{"scenarios/record/", ""},
    Room{"scenarios/world/", " record "},
    Room{"scenarios/language/", " record world "},
    Room{"scenarios/faults/", " language record world "},
    Room{"scenarios/oracles/", " language record world "},
    Room{"scenarios/runner/", " faults language oracles record world "},
    Room{"scenarios/explore/", " faults language oracles record runner world "},
    Room{"scenarios/import/", " language record runner world "},
    Room{"scenarios/lint/", " language record runner world "},
    Room{"scenarios/load/", " language record runner world "},
    Room{"scenarios/control/", " faults language oracles record runner world "},
};

// A name in an #include or in code, and the places where it may stand. A place is a prefix of a path.
struct Rule {
  std::string_view name;
  std::string_view why;
  std::vector<std::string_view> allowed;
};

const std::vector<Rule>& include_rules() {
  static const std::vector<Rule> rules{
      {"boost/beast", "Beast is included in api/http alone", {"api/http/"}},
      {"boost/asio/ip/tcp",
       "sockets are opened in api/http and sim/wall alone",
       {"api/http/", "sim/wall/", "fake_apiserver/http/tests/", "fake_aws/http/tests/", "cli/tests/"}},
      {"boost/asio/io_context",
       "the io_context belongs to sim/wall, api/http and whoever assembles `serve`",
       {"api/http/", "sim/wall/", "scenarios/control/", "fake_apiserver/http/tests/", "fake_aws/http/tests/", "cli/",
        "bench/"}},
      {"boost/asio/steady_timer",
       "what waits, waits in sim/task.h; only sim/wall arms a timer of the machine",
       {"sim/wall/", "api/http/"}},
      {"boost/asio/signal_set", "signals are the business of cli/", {"cli/", "sim/wall/"}},
      {"boost/asio/thread_pool", "one simulation has one thread; see sim/parallel", {}},
      {"yaml-cpp/",
       "the YAML library is let loose on no text but by api/yaml; what it complains of, scenarios/language words anew",
       {"api/yaml/", "scenarios/language/", "reports/tests/", "cli/tests/", "fake_apiserver/cel/tests/",
        "cmake/tools/"}},
      {"CLI/", "the command line library is included in cli/ alone", {"cli/"}},
      {"sim/parallel/",
       "worlds run side by side in cli, scenarios and bench alone",
       {"sim/parallel/", "sim/tests/", "cli/", "scenarios/", "bench/"}},
      {"sim/wall/",
       "the machine's time is the business of cli, scenarios and bench",
       {"sim/wall/", "sim/tests/", "cli/", "scenarios/", "bench/"}},
      {"httplib.h",
       "cpp-httplib is the independent client of the wire tests",
       {"api/http/tests/", "fake_apiserver/http/tests/", "fake_aws/http/tests/", "scenarios/tests/",
        "scenarios/control/tests/", "cli/tests/", "bench/"}},
      {"pugixml", "XML is written by fake_aws and reports", {"fake_aws/", "reports/", "cli/tests/"}},
      {"nlohmann/",
       "documents are api::Json; the JSON library reads and prints at the border alone",
       {"api/json/text.cc", "api/json/tests/", "cmake/tools/"}},
      {"regex", "std::regex is slow and differs between libraries; use RE2", {}},
      {"random", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"thread", "threads live in sim/parallel and sim/wall", {"sim/parallel/", "sim/wall/"}},
      {"mutex",
       "one simulation has one thread and no lock; what all worlds share is made once and never changes",
       {"sim/parallel/", "api/json/json.cc", "fake_apiserver/registry/names.cc", "fake_apiserver/schema/"}},
      {"condition_variable", "one simulation has one thread and no lock", {"sim/parallel/"}},
      {"atomic",
       "one simulation has one thread; what frozen documents and schemas remember is for all",
       {"sim/parallel/", "api/json/node.h", "fake_apiserver/schema/schema.cc", "bench/", "cli/"}},
      {"future", "one simulation has one thread", {"sim/parallel/"}},
      {"ctime", "nothing outside sim/ reads a clock: Scheduler::now()", {}},
      {"unordered_map", "its order differs between libraries; use std::map", {}},
      {"unordered_set", "its order differs between libraries; use std::set", {}},
  };
  return rules;
}

const std::vector<Rule>& name_rules() {
  static const std::vector<Rule> rules{
      {"steady_clock", "nothing outside sim/wall reads a clock: Scheduler::now()", {"sim/wall/", "bench/"}},
      {"system_clock", "nothing outside sim/wall reads the machine's date: Scheduler::now()", {"sim/wall/"}},
      {"high_resolution_clock", "nothing outside sim/wall reads a clock: Scheduler::now()", {}},
      {"clock_gettime", "nothing outside sim/wall reads a clock: Scheduler::now()", {"bench/", "sim/parallel/"}},
      {"gettimeofday", "nothing reads the machine's date: Scheduler::now()", {}},
      {"sleep_until", "sleep in virtual time: sim::sleep_for", {}},
      {"usleep", "sleep in virtual time: sim::sleep_for", {}},
      {"nanosleep", "sleep in virtual time: sim::sleep_for", {}},
      {"std::time", "nothing reads the machine's date: Scheduler::now()", {}},
      {"std::clock", "nothing outside sim/wall reads a clock: Scheduler::now()", {"bench/"}},
      {"std::rand", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"std::async", "one simulation has one thread", {"sim/parallel/"}},
      {"std::thread", "threads live in sim/parallel and sim/wall", {"sim/parallel/", "sim/wall/"}},
      {"this_thread", "one simulation has one thread", {"sim/parallel/", "sim/wall/"}},
      {"jthread", "threads live in sim/parallel", {"sim/parallel/"}},
      {"random_device", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"mt19937", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"mt19937_64", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"default_random_engine", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"uniform_int_distribution", "standard distributions differ between libraries; see sim::pick", {}},
      {"uniform_real_distribution", "standard distributions differ between libraries; see sim::pick", {}},
      {"normal_distribution", "standard distributions differ between libraries; see sim::pick", {}},
      {"exponential_distribution", "standard distributions differ between libraries; see sim::pick", {}},
      {"bernoulli_distribution", "standard distributions differ between libraries; see sim::pick", {}},
      {"discrete_distribution", "standard distributions differ between libraries; see sim::pick", {}},
      {"getrandom", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"RAND_bytes", "nothing but sim/choice.h is random: ask scheduler.chooser()", {}},
      {"random_generator", "ids are minted by sim/ids.h", {}},
      {"unordered_map", "its order differs between libraries; use std::map", {}},
      {"unordered_set", "its order differs between libraries; use std::set", {}},
      {"setlocale", "no locale reaches an output", {}},
      {"localtime", "no time zone reaches an output", {}},
  };
  return rules;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool allows(const Rule& rule, std::string_view path) {
  return std::ranges::any_of(rule.allowed, [&](std::string_view place) { return path.starts_with(place); });
}

std::string_view top_folder(std::string_view path) { return path.substr(0, path.find('/')); }

struct Include {
  std::string_view target;
  std::size_t offset = 0;
  bool quoted = false;
};

std::vector<Include> includes_of(std::string_view code) {
  std::vector<Include> found;
  constexpr std::string_view kDirective = "#include";
  for (std::size_t at = code.find(kDirective); at != code.npos; at = code.find(kDirective, at + 1)) {
    const std::size_t open = code.find_first_of("<\"\n", at);
    if (open == code.npos || code[open] == '\n') continue;
    const std::size_t close = code.find(code[open] == '<' ? '>' : '"', open + 1);
    if (close == code.npos) continue;
    found.push_back({code.substr(open + 1, close - open - 1), at, code[open] == '"'});
  }
  return found;
}

void check_floor(const SourceFile& file, const Include& include, std::vector<Finding>& findings) {
  const std::string_view target = top_folder(include.target);
  const auto named = [](std::string_view name) { return [name](const Folder& f) { return f.name == name; }; };
  const auto to = std::ranges::find_if(kFolders, named(target));
  const auto from = std::ranges::find_if(kFolders, named(top_folder(file.path)));
  if (to == kFolders.end() || from == kFolders.end()) {
    if (include.quoted)
      findings.push_back({file.path, line_of(file.text, include.offset),
                          "floors: \"" + std::string(include.target) + "\" is not a path from the root of the tree"});
    return;
  }
  if (from->may_include.find(" " + std::string(target) + " ") != std::string_view::npos) return;
  findings.push_back({file.path, line_of(file.text, include.offset),
                      "floors: " + std::string(from->name) + "/ must not include " + std::string(target) + "/"});
}

void check_room(const SourceFile& file, const Include& include, std::vector<Finding>& findings) {
  const auto of = [](std::string_view path) {
    return std::ranges::find_if(kRooms, [path](const Room& room) { return path.starts_with(room.path); });
  };
  const auto from = of(file.path);
  const auto to = of(include.target);
  if (from == kRooms.end() || to == kRooms.end() || from == to) return;
  if (top_folder(from->path) != top_folder(to->path)) return;
  const std::string_view room = to->path.substr(top_folder(to->path).size() + 1);
  const std::string name(room.substr(0, room.size() - 1));
  if (from->may_include.find(" " + name + " ") != std::string_view::npos) return;
  findings.push_back({file.path, line_of(file.text, include.offset),
                      "rooms: " + std::string(from->path) + " must not include " + std::string(to->path)});
}

// A rule's name ends with '/' or matches whole: <thread> but not <threadpool.h>; "boost/beast" stands for all below it.
bool includes_rule(std::string_view target, std::string_view name) {
  if (!target.starts_with(name)) return false;
  const std::string_view rest = target.substr(name.size());
  return rest.empty() || name.ends_with('/') || rest.front() == '/' || rest.front() == '.';
}

void check_includes(const SourceFile& file, std::vector<Finding>& findings) {
  for (const Include& include : includes_of(file.code)) {
    check_floor(file, include, findings);
    check_room(file, include, findings);
    for (const Rule& rule : include_rules())
      if (includes_rule(include.target, rule.name) && !allows(rule, file.path))
        findings.push_back({file.path, line_of(file.text, include.offset),
                            "homes: <" + std::string(include.target) + ">: " + std::string(rule.why)});
  }
}

void check_names(const SourceFile& file, std::vector<Finding>& findings) {
  const std::string_view code = file.code;
  for (const Rule& rule : name_rules()) {
    if (allows(rule, file.path)) continue;
    for (std::size_t at = code.find(rule.name); at != code.npos; at = code.find(rule.name, at + 1)) {
      const std::size_t end = at + rule.name.size();
      if ((at > 0 && (is_word(code[at - 1]) || code[at - 1] == '<')) || (end < code.size() && is_word(code[end])))
        continue;
      findings.push_back(
          {file.path, line_of(file.text, at), "bans: " + std::string(rule.name) + ": " + std::string(rule.why)});
    }
  }
}

}  // namespace

std::vector<Finding> check_architecture(const SourceFile& file) {
  std::vector<Finding> findings;
  check_includes(file, findings);
  check_names(file, findings);
  const auto lines = std::ranges::count(file.text, '\n');
  if (lines > kMaxLines)
    findings.push_back(
        {file.path, kMaxLines + 1,
         "size: the file has " + std::to_string(lines) + " lines, more than " + std::to_string(kMaxLines)});
  std::ranges::sort(findings, {}, &Finding::line);
  return findings;
}

}  // namespace nlbsim::checks
