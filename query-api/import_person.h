#pragma once

#include "events/person.h"
#include "query-api/tables/bookings_import.h"

namespace ledger {

// An applicant of an uploaded sheet, as any other buyer's details.
inline Person person_of(const tables::ImportedApplicant& from) {
  Person person;
  person.name = from.name;
  person.phone = from.phone;
  person.email = from.email;
  person.address = from.address;
  person.state = from.state;
  person.pan = from.pan;
  person.gstin = from.gstin;
  return person;
}

}  // namespace ledger
