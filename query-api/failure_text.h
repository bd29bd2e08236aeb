#pragma once

#include <exception>
#include <string>

namespace ledger {

// "urn:request:" and 64 random bits: what a client and the log share of a failure.
std::string opaque_id();

// What may be logged of an exception, on one line: its type; its message only where it is our own
// or the standard library's, because parsers put their input into theirs.
std::string describe(const std::exception& error);

}  // namespace ledger
