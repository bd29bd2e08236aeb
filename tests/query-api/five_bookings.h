#pragma once

#include <map>
#include <string>

#include "tests/query-api/api_fixture.h"

namespace ledger::test {

// Five bookings that were worked out by hand (tests/fixtures/five_bookings/README.md), lived
// through the interface.
class FiveBookings : public ApiTest {
 protected:
  FiveBookings() { live(); }

  std::string booking_path(char life, const std::string& what = "") {
    return "/v1/bookings/" + ids_[life] + what;
  }

  // As its buyer is served; and the same of one of his papers.
  Answered served(char life, const std::string& what = "") {
    return get("/v1/me/bookings/" + ids_[life] + what, token(holds_[life]));
  }

  Json shown(char life) { return must(get(booking_path(life), as("finance"))); }

  std::map<char, std::string> ids_;  // "A" to "E" → booking id
  std::map<char, Json> holds_;

 private:
  static constexpr const char* kProject = "kaveri";

  void live();
  void open();
  void set_prices();
  void set_rules();
  void book_all();
  void book_by_bank();
  void discount();
  void pay_through_june();
  void pay_the_rest();
  void cancel();
  void charge_interest();

  void on(const char* date);  // noon of that day in India

  static std::string path(const char* what) {
    return std::string("/v1/projects/") + kProject + what;
  }

  Json check_out(char life, const char* plot, const char* plan);
  void pay_order(char life, const Json& order, const char* payment);
  std::string declare(char life, const char* mode, std::int64_t paise, const char* reference);
  void pay_by_bank(char life, std::int64_t paise, const char* reference, const char* value_date);
};

// What was computed by hand.
std::string hand_written(const char* file);
const Json& by_hand();
std::vector<std::string> text_lines(const std::string& text);  // without their ends

}  // namespace ledger::test
