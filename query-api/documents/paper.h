#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/civil.h"
#include "events/instant.h"
#include "query-api/documents/words.h"

// What all papers have in common: who issues, about which booking, under which number. Plain data;
// whoever fills it owns it. Text is UTF-8 and is printed as it stands; an empty field is left out.
//
// No field for a bank account exists: papers are intercepted and altered, so that money is asked
// for by a link to the portal only.
namespace ledger::paper {

// The developer, as the head of every page names him.
struct Issuer {
  std::string project;    // "Sahyadri Meadows"
  std::string developer;  // the legal person that sells
  std::string address;    // one line, or several with "\n"
  std::string rera_no;
  std::string gstin;
  std::string state, state_code;  // of the land, which is the place of supply: "Maharashtra", "27"
  std::string phone, email, website;
  std::string signatory, signatory_office;  // who signs: "Asha Rao", "Accounts manager"
};

// One of the persons who own a booking together. `share_basis_points` is shown where there are
// several.
struct Applicant {
  std::string name;
  std::int64_t share_basis_points = 10'000;
  std::string address, phone, email, pan, gstin, state;
};

struct Plot {
  std::string no, block;
  std::int64_t area_mm2 = 0;  // 0: not shown
};

struct Booking {
  std::string id;  // "AKR-26-004217-K"
  std::vector<Plot> plots;
  std::vector<Applicant> applicants;  // all of them, the first is written to
};

// A word across the page. kVoid also opens the paper with a red line that says why (`mark_reason`).
enum class Mark : std::uint8_t { kNone, kDraft, kDuplicate, kVoid, kSample };

struct Paper {
  Language language = Language::kEnglish;
  Issuer issuer;
  Booking booking;
  std::string number;  // the document's number; empty: it has none
  Day date = 0;        // printed beside it
  // When the event behind the paper was recorded: the file's creation date, and in the foot.
  Instant recorded_at;
  std::string position;    // "3-1042", in the foot
  std::string verify_url;  // behind the QR code and under it; empty: no code
  Zone zone = kIndia;
  AreaUnit area_unit = AreaUnit::kSquareYards;
  Mark mark = Mark::kNone;
  std::string mark_reason;
};

// GST of one charge head. CGST and SGST are each rounded on their own by whoever taxed them; all
// rates 0: outside GST (land), which is said on the paper.
struct TaxLine {
  std::string description;
  std::string sac;  // service accounting code, "9972"
  Money taxable;
  std::int64_t cgst_basis_points = 0, sgst_basis_points = 0, igst_basis_points = 0;
  Money cgst, sgst, igst;
};

Money total_of(const TaxLine& line);  // taxable value and taxes
Money total_of(const std::vector<TaxLine>& lines);

}  // namespace ledger::paper
