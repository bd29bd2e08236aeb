#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "bench/served.h"

namespace ledger::bench {
namespace {

using Json = nlohmann::json;

constexpr int kPatience = 30'000;  // times 2 ms
constexpr std::string_view kServes = "plotledger serves http://127.0.0.1:";

// Side by side in rows of a hundred, none touching.
std::string squares(std::size_t plots) {
  auto features = Json::array();
  for (std::size_t i = 0; i < plots; ++i) {
    const double west = 77.0 + 0.001 * static_cast<double>(i % 100);
    const double south = 13.0 + 0.001 * static_cast<double>(i / 100);
    const double east = west + 0.0002;
    const double north = south + 0.0001;
    const Json ring = {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    features.push_back({{"type", "Feature"},
                        {"properties", {{"Name", std::to_string(i + 1)}}},
                        {"geometry", {{"type", "Polygon"}, {"coordinates", {ring}}}}});
  }
  return Json{{"type", "FeatureCollection"}, {"features", features}}.dump();
}

}  // namespace

Served::Served(const std::string& program, const std::string& directory) : directory_(directory) {
  const std::vector<std::string> command{program,    "serve",       "--data",   data(),
                                         "--listen", "127.0.0.1:0", "--limits", "off"};
  std::filesystem::remove(directory_ + "/server.log");
  server_ = std::make_unique<Child>(command, directory_ + "/server.log");
  wait_until_ready();
}

void Served::wait_until_ready() {
  const auto log = directory_ + "/server.log";
  for (int i = 0; i < kPatience && server_->runs(); ++i) {
    const auto said = text_of(log);
    const auto at = said.find(kServes);
    if (at != std::string::npos && said.find('\n', at) != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::stoul(said.substr(at + kServes.size())));
      client_ = std::make_unique<HttpClient>(port_);
      if (client_->ask(request("GET", "/readyz")).status == 200) {
        key_ = text_of(data() + "/admin.key");
        key_.erase(key_.find_last_not_of('\n') + 1);
        return;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  throw std::runtime_error("the server is not ready: " + text_of(log));
}

void Served::stop() {
  client_.reset();
  const int code = server_->end(SIGTERM);
  if (code != 0) throw std::runtime_error("the server ended with " + std::to_string(code));
}

double Served::resident() const {
  std::ifstream file("/proc/" + std::to_string(server_->pid()) + "/statm");
  double size = 0;
  double pages = 0;
  file >> size >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

std::string Served::must(int status, std::string_view method, const std::string& path,
                         std::string_view body, std::string_view type) {
  auto reply = client_->ask(request(method, path, body, fresh_key(), key_, type));
  if (reply.status == status) return std::move(reply.body);
  throw std::runtime_error(path + ": " + std::to_string(reply.status) + " " +
                           reply.body.substr(0, 300));
}

void Served::open_project(const std::string& project, const std::string& code, std::size_t plots) {
  const auto at = "/v1/projects/" + project;
  const auto layout = at + "/layout?plot_no=Name";
  const Json opened{{"project_id", project},
                    {"name", project},
                    {"code", code},
                    {"city", "Pune"},
                    {"timezone", "Asia/Kolkata"}};
  const Json prices{{"currency", "INR"},
                    {"rate_paise_per_sq_yd", 520'000},
                    {"heads", Json::array()},
                    {"token", {{"basis_points", 1000}}}};
  const auto file = squares(plots);
  must(201, "POST", "/v1/projects", opened.dump());
  const auto preview = Json::parse(must(200, "POST", layout, file, "application/geo+json"));
  const auto digest = preview.at("digest").get<std::string>();
  must(201, "POST", layout + "&confirm=" + digest, file, "application/geo+json");
  must(200, "PUT", at + "/prices", prices.dump());
  must(200, "POST", at + "/release", R"({"plots":"all"})");
}

std::string hold_request(const std::string& project, std::size_t plot, std::size_t number) {
  std::array<char, 256> body{};
  std::snprintf(body.data(), body.size(),
                R"({"plots":["%zu"],"contact":{"name":"Asha Rao","phone":"+9198%08zu",)"
                R"("email":"asha.%zu@example.com"}})",
                plot, number, number);
  return request("POST", "/v1/projects/" + project + "/holds", body.data(), fresh_key());
}

}  // namespace ledger::bench
