#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/ids.h"
#include "events/money.h"

namespace ledger {

// Three capitals A-Z: the code that every number of a project carries.
bool is_project_code(std::string_view code);

// The booking id that people say on the telephone: "AKR-26-004217-K" is the 4217th booking of
// project AKR, made in 2026, and a check letter.
//
// The check letter: the eleven symbols before it have values v1 … v11 (a letter A-Z 0 … 25, a digit
// 0 … 9), the check letter's value is (Σ vk · 3^k) mod 31, written in the alphabet
// 23456789ABCDEFGHJKMNPQRSTUVWXYZ, which has no 0 O 1 I L. As 31 is prime, 3 a primitive root of it
// and the values of one place are all different, every single wrong symbol and every exchange of
// two neighbours (the check letter included) is noticed, and so is every exchange over one symbol.
//
// `year` is the calendar year; `count` 1 … 999,999, else std::length_error.
BookingId booking_id(std::string_view code, int year, std::uint32_t count);

// The id as we write it, from what somebody typed: with or without dashes and blanks, in any case.
// Nothing if it is not a booking id or its check letter is wrong.
std::optional<BookingId> parse_booking_id(std::string_view text);

// The number of the `serial`-th document of a kind in a project and financial year (named by the
// year it begins in): "R/2627/AKR/00001". At most 16 characters of A-Z 0-9 and /. Past 99,999 a
// series letter takes the first slash's place and the count begins anew: "RA2627/AKR/00001", then
// "RB…". `kind`: R receipt, V GST voucher, I invoice, C credit note, D debit note, F refund
// voucher. Beyond series Z: std::length_error.
std::string document_number(char kind, int financial_year, std::string_view code,
                            std::uint32_t serial);

// An amount as people in India write it: "₹12,34,567.00", "-₹5.50".
std::string rupees(Money amount);

// The same without sign and currency: "12,34,567.00".
std::string grouped_amount(Money amount);

}  // namespace ledger
