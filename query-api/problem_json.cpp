#include <nlohmann/json.hpp>

#include "query-api/problem.h"

namespace ledger {
namespace {

using nlohmann::ordered_json;

// "hold-over" → "Hold over": a title for a reason without a page of its own.
std::string title_of(std::string_view reason) {
  if (const auto* type = problem_type(reason)) return std::string(type->title);
  std::string title(reason);
  for (auto& c : title) {
    if (c == '-') c = ' ';
  }
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  }
  return title;
}

bool hides_inside(const Error& error) {
  return error.code == ErrorCode::kCorrupt || error.reason.empty();
}

bool found_nothing(const Error& error) {
  return error.code == ErrorCode::kNotFound && error.reason != "plot-unknown" &&
         error.reason != "paper-unknown";
}

}  // namespace

int status_of(const Error& error) {
  if (error.reason == "too-many-requests") return 429;
  if (error.reason == "unsupported-media-type") return 415;
  switch (error.code) {
    case ErrorCode::kInvalid:
      return 400;
    case ErrorCode::kUnauthorized:
      return 401;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kMismatch:
      return 422;
    case ErrorCode::kUnavailable:
    case ErrorCode::kUnknown:
      return 503;
    case ErrorCode::kCorrupt:
      return 500;
  }
  return 500;
}

Error shown(Error error) {
  if (found_nothing(error)) {
    return {ErrorCode::kNotFound, "not-found", "nothing is found at this address"};
  }
  if (hides_inside(error)) {
    return {ErrorCode::kCorrupt, "internal-error",
            "something is wrong on our side; try again later"};
  }
  return error;
}

unsigned retry_after(const Error& error) {
  if (error.retry_after_s != 0) return error.retry_after_s;
  const int status = status_of(error);
  return status == 503 || status == 429 ? 1 : 0;
}

std::string problem_json(const Error& error, std::string_view public_url,
                         std::string_view instance) {
  ordered_json body;
  body["type"] = std::string(public_url) + "/problems/" + error.reason;
  body["title"] = title_of(error.reason);
  body["status"] = status_of(error);
  body["detail"] = error.message;
  if (error.code != ErrorCode::kNotFound) body["instance"] = instance;
  for (const auto& fault : error.faults) {
    body["errors"].push_back({{"pointer", fault.pointer}, {"message", fault.message}});
  }
  if (!error.subjects.empty()) body["subjects"] = error.subjects;
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace ledger
