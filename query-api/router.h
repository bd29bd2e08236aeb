#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/http.h"

namespace ledger {

// How large a request's body may be and how long it may take; the figures are ServerOptions'.
enum class BodyClass : std::uint8_t { kJson, kWebhook, kNode, kUpload };

// Asked when the head is known and before the body is read: false ends the request with the
// response it filled in (and closes the connection if a body was coming). The place for rights and
// rates of routes with large bodies.
using HttpGate = std::function<bool(const HttpRequest&, HttpResponse&)>;

struct Route {
  std::string method;   // GET (serves HEAD too), POST, PUT, PATCH, DELETE or OPTIONS
  std::string pattern;  // see Router
  HttpHandler handler;
  BodyClass body = BodyClass::kJson;
  HttpGate admit = nullptr;
};

// The table of routes: a tree of path segments, so matching costs the path's depth, not the number
// of routes. Filled before the server starts, then only read (by any number of threads).
//
// Pattern: "/v1/projects/{project}/map". A segment is literal, "{name}", or "{name}.suffix"; the
// last one may be "{name...}", which takes the rest of the path, slashes included. Literal segments
// win over suffixed ones, these over plain ones, and these over a rest.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Throws std::invalid_argument on a malformed pattern, or one that is already taken.
  void add(Route route);
  void get(std::string pattern, HttpHandler handler);
  void post(std::string pattern, HttpHandler handler, BodyClass body = BodyClass::kJson);
  void put(std::string pattern, HttpHandler handler, BodyClass body = BodyClass::kJson);

  struct Match {
    const Route* route = nullptr;   // null: no such path, or not with this method
    std::vector<NameValue> params;  // set with route
    std::string allow;              // methods of the path, as in Allow; empty: no such path
  };

  // `path` as HttpRequest has it (decoded).
  [[nodiscard]] Match match(std::string_view method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace ledger
