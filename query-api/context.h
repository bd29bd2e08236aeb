#pragma once

#include <optional>
#include <string_view>

#include "query-api/freshness.h"
#include "query-api/history.h"
#include "query-api/layout_library.h"
#include "query-api/log_ends.h"
#include "query-api/map_cache.h"
#include "query-api/map_channels.h"
#include "query-api/project_cache.h"
#include "query-api/quotes.h"
#include "query-api/rate_limits.h"
#include "query-api/reply.h"
#include "query-api/services.h"

namespace ledger {

// What all routes share. Thread-safe.
struct ApiContext {
  explicit ApiContext(Services& given)
      : services(given),
        freshness(given.store, given.hurry_projections),
        ends(given.log),
        layouts(given.log.documents()),
        channels(given.store),
        history(given.log),
        limits(given.clock) {}

  Services& services;
  Freshness freshness;
  mutable LogEnds ends;
  mutable ProjectCache projects;
  LayoutLibrary layouts;
  MapCache maps;
  MapChannels channels;
  PricesFrom prices_from;
  RecordHistory history;
  RateLimits limits;

  // Moves `snapshot` to rows that hold all that is in the log by now, so that what was acknowledged
  // a moment ago is not taken for missing. kUnavailable "projection-behind" after a bounded wait,
  // as after a restart: nobody is told that a thing does not exist while it may.
  Result<void> catch_up(Snapshot& snapshot) const;

  // The project; kNotFound "project-unknown", also where a bound key may not see it. Moves
  // `call.snapshot` on if need be.
  Result<rows::ProjectRowT> project(Call& call, const ProjectId& id) const;
  // Of the path's {project}.
  Result<rows::ProjectRowT> project(Call& call) const;

  [[nodiscard]] Reply problem(const Error& error, const HttpRequest& request) const;
  void log(std::string_view line) const;
};

inline constexpr Micros kCatchUpWait = seconds(2);
inline constexpr Micros kPositionWait = seconds(5);

inline const Rows& map_rows(const Call& call) {
  return call.snapshot->rows("layout_map");
}

inline const Rows& directory_rows(const Call& call) {
  return call.snapshot->rows("directory");
}

inline const Rows& portal_rows(const Call& call) {
  return call.snapshot->rows("portal");
}

inline const Rows& finance_rows(const Call& call) {
  return call.snapshot->rows("finance");
}

inline const Rows& lookup_rows(const Call& call) {
  return call.snapshot->rows("lookup");
}

inline const Rows& terms_rows(const Call& call) {
  return call.snapshot->rows("terms");
}

inline const Rows& recon_rows(const Call& call) {
  return call.snapshot->rows("recon");
}

inline const Rows& support_rows(const Call& call) {
  return call.snapshot->rows("support");
}

}  // namespace ledger
