// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/authority_routes.hpp"

#include <utility>

#include "daemon/http/problem.hpp"

namespace wardcast::http {
namespace {

Handler text_or_404(std::string content_type, std::optional<std::string> text) {
  return [type = std::move(content_type), text = std::move(text)](const Request&) {
    if (!text) return problem(404, "The station uses no certificate authority of its own.");
    Response response;
    response.content_type = type;
    response.body = *text;
    return response;
  };
}

}  // namespace

void add_authority_routes(Router& router, std::optional<AuthorityNotice> notice) {
  std::optional<std::string> certificate, page;
  if (notice) {
    certificate = notice->certificate;
    page = authority_page(*notice);
  }
  // The type that makes phones offer to install it.
  router.add({Verb::get, "/ca.crt", Run::station, Permission::anyone(), Body::none,
              text_or_404("application/x-x509-ca-cert", std::move(certificate))});
  router.add({Verb::get, "/install-ca", Run::station, Permission::anyone(), Body::none,
              text_or_404("text/html; charset=utf-8", std::move(page))});
}

}  // namespace wardcast::http
