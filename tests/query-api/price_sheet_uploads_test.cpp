#include "tests/query-api/imports_support.h"

namespace ledger::test {
namespace {

constexpr const char* kSheet = "/v1/projects/athi/prices/sheet";

}  // namespace

class PriceSheets : public UploadTest {
 protected:
  PriceSheets() {
    open_project("athi", "AKR");
    sheet_.headings = {"Plot no", "Land price", "Corner", "Development"};
    for (const char* plot : {"1", "2", "3"})
      sheet_.rows.push_back({plot, std::string(plot) + "00000", "", "50000"});
    sheet_.cell(2, "Corner") = "25000.50";
  }

  std::int64_t price(const std::string& plot) {
    catch_up();
    const auto card = must(get("/v1/projects/athi/plots?id=" + plot));
    return card.at("price").at("total").at("paise");
  }

  TextTable sheet_;
};

TEST_F(PriceSheets, ThePreviewReportsBothWays) {
  sheet_.rows.push_back({"77", "1", "", ""});
  const auto wrong = upload(kSheet, sheet_.csv(), "admin");
  EXPECT_THAT(problems_of(wrong), ElementsAre("plot-unknown@5/Plot no"));
  EXPECT_EQ(wrong.json().at("not_in_layout")[0].at("no"), "77");
  EXPECT_TRUE(wrong.json().at("digest").is_null());
  sheet_.rows.pop_back();
  const auto preview = upload(kSheet, sheet_.csv(), "admin").json();
  EXPECT_EQ(preview.at("not_in_sheet"), Json({"4", "5", "6"}));
  EXPECT_EQ(preview.at("new_heads"), Json({"corner"}));
  EXPECT_EQ(preview.at("changed").size(), 3U);
  EXPECT_EQ(preview.at("unchanged"), 3);
  const auto& third = preview.at("changed")[2];
  EXPECT_EQ(third.at("plot"), "3");
  EXPECT_EQ(third.at("before_paise"), price("3"));
  // 3,00,000 + 25,000.50 + 18 % and 50,000 + 18 %.
  EXPECT_EQ(third.at("after_paise"), 300'000'00 + 29'500'60 + 59'000'00);
}

TEST_F(PriceSheets, ThePricesAreThoseOfTheSheetAndTheOthersStay) {
  const auto fourth = price("4");
  const auto preview = upload(kSheet, sheet_.csv(), "admin").json();
  const auto set = confirm(kSheet, sheet_.csv(), "admin");
  EXPECT_EQ(set.status, 201) << set.body;
  for (const auto& change : preview.at("changed"))
    EXPECT_EQ(price(change.at("plot")), change.at("after_paise")) << change;
  EXPECT_EQ(price("4"), fourth);
  const auto end = log_.end(1);
  EXPECT_EQ(upload(kSheet, sheet_.csv(), "admin").json().at("changed"), Json::array());
  EXPECT_EQ(log_.end(1), end);
}

TEST_F(PriceSheets, ABookingPaysTheSheetsPrice) {
  ASSERT_EQ(confirm(kSheet, sheet_.xlsx(), "admin").status, 201);
  const auto wanted = price("2");
  const auto booking = must(get("/v1/bookings/" + book("athi", "2"), as("finance")));
  EXPECT_EQ(booking.at("price").at("paise"), wanted);
  expect_balanced();
}

TEST_F(PriceSheets, RatesCountInTheirOwnUnit) {
  const TextTable yards{{"Plot no", "Rate per sq yd"}, {{"1", "5200"}}};
  const TextTable feet{{"Plot no", "Rate per sq ft"}, {{"1", "577.78"}}};
  const auto after = [&](const TextTable& sheet) {
    const auto preview = upload(kSheet, sheet.csv(), "admin").json();
    return preview.at("changed")[0].at("after_paise").get<std::int64_t>();
  };
  EXPECT_NEAR(static_cast<double>(after(yards)), static_cast<double>(after(feet)), 600.0);
}

TEST_F(PriceSheets, AProjectIsPricedByItsFirstSheet) {
  must(post("/v1/projects",
            {{"project_id", "new"},
             {"name", "New"},
             {"code", "NEW"},
             {"city", "Pune"},
             {"timezone", "Asia/Kolkata"}},
            as_admin()));
  const auto layout = std::string("/v1/projects/new/layout?plot_no=Name");
  const auto digest = call("POST", layout, squares(2), as_admin()).json().at("digest");
  must(call("POST", layout + "&confirm=" + digest.get<std::string>(), squares(2), as_admin()));
  const auto path = std::string("/v1/projects/new/prices/sheet");
  const TextTable sheet{{"Plot no", "Land price"}, {{"1", "900000"}}};
  must(confirm(path, sheet.csv(), "admin"));
  const auto released = post("/v1/projects/new/release", {{"plots", {"1"}}}, as_admin());
  EXPECT_EQ(released.status, 200) << released.body;
  const auto other = post("/v1/projects/new/release", {{"plots", {"2"}}}, as_admin());
  EXPECT_EQ(other.status, 409);  // a plot without a price is not sold
}

TEST_F(PriceSheets, BadSheetsAreNamed) {
  const auto named = [&](const char* heading, const char* value) {
    auto sheet = sheet_;
    sheet.cell(0, heading) = value;
    return problems_of(upload(kSheet, sheet.csv(), "admin"));
  };
  EXPECT_THAT(named("Land price", "-1"), Contains("price-negative@2/Plot no"));
  EXPECT_THAT(named("Land price", ""), Contains("price-missing@2/Plot no"));
  EXPECT_THAT(named("Land price", "1.005"), Contains("cell-unreadable@2/Land price"));
  EXPECT_THAT(named("Plot no", "2"), Contains("plot-twice@3/Plot no"));
  EXPECT_EQ(upload(kSheet, "", "admin").problem(), "table-empty");
  EXPECT_EQ(upload(kSheet, sheet_.csv(), "finance").status, 403);
  EXPECT_EQ(upload(std::string(kSheet) + "?tax_basis_points=x", sheet_.csv(), "admin").status, 400);
  auto reserved = sheet_;
  reserved.headings[2] = "Discount";
  EXPECT_THAT(problems_of(upload(kSheet, reserved.csv(), "admin")),
              Contains("head-reserved@0/Discount"));
}

TEST_F(PriceSheets, AReleasedPlotKeepsAPrice) {
  sheet_.cell(0, "Land price") = "0";
  sheet_.cell(0, "Development") = "";
  const auto refused = confirm(kSheet, sheet_.csv(), "admin");
  EXPECT_EQ(refused.problem(), "plot-unpriced") << refused.body;
}

TEST_F(PriceSheets, TheFormListsEveryPlot) {
  const auto form = get("/v1/projects/athi/prices/sheet.xlsx", as("admin"));
  EXPECT_EQ(form.status, 200);
  EXPECT_TRUE(form.body.starts_with("PK"));
}

}  // namespace ledger::test
