// The names of kinds, groups and versions, as text that is never given back.
//
// A kube::Resource is a handful of views, and whoever has seen one may keep it: calls in a journal outlive the cluster
// that a kind came and went in. So a name that has once been served stays; there are few, and CRDs limit their length.
#pragma once

#include <string_view>

namespace nlbsim::fake_apiserver {

// The same text, valid until the program ends. Callable from any thread; equal names give the same view.
std::string_view lasting_name(std::string_view name);

}  // namespace nlbsim::fake_apiserver
