// From the answer of an operation to XML text, driven by its shape. A plan holds what can be known before the first
// answer: the tags, and in which order members stand.
//
// Unset scalars are left out. A list at the top of an answer is always there, if empty as an empty element, because
// clients build their result from it. Inside, EC2 writes every list; ELBv2 leaves empty ones out but those that its
// shapes note as always written.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/services.h"
#include "api/shape.h"

namespace nlbsim::fake_aws {

// Appends text with &, <, > and control characters replaced.
void append_escaped(std::string& out, std::string_view text);
void append_element(std::string& out, std::string_view name, std::string_view text);

class XmlPlans {
 public:
  struct Plan;
  struct Member {
    void* (*of)(void* owner);
    std::string opening, closing, empty;  // "<Name>", "</Name>", "<Name/>"
    const Plan* plan;
    bool always;
  };
  struct Plan {
    const api::Shape* shape = nullptr;
    std::vector<Member> members;
    const Plan* inner = nullptr;
  };

  explicit XmlPlans(aws::Protocol protocol)
      : item_opening_(protocol == aws::Protocol::ec2 ? "<item>" : "<member>"),
        item_closing_(protocol == aws::Protocol::ec2 ? "</item>" : "</member>"),
        protocol_(protocol) {}
  // Valid as long as this.
  const Plan* plan_of(const api::Shape& shape);
  // The members of the structure `object` as elements.
  void write_answer(std::string& out, const Plan& plan, const void* object) const { write(out, plan, object, true); }

 private:
  void write(std::string& out, const Plan& plan, const void* object, bool top) const;
  void write_value(std::string& out, const Plan& plan, const void* object) const;
  bool is_left_out(const Member& member, const void* value, bool top) const;

  std::string_view item_opening_, item_closing_;
  aws::Protocol protocol_;
  std::deque<Plan> plans_;                             // stays where it is
  std::map<const api::Shape*, const Plan*> of_shape_;  // looked up alone
};

}  // namespace nlbsim::fake_aws
