// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/packet_file.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>
#include <vector>

#include "base/time.hpp"
#include "drivers/media/packet_file_writer.hpp"
#include "drivers/media/unique_fd.hpp"

namespace wardcast::media {
namespace {

using Bytes = std::vector<std::byte>;

Bytes read_all(int fd) {
  Bytes bytes(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)));
  EXPECT_EQ(::pread(fd, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  return bytes;
}

/// Packet i has i % 200 + 1 bytes, all of value i; level i is −i/2 dB.
Bytes sample_file(std::uint64_t samples) {
  const UniqueFd fd(::memfd_create("packets", MFD_CLOEXEC));
  PacketFileWriter writer(fd.get(),
                          PacketFileInfo{.samples = samples, .input_lufs = -23.45, .gain_db = 7.45, .limited = true});
  for (std::size_t i = 0; i < (samples + kSamplesPerFrame - 1) / kSamplesPerFrame; ++i) {
    writer.add_packet(Bytes(i % 200 + 1, static_cast<std::byte>(i)));
  }
  for (std::size_t i = 0; i < (samples + kSamplesPerLevel - 1) / kSamplesPerLevel; ++i) {
    writer.add_level(-0.5 * static_cast<double>(i));
  }
  writer.finish();
  return read_all(fd.get());
}

TEST(packet_file, gives_back_what_was_written) {
  const Bytes file = sample_file(48000 * 3 + 17);
  const auto info = check_packet_file(file).value();
  EXPECT_EQ(info.samples, 144017U);
  EXPECT_EQ(info.packets, 151U);
  EXPECT_EQ(info.levels, 31U);
  EXPECT_DOUBLE_EQ(info.input_lufs, -23.45);
  EXPECT_DOUBLE_EQ(info.gain_db, 7.45);
  EXPECT_TRUE(info.limited);
  const auto recording = read_packet_file(file).value();
  ASSERT_EQ(recording->packet_count(), 151U);
  EXPECT_EQ(recording->samples(), 144017U);
  for (std::uint32_t i = 0; i < recording->packet_count(); ++i) {
    const auto packet = recording->packet(i);
    EXPECT_EQ(Bytes(packet.begin(), packet.end()), Bytes(i % 200 + 1, static_cast<std::byte>(i)));
  }
  ASSERT_EQ(recording->levels().size(), 31U);
  EXPECT_FLOAT_EQ(recording->levels()[7], -3.5F);
}

TEST(packet_file, with_any_single_byte_changed_is_corrupt) {
  Bytes file = sample_file(9700);
  for (std::byte& byte : file) {
    byte ^= std::byte{0x10};
    const auto read = check_packet_file(file);
    ASSERT_FALSE(read) << "byte " << &byte - file.data();
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
    byte ^= std::byte{0x10};
  }
  EXPECT_TRUE(check_packet_file(file));
}

TEST(packet_file, cut_anywhere_or_with_a_tail_is_corrupt) {
  const Bytes file = sample_file(9700);
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_FALSE(read_packet_file(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))));
  }
  Bytes longer = file;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(check_packet_file(longer));
}

TEST(packet_file, whose_head_promises_absurd_lengths_is_refused_without_allocating_for_them) {
  Bytes file = sample_file(960);
  for (std::size_t at = 8; at < 24; ++at) file[at] = std::byte{0xFF};
  EXPECT_FALSE(check_packet_file(file));
}

TEST(packet_file_writer, refuses_empty_and_oversized_packets_and_wrong_counts) {
  const UniqueFd fd(::memfd_create("packets", MFD_CLOEXEC));
  PacketFileWriter writer(fd.get(), PacketFileInfo{.samples = 960});
  EXPECT_THROW(writer.add_packet({}), std::invalid_argument);
  EXPECT_THROW(writer.add_packet(Bytes(1276)), std::invalid_argument);
  EXPECT_THROW(writer.finish(), std::logic_error);
  writer.add_packet(Bytes(1275));
  writer.add_level(-20);
  writer.finish();
  EXPECT_TRUE(check_packet_file(read_all(fd.get())));
}

TEST(packet_file_writer, starts_over_on_a_file_already_written) {
  const UniqueFd fd(::memfd_create("packets", MFD_CLOEXEC));
  for (const std::size_t size : {900U, 10U}) {
    PacketFileWriter writer(fd.get(), PacketFileInfo{.samples = 1});
    writer.add_packet(Bytes(size));
    writer.add_level(-20);
    writer.finish();
    EXPECT_TRUE(check_packet_file(read_all(fd.get()))) << size;
  }
}

}  // namespace
}  // namespace wardcast::media
