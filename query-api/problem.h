#pragma once

#include <span>
#include <string>
#include <string_view>

#include "events/result.h"

namespace ledger {

// One kind of refusal, with a page of its own at /problems/<name>.
struct ProblemType {
  std::string_view name;
  std::string_view title;
  std::string_view english;  // what happened and what to do
  std::string_view hindi;
};

const ProblemType* problem_type(std::string_view name);  // nullptr: unknown

std::span<const ProblemType> staff_problem_types();  // the longer part of the list
std::span<const ProblemType> money_problem_types();
std::span<const ProblemType> http_problem_types();   // what is refused before a route is asked
std::span<const ProblemType> table_problem_types();  // uploaded tables and what they hold
std::span<const ProblemType> paper_problem_types();  // papers, templates, uploaded tables

// The HTTP status of an error; the one table.
int status_of(const Error& error);

// What a client is shown of an error: what does not exist and what is not the caller's look alike,
// and damage inside names nothing.
Error shown(Error error);

// Seconds for Retry-After; 0: none. Every 503 and 429 has one.
unsigned retry_after(const Error& error);

// The body (RFC 9457). `instance` is left out for what is not found.
std::string problem_json(const Error& error, std::string_view public_url,
                         std::string_view instance);

// The page of a type in English and Hindi (HTML).
std::string problem_page(const ProblemType& type);

}  // namespace ledger
