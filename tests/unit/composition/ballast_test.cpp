// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/ballast.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/store/temp_folder.hpp"

namespace wardcast {
namespace {

class BallastFile : public ::testing::Test {
 protected:
  /// As on a disk with so much room left.
  [[nodiscard]] Ballast with(std::uint64_t available) const {
    return Ballast{folder_.path(), [available](const std::filesystem::path&) { return available; }};
  }
  [[nodiscard]] bool there() const { return std::filesystem::exists(file_); }

  store::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "spare-room";
};

TEST_F(BallastFile, IsTakenOnWhereThereIsPlentyOfRoom) {
  with(Ballast::kBytes + Ballast::kPlenty - 1).take_on();
  EXPECT_FALSE(there());
  with(Ballast::kBytes + Ballast::kPlenty).take_on();
  ASSERT_TRUE(there());
  EXPECT_EQ(std::filesystem::file_size(file_), Ballast::kBytes);
}

TEST_F(BallastFile, IsThrownOffWhereThereIsHardlyAny) {
  with(Ballast::kPlenty * 2).take_on();
  with(Ballast::kTooLittle).throw_off();
  EXPECT_TRUE(there());
  with(0).throw_off();
  EXPECT_FALSE(there());
  with(0).throw_off();  // none left: the start fails or not, as before
}

TEST_F(BallastFile, IsLeftAloneWhileItIsThere) {
  std::ofstream{file_} << "some";
  with(Ballast::kPlenty * 2).take_on();
  EXPECT_EQ(std::filesystem::file_size(file_), 4U);
}

}  // namespace
}  // namespace wardcast
