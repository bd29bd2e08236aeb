#include "tests/query-api/api_fixture.h"

#include <future>

#include "events/hash.h"
#include "projectors/directory.h"
#include "projectors/views.h"
#include "query-api/uuid.h"
#include "writer/gateway/signature.h"

namespace ledger::test {
namespace {

std::vector<NameValue> query_of(const std::string& target, std::string& path) {
  const auto mark = target.find('?');
  path = *percent_decode(target.substr(0, mark), false);
  if (mark == std::string::npos) return {};
  return *parse_pairs(std::string_view(target).substr(mark + 1));
}

// Answers like a server would: 404 without a route, the gate before a large body.
void serve(const Router& router, HttpRequest& request, HttpResponse& response) {
  auto match = router.match(request.method, request.path);
  if (match.route == nullptr) {
    response.status = match.allow.empty() ? 404 : 405;
    return;
  }
  request.params = std::move(match.params);
  if (match.route->admit && !match.route->admit(request, response)) return;
  match.route->handler(request, response);
  const auto begin = response.take_late_answer();
  if (!begin) return;
  std::promise<void> done;
  begin([&](const FillIn& fill_in) {
    fill_in(response);
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace

std::string Answered::problem() const {
  const auto type = json().at("type").get<std::string>();
  return type.substr(type.rfind('/') + 1);
}

ApiTest::ApiTest() {
  // In memory where there is such a place: the writers' index syncs, and nothing here is about
  // disks.
  const bool has_memory = std::filesystem::exists("/dev/shm");
  std::string path = (has_memory ? "/dev/shm/" : testing::TempDir()) + "api-XXXXXX";
  directory_ = ::mkdtemp(path.data());
  MasterKey master;
  master.bytes.fill(7);
  vault_ = std::move(*Vault::open(master, log_.keys(), true));
  EXPECT_TRUE(found_ledger(log_, clock_));
  admin_ = api_key_text(*vault_, kAdminKey);
  keys_["admin"] = admin_;
  start_writers();
  services_ = std::make_unique<Services>(services());
  api_ = std::make_unique<Api>(*services_);
  router_ = api_->router();
  start_reading();
  const auto begun = parse_position("0-3,1-2");  // founded, the admin's key, writers started
  EXPECT_TRUE(runner_->wait_for(*begun, seconds(30)));
}

ApiTest::~ApiTest() {
  reactors_->stop();
  writers_->stop();
  runner_->stop();
  runner_.reset();
  api_.reset();
  writers_.reset();
  index_.reset();
  std::filesystem::remove_all(directory_);
}

void ApiTest::start_writers() {
  index_ = std::move(*CommandIndex::open((directory_ / "index").string()));
  store_ = std::make_unique<MapStore>(all_views());
  writers_ = std::make_unique<Writers>(
      log_, *vault_, *index_, clock_, WriterName{"test", ""},
      [](Partition, const Error& error) { ADD_FAILURE() << error.reason << error.message; });
  Desk desk;
  desk.each = [this](const auto& look) {
    for (Partition partition = 0; partition < writers_->count(); ++partition) {
      writers_->at(partition).inspect([&](const State& state) { look(partition, state); });
    }
  };
  desk.partition_of = [this](const ProjectId& project) -> std::optional<Partition> {
    const auto row = directory::project(store_->snapshot()->rows(directory::kView), project);
    return row ? std::optional(row->partition) : std::nullopt;
  };
  ReactorPace pace;
  pace.look_again = Micros(0);
  reactor_ = std::make_unique<Reactor>(desk, *writers_, gateway_, *vault_, clock_, pace);
  writers_->start();
  reactors_ = std::make_unique<ThreadedReactor>(*reactor_, 1);
}

void ApiTest::start_reading() {
  runner_ = std::make_unique<ThreadedRunner>(log_, *store_, all_views(),
                                             [this](Partition partition, Sequence, Sequence) {
                                               api_->applied(partition);
                                               reactors_->wake();
                                             });
}

Services ApiTest::services() {
  Services to{.door = *writers_, .store = *store_, .log = log_, .vault = *vault_, .clock = clock_};
  to.known_buyers = [this](const std::vector<Hash>& hashes) {
    return writers_->at(kDirectory).known_buyers(hashes);
  };
  to.partitions = [this] {
    std::vector<PartitionStatus> all;
    for (Partition partition = 0; partition < writers_->count(); ++partition) {
      PartitionStatus status;
      status.partition = partition;
      status.head = writers_->at(partition).head();
      status.phase = "serving";
      all.push_back(std::move(status));
    }
    return all;
  };
  to.projections = [this] { return runner_->health(); };
  to.wake_reactors = [this] { reactors_->wake(); };
  to.hurry_order = [this](Partition, const OrderId& order) {
    reactor_->hurry(order);
    reactors_->wake();
  };
  to.settled_on = [this](Day day) { return gateway_.settled_on(day); };
  to.log_line = [this](std::string_view line) {
    const std::lock_guard lock(logged_mutex_);
    logged_.emplace_back(line);
  };
  to.gateway = {"sandbox",
                "rzp_test",
                kGatewaySecret,
                {kWebhookSecret, kOldWebhookSecret},
                "http://127.0.0.1:1/v1/checkout/"};
  to.limits = false;
  return to;
}

std::string ApiTest::fresh_key() {
  return uuid_v7(HandClock::kStart);
}

Answered ApiTest::call(std::string_view method, const std::string& target, const std::string& body,
                       Headers headers) {
  HttpRequest request;
  request.method = method;
  request.query = query_of(target, request.path);
  request.headers = std::move(headers);
  request.body = body;
  request.remote_addr = "192.0.2.1";
  const bool writes = method == "POST" || method == "PUT";
  if (writes && request.header("Idempotency-Key").empty()) {
    request.headers.push_back(key(fresh_key()));
  }
  if (writes && request.header("Content-Type").empty()) {
    request.headers.emplace_back("Content-Type", "application/json");
  }
  HttpResponse response;
  serve(router_, request, response);
  return {response.status, std::string(response.body()), response};
}

Answered ApiTest::post(const std::string& target, const Json& body, Headers headers) {
  return call("POST", target, body.dump(), std::move(headers));
}

Answered ApiTest::put(const std::string& target, const Json& body, Headers headers) {
  return call("PUT", target, body.dump(), std::move(headers));
}

Json ApiTest::must(const Answered& answered) {
  EXPECT_LT(answered.status, 300) << answered.body;
  return answered.json();
}

Position ApiTest::everything() {
  Position all;
  for (Partition p = 0; p < writers_->count(); ++p) all.advance(p, writers_->at(p).head().sequence);
  return all;
}

void ApiTest::catch_up() {
  ASSERT_TRUE(runner_->wait_for(everything(), seconds(30)));
}

Headers ApiTest::as(const std::string& role, const std::vector<std::string>& projects) {
  if (role == "visitor") return {};
  auto& key = keys_[role + (projects.empty() ? "" : "/" + projects.front())];
  if (key.empty()) {
    Json body = {{"role", role}, {"name", role}};
    if (!projects.empty()) body["projects"] = projects;
    const auto issued = post("/v1/api-keys", body, as_admin());
    EXPECT_EQ(issued.status, 201) << issued.body;
    key = issued.json().at("key");
  }
  return {{"Authorization", "Bearer " + key}};
}

std::string ApiTest::squares(std::size_t plots) {
  Json features = Json::array();
  for (std::size_t i = 0; i < plots; ++i) {
    const double west = 77.0 + 0.001 * static_cast<double>(i);
    const double east = west + 0.0002;
    const Json ring = {{west, 13.0}, {east, 13.0}, {east, 13.0001}, {west, 13.0001}, {west, 13.0}};
    features.push_back({{"type", "Feature"},
                        {"properties", {{"Name", std::to_string(i + 1)}, {"facing", "East"}}},
                        {"geometry", {{"type", "Polygon"}, {"coordinates", {ring}}}}});
  }
  return Json{{"type", "FeatureCollection"}, {"features", features}}.dump();
}

void ApiTest::open_project(const std::string& id, const std::string& code, std::size_t plots) {
  const auto at = "/v1/projects/" + id;
  ASSERT_EQ(post("/v1/projects",
                 {{"project_id", id},
                  {"name", "Athi River"},
                  {"code", code},
                  {"city", "Pune"},
                  {"timezone", "Asia/Kolkata"}},
                 as_admin())
                .status,
            201);
  const auto preview = call("POST", at + "/layout?plot_no=Name", squares(plots), as_admin());
  ASSERT_EQ(preview.status, 200) << preview.body;
  const auto digest = preview.json().at("digest").get<std::string>();
  const auto confirmed =
      call("POST", at + "/layout?plot_no=Name&confirm=" + digest, squares(plots), as_admin());
  ASSERT_EQ(confirmed.status, 201) << confirmed.body;
  const Json prices = {{"currency", "INR"},
                       {"rate_paise_per_sq_yd", 520'000},
                       {"heads",
                        {{{"head", "development"},
                          {"kind", "percent"},
                          {"basis_points", 500},
                          {"tax_basis_points", 1800}}}},
                       {"token", {{"basis_points", 1000}}}};
  ASSERT_EQ(put(at + "/prices", prices, as_admin()).status, 200);
  ASSERT_EQ(post(at + "/release", {{"plots", "all"}}, as_admin()).status, 200);
}

Json ApiTest::contact(int n) {
  return {{"name", "Asha Rao"},
          {"phone", "+9198765" + std::to_string(10'000 + n)},
          {"email", "asha" + std::to_string(n) + "@example.com"}};
}

Json ApiTest::hold(const std::string& project, const std::string& plot, int n) {
  const auto held =
      post("/v1/projects/" + project + "/holds", {{"plots", {plot}}, {"contact", contact(n)}});
  EXPECT_EQ(held.status, 201) << held.body;
  return held.json();
}

Json ApiTest::checkout(const Json& hold, int n) {
  auto applicant = contact(n);
  applicant["address"] = "1 Test Street, Pune";
  const auto started =
      post("/v1/holds/" + hold.at("hold_id").get<std::string>() + "/checkout",
           {{"applicants", {applicant}}, {"plan", "standard"}, {"pay", "token"}}, token(hold));
  EXPECT_EQ(started.status, 201) << started.body;
  return started.json();
}

Json ApiTest::payment_of(const std::string& id, const Json& order, const std::string& status) {
  return {{"id", id},
          {"entity", "payment"},
          {"order_id", order.at("order_id")},
          {"amount", order.at("amount").at("paise")},
          {"currency", "INR"},
          {"status", status},
          {"method", "upi"},
          {"captured", status == "captured"},
          {"amount_refunded", 0},
          {"notes", Json::object()},
          {"created_at", 1'780'295'400}};
}

Answered ApiTest::webhook(const std::string& event, const Json& payment,
                          const std::string& secret) {
  const Json body = {{"entity", "event"},
                     {"event", event},
                     {"contains", {"payment"}},
                     {"payload", {{"payment", {{"entity", payment}}}}},
                     {"created_at", 1'780'295'400}};
  const auto text = body.dump();
  return call(
      "POST", "/v1/webhooks/razorpay", text,
      {{"X-Razorpay-Signature", hmac_sha256_hex(secret, text)}, {"x-razorpay-event-id", "evt_1"}});
}

std::string ApiTest::book(const std::string& project, const std::string& plot, int n) {
  const auto held = hold(project, plot, n);
  const auto order = checkout(held, n);
  const auto paid = webhook("payment.captured",
                            payment_of("pay_" + plot + "_" + std::to_string(n), order, "captured"),
                            kWebhookSecret);
  EXPECT_EQ(paid.status, 200) << paid.body;
  const auto shown = get("/v1/holds/" + held.at("hold_id").get<std::string>() +
                             "?min_position=" + to_string(everything()),
                         token(held));
  EXPECT_EQ(shown.json().at("state"), "booked") << shown.body;
  return shown.json().at("booking_id").get<std::string>();
}

std::string ApiTest::everything_in_log() {
  std::string all;
  for (Partition partition = 0; partition < log_.partitions(); ++partition) {
    const auto records = log_.reader(partition, 0)->read(100'000, Micros(0));
    for (const auto& record : *records) all += record.bytes;
  }
  return all;
}

}  // namespace ledger::test
