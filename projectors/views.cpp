#include "projectors/views.h"

#include "projectors/directory.h"
#include "projectors/finance.h"
#include "projectors/layout_map.h"
#include "projectors/lookup.h"
#include "projectors/portal.h"
#include "projectors/recon.h"
#include "projectors/support.h"
#include "projectors/terms.h"

namespace ledger {

const Views& all_views() {
  static const DirectoryView directory;
  static const LayoutMapView layout_map;
  static const FinanceView finance;
  static const PortalView portal;
  static const SupportView support;
  static const LookupView lookup;
  static const TermsView terms;
  static const ReconView recon;
  static const Views views{&directory, &layout_map, &finance, &portal,
                           &support,   &lookup,     &terms,   &recon};
  return views;
}

}  // namespace ledger
