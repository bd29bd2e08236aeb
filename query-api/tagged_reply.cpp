#include "query-api/tagged_reply.h"

#include "events/hash.h"

namespace ledger {

Reply tagged_reply(const HttpRequest& request, std::string body) {
  const auto etag = "\"" + hex(sha256(body)).substr(0, 32) + "\"";
  Reply reply;
  if (request.header("If-None-Match") == etag) {
    reply.status = 304;
  } else {
    reply = json_reply(200, std::move(body));
  }
  reply.headers.emplace_back("ETag", etag);
  reply.headers.emplace_back("Cache-Control", "private, no-cache");
  return reply;
}

}  // namespace ledger
