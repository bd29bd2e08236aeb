#pragma once

// Where the rows of the reconciliation lie.
namespace ledger::recon {

inline constexpr char kEntry = 'P';
inline constexpr char kSettlement = 'S';
inline constexpr char kBankLine = 'L';
inline constexpr char kClosedDay = 'D';
inline constexpr char kLaunchCheck = 'C';
inline constexpr char kPartner = 'A';
inline constexpr char kPartnerLine = 'B';

}  // namespace ledger::recon
