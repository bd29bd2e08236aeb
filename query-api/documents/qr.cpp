#include "query-api/documents/qr.h"

#include <memory>

#include <qrencode.h>

namespace ledger::paper {

QrCode qr_code(std::string_view text) {
  QrCode code;
  if (text.empty() || text.size() > 2'331) return code;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!made) return code;
  code.side = made->width;
  const auto modules = static_cast<std::size_t>(code.side) * static_cast<std::size_t>(code.side);
  code.dark.reserve(modules);
  for (std::size_t i = 0; i < modules; ++i) code.dark.push_back((made->data[i] & 1U) != 0);
  return code;
}

}  // namespace ledger::paper
