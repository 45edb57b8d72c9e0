// The columns of what users and administrators install: workloads, Ingresses, roles, configurations of admission.
#pragma once

#include <span>

#include "fake_apiserver/http/printers.h"

namespace nlbsim::fake_apiserver {

std::span<const Printer> installed_printers();

}  // namespace nlbsim::fake_apiserver
