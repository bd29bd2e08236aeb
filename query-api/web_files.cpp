#include "query-api/web_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "query-api/html.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 16 * 1024 * 1024;

constexpr auto kTypes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
});

std::optional<std::string_view> type_of(const fs::path& file) {
  for (const auto& [extension, type] : kTypes) {
    if (file.extension() == extension) return type;
  }
  return std::nullopt;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// "https://checkout.example" of "https://checkout.example/v1/…"; empty if it is no web address.
std::string origin_of(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  const auto host = url.find("//") + 2;
  return std::string(url.substr(0, url.find('/', host)));
}

std::string policy(const std::string& gateway_origin) {
  const std::string more = gateway_origin.empty() ? "" : " " + gateway_origin;
  return "default-src 'none'; script-src 'self'" + more + "; style-src 'self'; img-src 'self'" +
         more + "; font-src 'self'; connect-src 'self'" + more +
         (more.empty() ? "" : "; frame-src" + more) + "; manifest-src 'self'; base-uri 'none'" +
         "; object-src 'none'; form-action 'self'" + more + "; frame-ancestors 'none'";
}

std::string missing_page() {
  return plain_page(
      "Plotledger: the pages are not built",
      "<h1>The pages are not built</h1><p>The server runs, and its interface answers under "
      "<code>/v1</code>. Build the pages with <code>ops/build --web</code>, or by hand: "
      "<code>cd query-api/web &amp;&amp; npm ci &amp;&amp; npm run build</code>; then start the "
      "server again.</p><p lang=\"hi\">वेब पृष्ठ अभी नहीं बने हैं।</p>");
}

}  // namespace

WebFiles::WebFiles(const Services& services)
    : missing_page_(std::make_shared<const std::string>(missing_page())),
      page_policy_(policy("")),
      checkout_policy_(policy(origin_of(services.gateway.checkout_base_url))) {
  if (!services.web_dir.empty()) load(services.web_dir);
}

void WebFiles::load(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    const auto name = fs::relative(entry.path(), directory, error).generic_string();
    const auto type = type_of(entry.path());
    if (!entry.is_regular_file(error) || !type || name.starts_with(".")) continue;
    if (entry.file_size(error) > kMaxFileBytes) continue;
    assets_[name] = {std::string(*type),
                     std::make_shared<const std::string>(bytes_of(entry.path()))};
  }
  if (const auto index = assets_.find("index.html"); index != assets_.end()) {
    index_ = index->second.bytes;
    assets_.erase(index);
  }
}

void WebFiles::serve_page(HttpResponse& response, const std::string& policy) const {
  response.status = index_ ? 200 : 503;
  response.set_header("Cache-Control", "no-cache");
  response.set_header("Content-Security-Policy", policy);
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  response.set_header("X-Frame-Options", "DENY");
  if (!index_) response.set_header("Retry-After", "60");
  response.set_body("text/html; charset=utf-8", index_ ? index_ : missing_page_);
}

void WebFiles::serve_asset(const std::string& name, HttpResponse& response) const {
  const auto found = assets_.find(name);
  if (found == assets_.end()) {
    response = problem_response({404, "not-found", "There is no such thing"});
    return;
  }
  const bool hashed = name.starts_with("assets/");
  response.set_header("Cache-Control",
                      hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600");
  response.set_body(found->second.type, found->second.bytes);
}

void WebFiles::add_to(Router& router) const {
  for (const char* page :
       {"/", "/p/{project}", "/pay/{link}", "/sign-in", "/sign-in/{rest...}", "/b/{id}", "/me",
        "/me/{rest...}", "/staff", "/staff/{rest...}", "/audit", "/audit/{rest...}"}) {
    router.get(page, [this](const HttpRequest&, HttpResponse& response) {
      serve_page(response, page_policy_);
    });
  }
  router.get("/h/{hold}", [this](const HttpRequest&, HttpResponse& response) {
    serve_page(response, checkout_policy_);
  });
  router.get("/assets/{file...}", [this](const HttpRequest& request, HttpResponse& response) {
    serve_asset("assets/" + request.param("file"), response);
  });
  for (const auto& [name, file] : assets_) {
    if (name.find('/') != std::string::npos) continue;
    router.get("/" + name, [this, name = name](const HttpRequest&, HttpResponse& response) {
      serve_asset(name, response);
    });
  }
}

}  // namespace ledger
