// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/address.hpp"

#include <gtest/gtest.h>

namespace wardcast::site {
namespace {

TEST(HostPort, ReadsNamesAndAddresses) {
  EXPECT_EQ(parse_host_port("127.0.0.1:502")->host, "127.0.0.1");
  EXPECT_EQ(parse_host_port("127.0.0.1:502")->port, 502);
  EXPECT_EQ(parse_host_port("tang-am.local:5004")->host, "tang-am.local");
  EXPECT_EQ(parse_host_port("[::1]:8080")->host, "::1");
  EXPECT_EQ(parse_host_port("127.0.0.1:0", true)->port, 0);
}

TEST(HostPort, RefusesEverythingElse) {
  for (const auto* text : {"",
                           ":",
                           "127.0.0.1",
                           "127.0.0.1:",
                           ":502",
                           "127.0.0.1:0",
                           "127.0.0.1:65536",
                           "127.0.0.1:-1",
                           "127.0.0.1:5o2",
                           "127.0.0.1:502 ",
                           " 127.0.0.1:502",
                           "300.0.0.1:502",
                           "127.0.1:502",
                           "::1:8080",
                           "[::1]",
                           "[127.0.0.1]:80",
                           "[::1:8080",
                           "a..b:80",
                           ".a:80",
                           "a.:80",
                           "-a:80",
                           "phường:80",
                           "http://a:80",
                           "a b:80"}) {
    EXPECT_FALSE(parse_host_port(text).has_value()) << text;
  }
}

TEST(Loopback, IsThisMachineAlone) {
  for (const auto* host : {"127.0.0.1", "127.8.9.10", "::1", "localhost", "LocalHost"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const auto* host : {"0.0.0.0", "::", "192.168.1.1", "128.0.0.1", "localhost.example", "fe80::1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(Multicast, IsTwoHundredTwentyFourToTwoHundredThirtyNine) {
  for (const auto* host : {"224.0.0.0", "239.192.10.1", "239.255.255.255"})
    EXPECT_TRUE(is_ipv4_multicast(host)) << host;
  for (const auto* host : {"223.255.255.255", "240.0.0.0", "255.255.255.255", "10.0.0.1", "amp", "ff02::1"}) {
    EXPECT_FALSE(is_ipv4_multicast(host)) << host;
  }
}

}  // namespace
}  // namespace wardcast::site
