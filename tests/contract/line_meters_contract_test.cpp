// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "drivers/clock/system_clock.hpp"
#include "tests/support/fake_line_meters.hpp"
#include "tests/support/meter_profiles.hpp"
#include "tests/support/reading_log.hpp"
#include "tests/support/wires.hpp"

// What every LineMeters does, the fake that sweeps are tested with as well as real buses. Two meters of four channels.
namespace wardcast::test {
namespace {

class FakeMeters {
 public:
  modbus::LineMeters& meters() { return meters_; }
  std::optional<modbus::MeterReading> reading(std::uint64_t ticket) {
    meters_.deliver();
    return log_.reading(ticket, milliseconds{0});
  }
  bool reachable(std::size_t meter, bool wanted) {
    meters_.deliver();
    return log_.reachable(meter, wanted, milliseconds{0});
  }
  std::vector<modbus::MeterReading> readings() { return log_.readings(); }
  std::vector<modbus::MeterReport> reports() { return log_.reports(); }
  void set(std::size_t meter, int channel, double volts, double amps) {
    meters_.set(meter, channel, {volts, amps, std::nullopt});
  }
  void unplug(std::size_t meter) { meters_.unplug(meter); }
  void plug(std::size_t meter) { meters_.plug(meter); }
  void refuse_next(std::size_t meter) { meters_.refuse_next(meter, "unit 1 refuses to be read: device failure"); }
  void slow_down(std::size_t meter) { meters_.hold(meter); }

 private:
  SystemClock clock_;
  ReadingLog log_;
  FakeLineMeters meters_{{4, 4}, clock_, log_.listener()};
};

/// Both meters on one bus over a real wire, of the profile that the tag makes.
template <class Tag, class Wire>
class BusMeters {
 public:
  BusMeters() {
    for (std::size_t m = 0; m < 2; ++m) slave_.add_meter(unit(m), profile());
    modbus::BusTiming timing;
    timing.supervision = milliseconds{100};
    buses_ = std::make_unique<modbus::Buses>(
        std::vector<modbus::Bus>{Wire::bus(slave_)}, std::vector<modbus::RelayBoardOnBus>{},
        std::vector<modbus::LineMeterOnBus>{{"one", 0, 1, profile()}, {"two", 0, 2, profile()}}, clock_,
        modbus::Buses::Listeners{{}, log_.listener()}, timing);
  }
  modbus::LineMeters& meters() { return *buses_; }
  std::optional<modbus::MeterReading> reading(std::uint64_t ticket) { return log_.reading(ticket); }
  bool reachable(std::size_t meter, bool wanted) { return log_.reachable(meter, wanted); }
  std::vector<modbus::MeterReading> readings() { return log_.readings(); }
  std::vector<modbus::MeterReport> reports() { return log_.reports(); }
  void set(std::size_t meter, int channel, double volts, double amps) {
    slave_.set_values(unit(meter), channel, {.volts = volts, .amps = amps});
  }
  void unplug(std::size_t meter) { slave_.afflict(unit(meter), {.trouble = SlaveUnits::Trouble::silent}); }
  void plug(std::size_t meter) { slave_.mend(unit(meter)); }
  void refuse_next(std::size_t meter) {
    slave_.afflict(unit(meter), {.trouble = SlaveUnits::Trouble::exception, .times = -1});
  }
  void slow_down(std::size_t meter) {
    slave_.afflict(unit(meter), {.trouble = SlaveUnits::Trouble::late, .delay = milliseconds{60}});
  }

 private:
  static modbus::MeterProfile profile() {
    modbus::MeterProfile made = Tag::profile();
    made.reply_timeout = milliseconds{150};
    return made;
  }
  static int unit(std::size_t meter) { return static_cast<int>(meter) + 1; }

  SystemClock clock_;
  typename Wire::Slave slave_{{}, clock_};
  ReadingLog log_;
  std::unique_ptr<modbus::Buses> buses_;
};

struct Floats {
  static modbus::MeterProfile profile() { return float_meter(); }
};
struct LowWordFirst {
  static modbus::MeterProfile profile() { return float_meter(true); }
};
struct WholeNumbers {
  static modbus::MeterProfile profile() {
    modbus::MeterProfile made = int_meter();
    made.leakage_amps.reset();
    return made;
  }
};

template <class Ward>
class LineMetersContract : public testing::Test {
 protected:
  Ward ward_;
};

using Wards = testing::Types<FakeMeters, BusMeters<Floats, TcpWire>, BusMeters<LowWordFirst, TcpWire>,
                             BusMeters<WholeNumbers, TcpWire>, BusMeters<Floats, RtuWire>,
                             BusMeters<LowWordFirst, RtuWire>, BusMeters<WholeNumbers, RtuWire>>;
TYPED_TEST_SUITE(LineMetersContract, Wards);

TYPED_TEST(LineMetersContract, TellsOnceThatAMeterAnswers) {
  ASSERT_TRUE(this->ward_.reachable(0, true));
  ASSERT_TRUE(this->ward_.reachable(1, true));
  this->ward_.meters().read(0, 0, 1);
  ASSERT_TRUE(this->ward_.reading(1).has_value());
  EXPECT_EQ(this->ward_.reports().size(), 2U);
  EXPECT_EQ(this->ward_.reports()[0].problem, "");
}

TYPED_TEST(LineMetersContract, ShowsWhatTheChannelMeasuresNow) {
  this->ward_.set(0, 0, 10.0, 0.25);
  this->ward_.set(0, 3, 9.5, 0.5);
  this->ward_.set(1, 3, 70.5, 1.5);
  this->ward_.meters().read(0, 3, 1);
  this->ward_.meters().read(1, 3, 2);
  this->ward_.meters().read(0, 0, 3);
  const auto third = this->ward_.reading(3);
  const auto second = this->ward_.reading(2);
  const auto first = this->ward_.reading(1);
  ASSERT_TRUE(first && second && third);
  EXPECT_EQ(first->problem, "");
  EXPECT_EQ(first->meter, 0U);
  EXPECT_EQ(first->channel, 3);
  EXPECT_NEAR(first->volts.value(), 9.5, 1e-6);
  EXPECT_NEAR(first->amps.value(), 0.5, 1e-6);
  EXPECT_FALSE(first->leakage_amps.has_value());
  EXPECT_NEAR(second->volts.value(), 70.5, 1e-6);
  EXPECT_NEAR(second->amps.value(), 1.5, 1e-6);
  EXPECT_NEAR(third->volts.value(), 10.0, 1e-6);
  EXPECT_GT(first->at, SteadyTime{});
  this->ward_.set(0, 3, 0.0, 0.0);
  this->ward_.meters().read(0, 3, 4);
  const auto later = this->ward_.reading(4);
  ASSERT_TRUE(later.has_value());
  EXPECT_EQ(later->amps, 0.0);
}

TYPED_TEST(LineMetersContract, AnswersEveryReadingOnceInTheOrderOfAMeter) {
  for (std::uint64_t ticket = 1; ticket <= 20; ++ticket)
    this->ward_.meters().read(0, static_cast<int>(ticket % 4), ticket);
  ASSERT_TRUE(this->ward_.reading(20).has_value());
  const auto all = this->ward_.readings();
  ASSERT_EQ(all.size(), 20U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].ticket, i + 1);
    EXPECT_EQ(all[i].problem, "");
  }
}

TYPED_TEST(LineMetersContract, OfTooManyTheOldestIsAnsweredWithAProblem) {
  this->ward_.slow_down(0);
  for (std::uint64_t ticket = 1; ticket <= modbus::LineMeters::kMostWaiting + 3; ++ticket)
    this->ward_.meters().read(0, 0, ticket);
  const auto oldest = this->ward_.reading(1);
  ASSERT_TRUE(oldest.has_value());
  const auto next = this->ward_.reading(2);
  ASSERT_TRUE(next.has_value());
  EXPECT_NE(next->problem, "");
  EXPECT_FALSE(next->amps.has_value());
}

TYPED_TEST(LineMetersContract, AChannelThatIsNotThereIsAProblem) {
  this->ward_.meters().read(0, 4, 1);
  const auto reading = this->ward_.reading(1);
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->problem, "the meter has no channel 5");
}

TYPED_TEST(LineMetersContract, ARefusedReadingIsAProblemAndTheMeterStaysReachable) {
  ASSERT_TRUE(this->ward_.reachable(0, true));
  ASSERT_TRUE(this->ward_.reachable(1, true));
  this->ward_.refuse_next(0);
  this->ward_.meters().read(0, 0, 1);
  const auto reading = this->ward_.reading(1);
  ASSERT_TRUE(reading.has_value());
  EXPECT_NE(reading->problem.find("refuses to be read"), std::string::npos) << reading->problem;
  EXPECT_FALSE(reading->volts.has_value());
  this->ward_.plug(0);
  this->ward_.meters().read(0, 0, 2);
  const auto again = this->ward_.reading(2);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->problem, "");
  EXPECT_EQ(this->ward_.reports().size(), 2U);
}

TYPED_TEST(LineMetersContract, ASilentMeterIsToldOnceItsReadingsAreProblemsAndItComesBack) {
  ASSERT_TRUE(this->ward_.reachable(0, true));
  ASSERT_TRUE(this->ward_.reachable(1, true));
  this->ward_.unplug(0);
  for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) this->ward_.meters().read(0, 0, ticket);
  ASSERT_TRUE(this->ward_.reachable(0, false));
  for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) {
    const auto reading = this->ward_.reading(ticket);
    ASSERT_TRUE(reading.has_value());
    EXPECT_NE(reading->problem, "");
    EXPECT_FALSE(reading->amps.has_value());
  }
  this->ward_.meters().read(1, 0, 5);
  const auto other = this->ward_.reading(5);
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(other->problem, "") << "the other meter goes on";
  this->ward_.plug(0);
  ASSERT_TRUE(this->ward_.reachable(0, true));
  this->ward_.meters().read(0, 0, 6);
  const auto back = this->ward_.reading(6);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->problem, "");
  EXPECT_EQ(this->ward_.reports().size(), 4U);
  EXPECT_EQ(this->ward_.readings().size(), 6U);
}

}  // namespace
}  // namespace wardcast::test
