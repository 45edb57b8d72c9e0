// Services: defaults, and the two pools they draw from, cluster IPs of 10.96.0.0/16 and node ports 30000 to 32767.
//
// Which address or port a Service gets depends on its name alone, as long as that is free: so a change elsewhere in a
// run does not move it.
#pragma once

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

// Node ports that are asked for and taken go to `findings`.
void default_service(Cluster& cluster, kube::Json& document, const kube::Json& old_document, Findings& findings);
void validate_service(const kube::Json& document, const kube::Json& old_document, Findings& findings);
// Marks what the stored document uses as taken, and what only its predecessor used as free.
void hold_addresses(Cluster& cluster, const kube::Json& document, const kube::Json& old_document);
void release_addresses(Cluster& cluster, const kube::Object& service);

}  // namespace nlbsim::fake_apiserver
