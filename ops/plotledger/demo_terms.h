#pragma once

#include <string>
#include <vector>

#include "ops/plotledger/demo_stage.h"

namespace ledger::demo {

// From this day of the story on the works have come so far.
struct MilestoneReached {
  int day = 0;
  std::string name;
};

// A project's rules about money, as finance sets them before anything is sold; days are the
// story's.
struct Terms {
  std::string plan;  // offered beside the standard one
  std::string title;
  wire::PlanKind kind = wire::PlanKind::Time;
  std::vector<wire::PlanStageT> stages;
  std::vector<MilestoneReached> milestones;
  unsigned chosen = 0;     // percent of the buyers who do not pay in full choose the plan
  std::string letterhead;  // JSON, as PUT /v1/projects/{project}/letterhead takes it
};

Terms construction_linked();
Terms time_linked();

// The channel partners who bring buyers to both projects.
const std::vector<std::string>& partners();

// Puts rules, plan, letterhead and milestones on the agenda; `day` is when the project opens.
void set_terms(Stage& stage, const ProjectId& project, const Terms& terms, int day);

}  // namespace ledger::demo
