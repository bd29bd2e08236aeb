#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace ledger {

// Why something could not be done, and what the caller should do about it.
enum class ErrorCode {
  kInvalid,      // the input is wrong: correct it (HTTP 400)
  kUnauthorized, // no or an unknown credential (401)
  kForbidden,    // known, but not allowed (403)
  kNotFound,     // no such thing, or not the caller's (404)
  kConflict,     // the present state forbids it (409)
  kTooLarge,     // over a written limit (413)
  kMismatch,     // same key, other input (422)
  kUnavailable,  // not now: try again with the same key (503)
  kUnknown,      // the outcome is not known: try again with the same key (503)
  kCorrupt,      // stored bytes are damaged or missing: a person must look (500)
};

// One fault of an input, with the place it was found: a JSON pointer, or a feature of a layout.
struct Fault {
  std::string pointer;
  std::string message;
  bool operator==(const Fault&) const = default;
};

// `reason` is a stable, machine-readable name in kebab-case ("plot-unavailable"); `message` is a
// sentence for a person.
struct Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string reason;
  std::string message;
  std::vector<Fault> faults = {};
  std::vector<std::string> subjects = {};  // the plots (or other things) it is about
  unsigned retry_after_s = 0;              // 0: retrying will not help
  bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string reason, std::string message) {
  return tl::make_unexpected(Error{code, std::move(reason), std::move(message)});
}

inline tl::unexpected<Error> fail(Error error) { return tl::make_unexpected(std::move(error)); }

}  // namespace ledger
