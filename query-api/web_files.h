#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "query-api/router.h"
#include "query-api/services.h"

namespace ledger {

// The built pages, read into memory once. Every page's address answers index.html; hashed assets
// may be kept for ever. Without them a page says how to build them.
class WebFiles {
 public:
  explicit WebFiles(const Services& services);

  // Registers the pages and assets; the object must outlive the router.
  void add_to(Router& router) const;

  [[nodiscard]] bool built() const { return index_ != nullptr; }

 private:
  struct File {
    std::string type;
    std::shared_ptr<const std::string> bytes;
  };

  void load(const std::string& directory);
  void serve_page(HttpResponse& response, const std::string& policy) const;
  void serve_asset(const std::string& name, HttpResponse& response) const;

  std::map<std::string, File, std::less<>> assets_;  // by path below the directory
  std::shared_ptr<const std::string> index_;
  std::shared_ptr<const std::string> missing_page_;
  std::string page_policy_;      // Content-Security-Policy
  std::string checkout_policy_;  // the same, and the gateway's origin
};

}  // namespace ledger
