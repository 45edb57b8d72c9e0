#include "cli/examples.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::cli {

namespace {

const std::vector<Epilogue>& epilogues() {
  static const std::vector<Epilogue> kAll{
      {"conformance",
       "no scenario failed",
       "a scenario failed",
       {{"nlbsim conformance", "all of it, reports in nlbsim-report/"},
        {"nlbsim conformance --filter happy-path --out happy", "one group of it"}}},
      {"run",
       "every scenario holds",
       "a scenario failed, or an invariant was broken",
       {{"nlbsim run port-edit.yaml --timeline", "what happens, in virtual time"},
        {"nlbsim run scenarios/ --filter tag:tls --filter '!group:scale' --jobs 4", "a choice of many"},
        {"nlbsim run port-edit.yaml --seeds 1..70", "with drawn latencies and orders"},
        {"nlbsim run scenarios/ --out report --fail-fast", "in CI: report.html, JUnit"}}},
      {"apply",
       "every listener with a route serves (--plan: nothing is refused)",
       "a listener does not serve, a Warning stands, or the world came to no rest",
       {{"nlbsim apply -f examples/tcp", "what AWS would hold, and what is reached"},
        {"kubectl get gateways,tcproutes,services -A -o yaml | nlbsim apply -f - -o json", "of a cluster"},
        {"nlbsim apply --plan --world in/world.yaml -f in/manifests", "what would be called, after nlbsim import"}}},
      {"import",
       "the world was written",
       "",
       {{"nlbsim import --kube cluster.yaml --aws aws/ --out in",
         "then: nlbsim apply --plan --world in/world.yaml -f "
         "in/manifests"}}},
      {"bench",
       "measured; nothing is past a limit, the second run is not slower",
       "a figure is past its limit (--fail-if), the second run is slower (--compare), or the scenario does not hold",
       {{"nlbsim bench --gateways 500 --aws-limits on --for 1h", "a fleet under AWS's rate limits"},
        {"nlbsim bench port-edit.yaml --out before", "a scenario of your own"},
        {"nlbsim bench --compare before after", "is it slower?"},
        {"nlbsim bench --fail-if 'reconcileLatency.p95 > 20s'", "in CI"}}},
      {"report merge",
       "put together; no scenario in it failed",
       "a scenario in it failed",
       {{"nlbsim report merge shard-0 shard-1 --out all", "results of several machines as one"}}},
      {"explore",
       "nothing was found",
       "there are findings",
       {{"nlbsim explore port-edit.yaml --out found", "every single fault; a reproducer of each finding"},
        {"nlbsim explore scenarios/ --budget 10m --jobs 4", "as far as ten minutes go"},
        {"nlbsim explore scenarios/ --shard-index 0 --shard-count 8 --out found", "an eighth of it"}}},
      {"replay",
       "the finding is gone",
       "the finding is there again",
       {{"nlbsim replay found/repro-1.yaml --timeline", "what happens"}}},
      {"serve",
       "ended by SIGTERM or SIGINT; no invariant was broken",
       "an invariant was broken by what was served (--out)",
       {{"nlbsim serve --controller builtin --speed 100 --write-kubeconfig k",
         "then: KUBECONFIG=k kubectl apply -f "
         "examples/tcp"},
        {"nlbsim serve --client lbc=some-token --write-controller lbc/ --out report", "a controller of your own"},
        {"nlbsim serve --world in/world.yaml --controller builtin", "an imported world on the wire"}}},
      {"lint",
       "each expectation can fail",
       "there is one that nothing could break",
       {{"nlbsim lint scenarios/", "those that are vain"},
        {"nlbsim lint --all port-edit.yaml", "what would break each"}}},
      {"schema", "printed", "", {{"nlbsim schema > scenario.schema.json", "for yaml-language-server"}}},
      {"list",
       "printed",
       "",
       {{"nlbsim list scenarios", "ids and titles"}, {"nlbsim list profiles", "each decision of each release"}}},
      {"completion", "printed", "", {{"source <(nlbsim completion bash)", "in this shell"}}},
      {"man", "printed", "", {{"nlbsim man | man -l -", "read it"}}},
  };
  return kAll;
}

}  // namespace

const Epilogue* epilogue_of(std::string_view command) {
  const auto& all = epilogues();
  const auto found = std::ranges::find(all, command, &Epilogue::command);
  return found == all.end() ? nullptr : &*found;
}

std::string exit_codes(const Epilogue& epilogue) {
  std::string out = fmt::format("  0  {}\n", epilogue.fine);
  if (!epilogue.failed.empty()) out += fmt::format("  1  {}\n", epilogue.failed);
  out += "  2  bad input or usage\n";
  if (epilogue.command == "replay" || epilogue.command == "report merge") out += "  3  the same run went another way\n";
  return out;
}

std::string examples(const Epilogue& epilogue) {
  std::string out;
  for (const Example& example : epilogue.examples) out += fmt::format("  {}\n      {}\n", example.line, example.what);
  return out;
}

}  // namespace nlbsim::cli
