#pragma once

#include "events/event.h"

namespace ledger {

// As bodies name the ways to pay.
inline const char* mode_word(wire::Mode mode) {
  switch (mode) {
    case wire::Mode::Gateway:
      return "gateway";
    case wire::Mode::Neft:
      return "neft";
    case wire::Mode::Rtgs:
      return "rtgs";
    case wire::Mode::Imps:
      return "imps";
    case wire::Mode::Upi:
      return "upi";
    case wire::Mode::Cheque:
      return "cheque";
    case wire::Mode::Draft:
      return "draft";
    case wire::Mode::Cash:
      return "cash";
    case wire::Mode::Other:
      break;
  }
  return "other";
}

}  // namespace ledger
