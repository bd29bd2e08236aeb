#pragma once

#include <string>
#include <vector>

#include "query-api/documents/commission_statement.h"
#include "query-api/documents/demand_letter.h"
#include "query-api/documents/fy_report.h"
#include "query-api/documents/letter.h"
#include "query-api/documents/notes.h"
#include "query-api/documents/receipt.h"
#include "query-api/documents/receipt_voucher.h"
#include "query-api/documents/refund_voucher.h"
#include "query-api/documents/statement.h"
#include "query-api/documents/tax_invoice.h"

// One believable paper of each kind, to test and to look at. Names and numbers are made up.
namespace ledger::test {

inline constexpr Day kPaperDay = 20'782;  // 25 November 2026

paper::Paper sample_paper(paper::Language language, const std::string& number);
paper::BookingFacts sample_booking(paper::Language language);
paper::Receipt sample_receipt(paper::Language language);
paper::ReceiptVoucher sample_voucher(paper::Language language);
paper::TaxInvoice sample_invoice(paper::Language language);
paper::CreditNote sample_credit_note(paper::Language language);
paper::DebitNote sample_debit_note(paper::Language language);
paper::RefundVoucher sample_refund_voucher(paper::Language language);
paper::DemandLetter sample_demand(paper::Language language);
paper::Statement sample_statement(paper::Language language);
paper::FyReport sample_report(paper::Language language);
paper::CommissionStatement sample_commission(paper::Language language);
paper::Letter sample_allotment(paper::Language language);
paper::Letter sample_agreement(paper::Language language);

// The default template of a kind, filled in.
paper::Body filled(paper::TemplateKind kind, paper::Language language,
                   const paper::TemplateValues& values);

struct SamplePdf {
  std::string name;  // "receipt.en"
  std::string bytes;
};

// Every kind in both languages, and a void one. Throws if one cannot be made.
std::vector<SamplePdf> sample_pdfs();

}  // namespace ledger::test
