#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projectors/layout_map.h"
#include "query-api/quotes.h"

namespace ledger {

// One project, as a visitor sees it.
struct ProjectFacts {
  rows::ProjectRowT project;
  std::optional<rows::MapRowT> map;  // none: no layout yet
  std::optional<PricesSet> prices;
  std::optional<Money> price_from;
  std::vector<PaymentPlanSet> plans;  // besides the standard one
  std::string position;
};

std::string projects_json(const std::vector<ProjectFacts>& projects);
std::string project_json(const ProjectFacts& facts);

// One plot's card. `attributes` is a JSON object; no quote: no price yet.
struct PlotCard {
  ProjectId project;
  rows::PlotRowT plot;
  std::string attributes;
  const Quote* quote = nullptr;
  std::vector<PaymentPlanSet> plans;
  std::string position;
};

std::string plot_card_json(const PlotCard& card);

// What some plots would cost together today, and by each plan: a quotation, that binds nobody.
std::string quote_json(const ProjectId& project, const std::vector<PlotId>& plots,
                       const Quote& quote, const std::vector<PaymentPlanSet>& plans,
                       const std::string& position);

// "1200.5": `area_mm2` in each unit, to the thousandth, without trailing zeros.
std::string area_text(std::int64_t thousandths);

}  // namespace ledger
