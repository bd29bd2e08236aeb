#pragma once

#include <string>

#include "events/record.h"
#include "query-api/layout/layout.h"

// Answers to the commands that set a project up: functions of the record alone.
namespace ledger {

std::string opened_json(const Record& record);
std::string key_json(const KeyId& key, const std::string& text, const Record& record);
std::string preview_json(const LayoutPreview& preview);
std::string imported_json(const ProjectId& project, const Record& record);
std::string prices_json(const ProjectId& project, const Record& record);
std::string hold_rules_json(const ProjectId& project, const Record& record);
// {"project","plots":N}: how many were released, blocked or freed by this very command.
std::string plots_changed_json(const ProjectId& project, const Record& record);

}  // namespace ledger
