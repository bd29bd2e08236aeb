#include "tests/query-api/five_bookings.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "events/civil.h"

namespace ledger::test {
namespace {

Json head(const char* name, const char* kind, const char* figure, std::int64_t value, int tax) {
  return {{"head", name}, {"kind", kind}, {figure, value}, {"tax_basis_points", tax}};
}

Json stage(const char* label, int basis_points, int days) {
  return {{"label", label}, {"basis_points", basis_points}, {"days", days}};
}

}  // namespace

std::string hand_written(const char* name) {
  std::ifstream file(std::string(SOURCE_DIR "/tests/fixtures/five_bookings/") + name);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

const Json& by_hand() {
  static const Json kExpected = Json::parse(hand_written("expected.json"));
  return kExpected;
}

std::vector<std::string> text_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

void FiveBookings::on(const char* date) {
  const auto noon = start_of(*parse_date(date), kIndia) + hours(12);
  if (noon > clock_.now()) clock_.pass(noon - clock_.now());
}

void FiveBookings::live() {
  open();
  book_all();
  on("2026-06-03");
  book_by_bank();
  on("2026-06-10");
  discount();
  pay_through_june();
  pay_the_rest();
  cancel();
  charge_interest();
  on("2026-08-15");
  catch_up();
}

// Areas to the square millimetre: the layout is not drawn, but told.
void FiveBookings::open() {
  must(post("/v1/projects",
            {{"project_id", kProject},
             {"name", "Kaveri Meadows"},
             {"code", "KVR"},
             {"city", "Mysuru"},
             {"timezone", "Asia/Kolkata"}},
            as_admin()));
  ImportLayout layout{ProjectId(kProject), Digest("surveyed"), {}};
  int no = 0;
  for (const std::int64_t area :
       {167'225'472, 125'419'104, 104'515'920, 146'322'288, 133'000'000}) {
    auto& plot = layout.plots.emplace_back();
    plot.no = std::to_string(++no);
    plot.plot = PlotId(plot.no);
    plot.area_mm2 = area;
  }
  const auto told = writers_->ask(1, {{}, std::move(layout)}, seconds(30));
  ASSERT_TRUE(told.has_value() && told->record->outcome == wire::Outcome::Accepted);
  set_prices();
  set_rules();
  must(post(path("/release"), {{"plots", "all"}}, as_admin()));
}

void FiveBookings::set_prices() {
  must(put(path("/prices"),
           {{"currency", "INR"},
            {"rate_paise_per_sq_yd", 543'725},
            {"heads",
             {head("park", "percent", "basis_points", 250, 0),
              head("amenities", "per_area", "paise", 11'735, 1800),
              head("legal", "fixed", "paise", 1'234'567, 1800)}},
            {"token", {{"basis_points", 1000}}},
            {"balance_due_days", 30}},
           as_admin()));
  auto roads = stage("roads", 5000, 15);
  roads["milestone"] = "roads-done";
  must(put(path("/plans/construction"),
           {{"title", "Construction-linked"},
            {"kind", "construction"},
            {"stages", {stage("booking", 1000, 0), stage("foundation", 4000, 30), roads}}},
           as_admin()));
}

void FiveBookings::set_rules() {
  must(put(path("/money-rules"),
           {{"interest",
             {{{"from", "2026-01-01"}, {"basis_points", 1200}},
              {{"from", "2026-08-01"}, {"basis_points", 1115}}}},
            {"grace_days", 10}},
           as_admin()));
  Json steps = Json::array();
  for (const auto& [days, kept] : {std::pair{15, 0}, {30, 100}, {60, 150}, {3650, 200}})
    steps.push_back({{"up_to_days", days}, {"basis_points", kept}});
  must(put(path("/cancellation-rules"), {{"from", "2026-01-01"}, {"steps", steps}}, as_admin()));
}

Json FiveBookings::check_out(char life, const char* plot, const char* plan) {
  const int n = life - 'A' + 1;
  holds_[life] = hold(kProject, plot, n);
  auto applicant = contact(n);
  applicant["address"] = "1 Test Street, Mysuru";
  return must(post("/v1/holds/" + holds_[life].at("hold_id").get<std::string>() + "/checkout",
                   {{"applicants", {applicant}}, {"plan", plan}, {"pay", "token"}},
                   token(holds_[life])));
}

void FiveBookings::pay_order(char life, const Json& order, const char* payment) {
  must(webhook("payment.captured", payment_of(payment, order, "captured"), kWebhookSecret));
  const auto hold = must(get("/v1/holds/" + holds_[life].at("hold_id").get<std::string>() +
                                 "?min_position=" + to_string(everything()),
                             token(holds_[life])));
  ids_[life] = hold.at("booking_id");
}

void FiveBookings::book_all() {
  pay_order('A', check_out('A', "1", "standard"), "pay_a1");
  pay_order('B', check_out('B', "2", "construction"), "pay_b1");
  pay_order('C', check_out('C', "3", "standard"), "pay_c1");
  pay_order('D', check_out('D', "4", "standard"), "pay_d1");
  holds_['E'] = hold(kProject, "5", 5);
  auto applicant = contact(5);
  applicant["address"] = "1 Test Street, Mysuru";
  holds_['E']["declared"] =
      must(post("/v1/holds/" + holds_['E'].at("hold_id").get<std::string>() + "/declare",
                {{"applicants", {applicant}},
                 {"plan", "standard"},
                 {"mode", "neft"},
                 {"reference", "NEFTE0000000001"},
                 {"paise", 300'000'00}},
                token(holds_['E'])))
          .at("payment_id");
}

void FiveBookings::book_by_bank() {
  const auto verified =
      must(post("/v1/payments/" + holds_['E'].at("declared").get<std::string>() + "/verify",
                {{"value_date", "2026-06-02"}}, as("finance")));
  ids_['E'] = verified.at("booking_id");
}

std::string FiveBookings::declare(char life, const char* mode, std::int64_t paise,
                                  const char* reference) {
  return must(post(booking_path(life, "/payments"),
                   {{"mode", mode}, {"reference", reference}, {"bank", "SBI"}, {"paise", paise}},
                   as("sales")))
      .at("payment_id");
}

void FiveBookings::pay_by_bank(char life, std::int64_t paise, const char* reference,
                               const char* value_date) {
  const auto payment = declare(life, "neft", paise, reference);
  must(post("/v1/payments/" + payment + "/verify", {{"value_date", value_date}}, as("finance")));
}

// Only the first is approved: of the other nobody is told.
void FiveBookings::discount() {
  const auto proposed = must(post(booking_path('E', "/discounts"),
                                  {{"head", "amenities"},
                                   {"label", "Early bird"},
                                   {"paise", 432'150},
                                   {"reason", "booked before the launch"}},
                                  as("sales")));
  must(post(booking_path('E', "/discounts"),
            {{"paise", 999'999}, {"reason", "asked for more"}, {"label", "More"}}, as("sales")));
  must(post("/v1/discounts/" + proposed.at("discount_id").get<std::string>() + "/approve",
            Json::object(), as("finance")));
}

void FiveBookings::pay_through_june() {
  on("2026-06-15");
  pay_by_bank('D', 250'000'00, "NEFTD0000000001", "2026-06-15");
  pay_by_bank('E', 200'000'00, "NEFTE0000000002", "2026-06-14");
  on("2026-06-20");
  pay_by_bank('A', 200'000'00, "NEFTA0000000001", "2026-06-20");
  on("2026-06-25");
  const auto cheque = declare('B', "cheque", 150'000'00, "004711");
  must(post("/v1/payments/" + cheque + "/deposit", Json::object(), as("finance")));
  must(
      post(path("/demands"), {{"bookings", {ids_['C']}}, {"due_by", "2026-07-01"}}, as("finance")));
  must(post(path("/demands/issue"), {{"demands", {ids_['C'] + "/D1"}}}, as("finance")));
  on("2026-06-29");
  must(post("/v1/payments/" + cheque + "/verify", Json::object(), as("finance")));
}

void FiveBookings::pay_the_rest() {
  on("2026-07-01");
  const auto order =
      must(post("/v1/me/bookings/" + ids_['A'] + "/pay", Json::object(), token(holds_['A'])));
  must(webhook("payment.captured", payment_of("pay_a2", order, "captured"), kWebhookSecret));
  catch_up();
  must(post(booking_path('A', "/invoice"), Json::object(), as("finance")));
}

// The refund that the bank sends is approved first; then the gateway's, which goes out by itself in
// the record after its approval.
void FiveBookings::cancel() {
  on("2026-07-10");
  pay_by_bank('B', 123'456'78, "NEFTB0000000001", "2026-07-09");
  const auto cancelled =
      must(post(booking_path('D', "/cancel"), {{"reason", "the loan was refused"}, {"by", "buyer"}},
                as("finance")));
  EXPECT_EQ(cancelled.at("forfeited_paise"), 15'122'83);
  on("2026-07-11");
  std::string by_bank;
  std::string by_gateway;
  for (const auto& refund : cancelled.at("refunds"))
    (refund.at("payment_id") == "pay_d1" ? by_gateway : by_bank) = refund.at("refund_id");
  EXPECT_EQ(post("/v1/refunds/" + by_bank + "/approve", Json::object(), as("finance")).problem(),
            "same-person");
  must(post("/v1/refunds/" + by_bank + "/approve", Json::object(), as_admin()));
  Position sent;
  sent.advance(1, writers_->at(1).head().sequence + 1);  // the approval
  must(post("/v1/refunds/" + by_gateway + "/approve", Json::object(), as_admin()));
  const auto processed = [&] {
    const auto body = shown('D');
    return std::ranges::any_of(body.at("refunds"), [&](const Json& refund) {
      return refund.at("refund_id") == by_gateway && refund.at("state") == "processed";
    });
  };
  while (!processed()) {
    sent.advance(1, sent.at(1) + 1);
    ASSERT_TRUE(runner_->wait_for(sent, seconds(30))) << "the refund did not go out";
  }
  on("2026-07-14");
  must(post("/v1/refunds/" + by_bank + "/sent",
            {{"mode", "neft"}, {"reference", "NEFTOUT00000001"}, {"date", "2026-07-14"}},
            as("finance")));
}

void FiveBookings::charge_interest() {
  on("2026-07-20");
  pay_by_bank('C', 100'000'00, "NEFTC0000000001", "2026-07-20");
  on("2026-08-05");
  must(post(path("/milestones"), {{"milestone", "roads-done"}, {"date", "2026-08-05"}},
            as("finance")));
  on("2026-08-10");
  must(post(path("/interest"), {{"bookings", {ids_['C']}}}, as("finance")));
  on("2026-08-12");
  pay_by_bank('C', 50'000'00, "NEFTC0000000002", "2026-08-12");
}

}  // namespace ledger::test
