// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "daemon/http/authority_routes.hpp"

namespace wardcast::http {
namespace {
using testing::HasSubstr;
using testing::Not;

Response ask(const Router& router, std::string_view name) {
  const std::vector<std::string> segments{std::string{name}};
  const auto found = router.find(Verb::get, segments);
  EXPECT_NE(found.route, nullptr);
  EXPECT_EQ(found.route->permission.kind, Permission::Kind::anyone);
  return found.route->handler(Request{});
}

TEST(Authority, OffersItsCertificateAndSaysHowToTrustIt) {
  Router router;
  add_authority_routes(router, AuthorityNotice{"Đài <b>phường</b> & xã", "PEM", "AB:CD"});
  const auto certificate = ask(router, "ca.crt");
  EXPECT_EQ(certificate.status, 200);
  EXPECT_EQ(certificate.content_type, "application/x-x509-ca-cert");
  EXPECT_EQ(certificate.body, "PEM");
  const auto page = ask(router, "install-ca");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  for (const auto* piece : {"AB:CD", "Đài &lt;b>phường&lt;/b> &amp; xã", "Android", "iPhone", "Windows", "Linux",
                            "Trust this station", "/ca.crt", "lang=\"vi\""})
    EXPECT_THAT(page.body, HasSubstr(piece));
  EXPECT_THAT(page.body, Not(HasSubstr("{")));
  EXPECT_THAT(page.body, Not(HasSubstr("style=")));  // the content security policy lets none through
  EXPECT_LT(page.body.find("Cài chứng thư"), page.body.find("Trust this station</h2>"));
}

TEST(Authority, IsNotThereWhenACertificateWasGiven) {
  Router router;
  add_authority_routes(router, std::nullopt);
  EXPECT_EQ(ask(router, "ca.crt").status, 404);
  EXPECT_EQ(ask(router, "install-ca").status, 404);
}

}  // namespace
}  // namespace wardcast::http
