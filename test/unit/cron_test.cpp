// Schedules, and the unit of time that fits between two runs.
#include "ir/time/cron.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {

struct Case {
  const char *text;
  const char *unit; // empty: runs too often; null: no schedule
};

TEST(Cron, LongestUnitBetweenRuns) {
  const Case cases[] = {
      {"@yearly", "year"},           {"@monthly", "month"},       {"@weekly", "day"},          {"@daily", "day"},
      {"@hourly", "hour"},           {"@ANNUALLY", "year"},       {"0 5 * * *", "day"},        {"0 0 1 */3 *", "month"},
      {"*/30 * * * *", "half_hour"}, {"*/10 * * * *", "five_minute"}, {"*/15 * * * *", "quarter_hour"},
      {"0 */6 * * *", "hour"},       {"15 10 * * 1-5", "day"},    {"0 0 * * sun", "day"},      {"0 0 29 2 *", "year"},
      {"0,5 0 * * *", "five_minute"}, {"0 0 1 jan-mar *", "month"}, {"50,10 * * * *", "quarter_hour"},
      {"* * * * *", ""},             {"*/4 * * * *", ""},
      {"bad", nullptr},              {"60 * * * *", nullptr},     {"* * * *", nullptr},        {"0 0 0 * *", nullptr},
      {"*/0 * * * *", nullptr},      {"@fortnightly", nullptr},   {"0 0 * foo *", nullptr},    {"", nullptr},
  };
  for (const Case &test : cases) {
    auto cron = readCron(test.text);
    ASSERT_EQ(cron.has_value(), test.unit != nullptr) << test.text;
    if (!cron)
      continue;
    const IntervalUnit *unit = findIntervalUnit(*cron);
    EXPECT_EQ(unit ? unit->name.str() : "", test.unit) << test.text;
  }
}

TEST(Cron, UnitsByName) {
  EXPECT_EQ(findIntervalUnit(llvm::StringRef("HOUR"))->minutes, 60u);
  EXPECT_EQ(findIntervalUnit(llvm::StringRef("week")), nullptr);
}

} // namespace
