// The world of a row of engine/tests/tables: a cluster with the Gateway a/gw, an account, and a controller between them
// that works only when it is told to.
//
// A row says what happens, one act a line, and what must be seen after the controller has looked once at everything:
//
//   == NameOfTheRow
//       usual
//   -> port 8080 TCP serving a/r
//   -> calls CreateSecurityGroup CreateSecurityGroup ... CreateListener
//       remove route a/r
//   -> call DeleteListener
//   -> ! call DeleteLoadBalancer
//
// An expectation is the beginning of a line of pass(); "..." in it stands for any text, and with "!" before it there is
// no such line. Several acts and expectations may follow each other, each group on top of the one before.
//
// Acts:
//   usual                               the Gateway, Service and route of load_rows.h
//   KIND [NS/]NAME[@AGE][#GENERATION] {SPEC}   an object, as in cluster.h
//   patch KIND [NS/]NAME {DOCUMENT}     a merge patch on it
//   remove KIND [NS/]NAME               as by a user: with finalizers it waits for them
//   tear KIND [NS/]NAME                 gone, whatever held it
//   pass                                the controller looks, and nobody looks at what came of it
//   active | failed                     the state of all load balancers
//   restart                             a controller without memory
//   refuse OPERATION CODE [TIMES]       AWS refuses the next calls
//   drop listener|target-group|load-balancer   by hand, all of them
//   foreign target-group|load-balancer  all of them lose their tags
//   tag KEY VALUE | untag KEY           on the load balancer, by hand
//   listener PORT | rule PORT | security-group NAME | subnet ID | twin   one more, by hand: the rule on the Gateway's
//                                       security group, the twin a load balancer with the tags of the first
//   plain-listeners                     as an account that answers them without a ForwardConfig
//   certificate ARN NAME[,NAME...] [@AGE]   issued in ACM
//   no-certificates                     ACM has none any more
//   flag NAME VALUE                     of the controller; see table_world.cc
#pragma once

#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/reconcilers/configuration_reconciler.h"
#include "engine/reconcilers/gateway_class_reconciler.h"
#include "engine/reconcilers/gateway_reconciler.h"
#include "engine/tests/deploy_world.h"
#include "engine/tests/reconcile_fixture.h"

namespace nlbsim::engine::testing {

class TableWorld {
 public:
  TableWorld();
  ~TableWorld();
  TableWorld(const TableWorld&) = delete;
  TableWorld& operator=(const TableWorld&) = delete;

  void act(const std::string& line);
  // The controller looks at every class, Gateway, route and configuration; then what can be seen, a line for each fact:
  //   port, listener, route, violation    as load() decides about a/gw; see render()
  //   note REASON TEXT                    what load() tells that is no error
  //   class NAME / gateway NS/NAME CONDITION=STATUS/REASON ...
  //   gateway NS/NAME says CONDITION: MESSAGE     of those that are not True
  //   address NS/NAME HOST
  //   status NS/NAME LISTENER attached=N CONDITION=STATUS/REASON ...
  //   status NS/NAME LISTENER says CONDITION: MESSAGE
  //   parent NS/ROUTE -> GATEWAY[/SECTION] CONDITION=STATUS/REASON ..., and "says" as above
  //   outcome NS/NAME done                of the Gateway's reconcile
  //   event Warning REASON: MESSAGE       told in this pass
  //   observed gateway NS/NAME N          the oldest generation that a condition speaks of; of parents, too
  //   annotation gateway NS/NAME KEY=VALUE
  //   write RESOURCE NS/NAME SUBRESOURCE | write none     patches of what users own: statuses, finalizers, annotations
  //   calls A B C | calls none            all mutations of this pass, in order
  //   call NAME {REQUEST}                 each of them
  //   holds ...                           all that AWS and the cluster then hold
  //   kept KIND NS/NAME / gone KIND NS/NAME       objects that are being removed
  std::vector<std::string> pass();

 private:
  struct Controller;

  bool act_in_aws(const std::string& verb, std::istringstream& words);
  void set_flag(const std::string& name, const std::string& value, const std::string& rest);
  void reconcile_all(std::vector<std::string>& lines);
  void finish_removals(std::vector<std::string>& lines);
  void describe(std::vector<std::string>& lines);
  void remove(const kube::Resource& resource, const kube::ObjectKey& key);
  void restart();

  Cluster cluster_;
  DeployWorld account_;
  PatchServer kube_;
  Context context_;
  std::unique_ptr<Controller> controller_;
  std::set<kube::ObjectKey> gateways_seen_;
  std::set<kube::ObjectKey> routes_posted_;
  std::vector<std::string> events_;
};

}  // namespace nlbsim::engine::testing
