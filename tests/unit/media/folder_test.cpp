// SPDX-License-Identifier: GPL-3.0-or-later
// The folder's own promises, mostly with small scripts in place of wardcast-media: what a broken helper may not do.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <future>
#include <stdexcept>
#include <thread>

#include "base/time.hpp"
#include "drivers/media/unique_fd.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class FolderTest : public testing::Test {
 protected:
  MediaFolder with_script(const std::string& commands, MediaFolderOptions options = {}) {
    options.program = temporary_.path() / "helper";
    write_bytes(options.program, "#!/bin/sh\n" + commands + "\n");
    ::chmod(options.program.c_str(), 0755);
    return MediaFolder(media_, options);
  }
  MediaFolder real() { return MediaFolder(media_, built_program()); }
  fs::path upload(const std::string& content = "some bytes") {
    fs::path path = temporary_.path() / "upload";
    write_bytes(path, content);
    return path;
  }
  fs::path speechless() {
    fs::path path = temporary_.path() / "tone.wav";
    write_wav(path, tone(440, -20, kSampleRate));
    return path;
  }
  [[nodiscard]] std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(media_)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    return found;
  }

  TempFolder temporary_;
  const fs::path media_ = temporary_.path() / "media";
};

TEST_F(FolderTest, stopping_ends_what_is_being_prepared_and_refuses_the_rest) {
  const fs::path begun = temporary_.path() / "begun";
  MediaFolder folder = with_script("touch " + begun.string() + "; exec sleep 1000");
  const fs::path file = upload();
  auto running = std::async(std::launch::async, [&folder, &file] { return folder.prepare(file); });
  while (!fs::exists(begun)) std::this_thread::yield();
  folder.stop();
  const auto ended = running.get();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::unavailable);
  EXPECT_THAT(ended.error().detail, HasSubstr("send the file again"));
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_FALSE(folder.prepare(file));
}

TEST_F(FolderTest, a_recording_is_checked_once_for_each_state_of_its_file) {
  using Look = MediaLibrary::Look;
  MediaFolder folder = real();
  const auto id = folder.prepare(speechless()).value().id;
  EXPECT_TRUE(folder.check(id, Look::glance));
  EXPECT_TRUE(folder.check(id, Look::full));
  const auto path = files().at(0);
  {
    const UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    ASSERT_EQ(::pwrite(fd.get(), "X", 1, 100), 1);
  }
  EXPECT_TRUE(folder.check(id, Look::glance)) << "a glance does not read";
  const auto damaged = folder.check(id, Look::full);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::corrupt);
  EXPECT_FALSE(folder.check(id, Look::glance)) << "but knows what was found";
  fs::remove(path);
  EXPECT_EQ(folder.check(id, Look::glance).error().code, ErrorCode::not_found);
  EXPECT_EQ(folder.check("nonsense", Look::glance).error().code, ErrorCode::not_found);
  ASSERT_TRUE(folder.prepare(speechless()));
  EXPECT_TRUE(folder.check(id, Look::full)) << "made again";
}

TEST_F(FolderTest, what_opening_found_is_known_afterwards) {
  MediaFolder folder = real();
  const auto id = folder.prepare(speechless()).value().id;
  write_bytes(files().at(0), "broken");
  EXPECT_FALSE(folder.open(id));
  EXPECT_FALSE(folder.check(id, MediaLibrary::Look::glance));
}

TEST_F(FolderTest, the_same_bytes_are_prepared_once_and_described_alike) {
  MediaFolder folder = real();
  const Prepared first = folder.prepare(speechless()).value();
  EXPECT_FALSE(first.already_there);
  EXPECT_EQ(first.id.size(), 64U);
  // Now the helper would fail: it must not be asked.
  MediaFolder again = with_script("exit 3");
  const Prepared second = again.prepare(speechless()).value();
  EXPECT_TRUE(second.already_there);
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.samples, first.samples);
  EXPECT_EQ(second.packets, 50U);
  EXPECT_DOUBLE_EQ(second.gain_db, first.gain_db);
  EXPECT_DOUBLE_EQ(second.input_lufs, first.input_lufs);
  EXPECT_EQ(files(), std::vector{media_ / first.id.substr(0, 2) / (first.id + ".wop")});
}

TEST_F(FolderTest, a_damaged_recording_is_corrupt_until_the_same_upload_mends_it) {
  MediaFolder folder = real();
  const Prepared made = folder.prepare(speechless()).value();
  const fs::path file = files().at(0);
  std::string bytes = read_bytes(file);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_bytes(file, bytes);
  EXPECT_EQ(folder.open(made.id).error().code, ErrorCode::corrupt);
  EXPECT_EQ(folder.ogg(made.id).error().code, ErrorCode::corrupt);
  EXPECT_FALSE(folder.prepare(speechless()).value().already_there);
  EXPECT_TRUE(folder.open(made.id));
}

TEST_F(FolderTest, an_id_that_is_not_there_or_not_an_id_is_not_found) {
  MediaFolder folder = real();
  for (const std::string& id :
       {std::string(64, 'a'), std::string("../../../etc/passwd"), std::string(), std::string(64, 'A')}) {
    EXPECT_EQ(folder.open(id).error().code, ErrorCode::not_found) << id;
    EXPECT_EQ(folder.ogg(id).error().code, ErrorCode::not_found) << id;
  }
  EXPECT_EQ(folder.prepare(temporary_.path() / "nothing").error().code, ErrorCode::not_found);
}

TEST_F(FolderTest, a_full_disk_is_told_before_anything_is_started) {
  MediaFolderOptions options;
  options.reserve_bytes = std::uint64_t{1} << 62;
  MediaFolder folder = with_script("touch '" + (temporary_.path() / "ran").string() + "'", options);
  EXPECT_EQ(folder.free_bytes(), 0U);
  EXPECT_EQ(folder.prepare(upload()).error().code, ErrorCode::no_space);
  EXPECT_FALSE(fs::exists(temporary_.path() / "ran"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(FolderTest, free_bytes_leave_the_reserve_alone) {
  MediaFolderOptions options;
  options.reserve_bytes = 0;
  const std::uint64_t all = with_script("exit 1", options).free_bytes();
  options.reserve_bytes = std::uint64_t{1} << 20;
  const std::uint64_t less = with_script("exit 1", options).free_bytes();
  EXPECT_GT(all, 0U);
  EXPECT_LT(less, all);
}

TEST_F(FolderTest, a_helper_that_crashes_is_the_uploads_fault_and_leaves_nothing) {
  const auto refused = with_script("echo half >&4; kill -SEGV $$").prepare(upload());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().detail, HasSubstr("made the decoder fail"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(FolderTest, a_helper_that_hangs_is_killed_at_the_deadline) {
  MediaFolderOptions options;
  options.deadline = milliseconds{200};
  const auto refused = with_script("echo half >&4; exec tail -f /dev/null", options).prepare(upload());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().detail, HasSubstr("took too long"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(FolderTest, a_helper_that_lies_is_not_believed) {
  for (const char* commands : {"echo result=ok; echo rubbish >&4", "echo result=ok", "echo result=okay",
                               "head -c 1000000 /dev/zero", "exit 0"}) {
    EXPECT_EQ(with_script(commands).prepare(upload()).error().code, ErrorCode::internal) << commands;
    EXPECT_THAT(files(), IsEmpty()) << commands;
  }
}

TEST_F(FolderTest, a_program_that_cannot_be_started_is_told) {
  EXPECT_THROW(MediaFolder(media_, MediaFolderOptions{.program = temporary_.path() / "none"}), std::runtime_error);
  MediaFolder folder = with_script("exit 0");
  fs::remove(temporary_.path() / "helper");
  EXPECT_EQ(folder.prepare(upload()).error().code, ErrorCode::unavailable);
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(FolderTest, the_helper_gets_its_two_files_and_no_other_descriptor_of_ours) {
  const UniqueFd ours(::open("/dev/null", O_RDONLY));
  const int leaky = ::dup2(ours.get(), 200);  // without close-on-exec
  const fs::path seen = temporary_.path() / "seen";
  const auto refused = with_script("ls -1 /proc/$$/fd > '" + seen.string() + "'").prepare(upload());
  ::close(leaky);
  EXPECT_FALSE(refused);
  const std::string listed = read_bytes(seen);
  EXPECT_THAT(listed, HasSubstr("3\n4\n"));
  EXPECT_THAT(listed, testing::Not(HasSubstr("200")));
  EXPECT_THAT(listed, testing::Not(HasSubstr("\n5\n")));
}

TEST_F(FolderTest, what_a_killed_predecessor_left_is_removed_but_not_what_somebody_works_on) {
  fs::create_directories(media_ / "ab");
  const fs::path stale = media_ / "ab" / "abc.1-0.tmp";
  const fs::path busy = media_ / "ab" / "abd.2-0.tmp";
  const fs::path other = media_ / "ab" / "note.txt";
  for (const auto& path : {stale, busy, other}) write_bytes(path, "half");
  const UniqueFd working(::open(busy.c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::flock(working.get(), LOCK_EX | LOCK_NB), 0);
  const MediaFolder folder = with_script("exit 0");
  EXPECT_FALSE(fs::exists(stale));
  EXPECT_TRUE(fs::exists(busy));
  EXPECT_TRUE(fs::exists(other));
}

TEST_F(FolderTest, the_ogg_copy_plays_the_same_samples_and_exactly_as_many) {
  MediaFolder folder = real();
  for (const std::size_t count : {std::size_t{1}, std::size_t{961}, std::size_t{48000} * 3 + 17}) {
    const fs::path path = temporary_.path() / "in.wav";
    write_wav(path, tone(300, -12, count));
    const Prepared made = folder.prepare(path).value();
    write_bytes(temporary_.path() / "out.ogg", folder.ogg(made.id).value());
    const Samples played = decode_with_ffmpeg(temporary_.path() / "out.ogg");
    const Samples ours = decode(*folder.open(made.id).value());
    ASSERT_EQ(played.size(), count);
    ASSERT_EQ(ours.size(), count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_NEAR(played[i], ours[i], 0.01) << i;
  }
}

}  // namespace
}  // namespace wardcast::media::test
