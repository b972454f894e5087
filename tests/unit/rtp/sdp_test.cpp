// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/sdp.hpp"

#include <gtest/gtest.h>

namespace wardcast::rtp {
namespace {

TEST(Sdp, Unicast) {
  EXPECT_EQ(sdp({.name = "Khu phố 1",
                 .origin = "192.0.2.10",
                 .host = "192.0.2.31",
                 .port = 5104,
                 .payload_type = 125,
                 .session = 3'735'928'559}),
            "v=0\r\n"
            "o=- 3735928559 1 IN IP4 192.0.2.10\r\n"
            "s=Khu phố 1\r\n"
            "c=IN IP4 192.0.2.31\r\n"
            "t=0 0\r\n"
            "m=audio 5104 RTP/AVP 125\r\n"
            "a=rtpmap:125 opus/48000/2\r\n"
            "a=fmtp:125 sprop-stereo=0; stereo=0; useinbandfec=0\r\n"
            "a=ptime:20\r\n"
            "a=recvonly\r\n");
}

TEST(Sdp, MulticastNamesItsReach) {
  const std::string text = sdp({.name = "x", .origin = "h", .host = "239.192.10.1", .port = 5004, .multicast = true});
  EXPECT_NE(text.find("c=IN IP4 239.192.10.1/16\r\n"), std::string::npos) << text;
}

TEST(Sdp, TheNameIsComposedAndCannotBringLinesOfItsOwn) {
  // "ố" as o + circumflex + acute, then an attempt at an attribute.
  const std::string text = sdp({.name = "Pho\xCC\x82\xCC\x81\r\na=evil", .origin = "h", .host = "h", .port = 2});
  EXPECT_NE(text.find("s=Ph\xE1\xBB\x91"
                      "a=evil\r\n"),
            std::string::npos)
      << text;
  EXPECT_NE(sdp({.name = "\xff\xfe", .origin = "h", .host = "h", .port = 2}).find("s=-\r\n"), std::string::npos);
  EXPECT_NE(sdp({.name = "", .origin = "h", .host = "h", .port = 2}).find("s=-\r\n"), std::string::npos);
}

}  // namespace
}  // namespace wardcast::rtp
