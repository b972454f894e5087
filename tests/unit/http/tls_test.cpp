// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdio>

#include "daemon/http/problem.hpp"
#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {

template <auto function>
struct With {
  template <class T>
  void operator()(T* thing) const {
    function(thing);
  }
};

/// A key and a certificate signed by itself, for "test".
void make_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  const std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>> pair{EVP_EC_gen("P-256")};
  const std::unique_ptr<X509, With<X509_free>> cert{X509_new()};
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), pair.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
  X509_sign(cert.get(), pair.get(), EVP_sha256());
  const std::unique_ptr<std::FILE, With<std::fclose>> cert_file{std::fopen(certificate.c_str(), "w")};
  PEM_write_X509(cert_file.get(), cert.get());
  const std::unique_ptr<std::FILE, With<std::fclose>> key_file{std::fopen(key.c_str(), "w")};
  PEM_write_PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

TEST(Tls, ServesOverTlsAndSaysSo) {
  const store::TempFolder folder;
  make_certificate(folder.path() / "c.pem", folder.path() / "k.pem");
  Router router;
  router.add({Verb::get, "/live", Run::station, access::Action::read_station, Body::none, [](const Request& request) {
                return json(200, {{"secure", request.secure}});
              }});
  boost::asio::io_context io;
  Worker desk{"desk", 8, [](const std::string&) {}};
  FixedClock clock;
  ServerSettings settings;
  settings.tls_certificate = folder.path() / "c.pem";
  settings.tls_key = folder.path() / "k.pem";
  Server server{io, settings, std::move(router),
                ServerDoors{desk, clock, known_visitor, [] { return boost::json::object{}; }}};
  server.start();
  std::thread thread{[&io] { io.run(); }};

  boost::asio::io_context mine;
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
  context.load_verify_file((folder.path() / "c.pem").string());
  context.set_verify_mode(boost::asio::ssl::verify_peer);
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream{mine, context};
  const boost::asio::ip::tcp::endpoint there{boost::asio::ip::make_address("127.0.0.1"), server.port()};
  stream.next_layer().connect(there);
  stream.handshake(boost::asio::ssl::stream_base::client);
  boost::asio::write(stream, boost::asio::buffer(get("/live")));
  boost::beast::flat_buffer buffer;
  Answer answer;
  boost::beast::http::read(stream, buffer, answer);
  EXPECT_EQ(answer.body(), R"({"secure":true})");

  Client plain{server.port()};  // speaks no TLS: is closed, and disturbs nobody
  plain.send(get("/live"));
  EXPECT_EQ(plain.receive().result_int(), 0U);
  boost::asio::write(stream, boost::asio::buffer(get("/live")));
  boost::beast::http::read(stream, buffer, answer);
  EXPECT_EQ(answer.result_int(), 200U);
  io.stop();
  thread.join();
}

TEST(Tls, AMissingCertificateStopsTheStart) {
  boost::asio::io_context io;
  Worker desk{"desk", 8, [](const std::string&) {}};
  FixedClock clock;
  ServerSettings settings;
  settings.tls_certificate = "/nowhere/c.pem";
  settings.tls_key = "/nowhere/k.pem";
  const ServerDoors doors{desk, clock, known_visitor, [] { return boost::json::object{}; }};
  EXPECT_THROW((Server{io, settings, Router{}, doors}), std::exception);
}

}  // namespace
}  // namespace wardcast::http
