// Changes of an instance's state: by a call they take their time, by hand they are there at once.
#pragma once

#include <string>
#include <string_view>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// Into a state that passes ("stopping") and, after the drawn time, into the one that stays ("stopped").
void change_instance(const ActionContext& context, const std::string& id, std::string_view passing,
                     std::string_view end);
// The time is over.
void end_instance_change(const ActionContext& context, std::string_view id, std::string_view end);
// What a terminated instance leaves: interfaces of its own go, attached ones and elastic IPs are free.
void release_instance_interfaces(Network& network, const std::string& id);

}  // namespace nlbsim::fake_aws
