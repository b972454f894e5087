// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <csignal>

#include "drivers/media/refusal_text.hpp"
#include "drivers/media/verdict.hpp"

namespace wardcast::media {
namespace {

using How = HelperEnd::How;

TEST(verdict, is_read_from_the_first_word_and_nothing_else) {
  EXPECT_EQ(parse_verdict("result=ok samples=5\n"), Verdict::ok);
  EXPECT_EQ(parse_verdict("result=too_long"), Verdict::too_long);
  EXPECT_EQ(parse_verdict("result=no_space note=write"), Verdict::no_space);
  for (const char* junk : {"", "ok", "result=", "result=okay", "result=OK", " result=ok", "result=ok\t"}) {
    EXPECT_FALSE(parse_verdict(junk)) << junk;
  }
}

TEST(verdict, every_word_is_read_back) {
  for (int i = 0; i <= static_cast<int>(Verdict::failed); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    EXPECT_EQ(parse_verdict("result=" + std::string(word(verdict))), verdict);
  }
}

TEST(refusal, of_the_upload_names_the_field_and_what_to_do) {
  for (const Verdict verdict : {Verdict::empty, Verdict::not_audio, Verdict::no_track, Verdict::unsupported,
                                Verdict::no_samples, Verdict::damaged, Verdict::too_long, Verdict::out_of_memory}) {
    const Error error = refusal_of(verdict, seconds{14400});
    EXPECT_EQ(error.code, ErrorCode::invalid) << word(verdict);
    EXPECT_EQ(error.field, "audio");
    EXPECT_TRUE(error.detail.ends_with('.')) << error.detail;
  }
  EXPECT_NE(refusal_of(Verdict::too_long, seconds{14400}).detail.find("240 minutes"), std::string::npos);
}

TEST(refusal, tells_a_crash_a_timeout_and_a_lie_apart) {
  const auto refused = [](How how, int code, const char* output) {
    return why_refused(HelperEnd{how, code, output}, seconds{60}, milliseconds{90000});
  };
  EXPECT_FALSE(refused(How::exited, 0, "result=ok\n"));
  EXPECT_EQ(refused(How::out_of_time, 0, "")->code, ErrorCode::invalid);
  EXPECT_NE(refused(How::killed_by_signal, SIGXCPU, "")->detail.find("too long"), std::string::npos);
  EXPECT_NE(refused(How::killed_by_signal, SIGSEGV, "result=ok\n")->detail.find("decoder fail"), std::string::npos);
  EXPECT_EQ(refused(How::exited, 1, "result=no_space\n")->code, ErrorCode::no_space);
  EXPECT_EQ(refused(How::exited, 1, "result=ok\n")->code, ErrorCode::internal);
  EXPECT_EQ(refused(How::exited, 0, "result=damaged\n")->code, ErrorCode::internal);
  EXPECT_EQ(refused(How::exited, 0, "")->code, ErrorCode::internal);
}

}  // namespace
}  // namespace wardcast::media
