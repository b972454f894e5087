# SPDX-License-Identifier: GPL-3.0-or-later
# Every third-party library, by the name the rooms use. All come from Debian 12.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG)
find_package(spdlog REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(date REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(GTest REQUIRED)
find_package(CLI11 REQUIRED)

foreach(lib IN ITEMS libmodbus opus ogg sqlite3 libsodium libseccomp libutf8proc libical libebur128 libsystemd libcurl
                     libavformat libavcodec libavfilter libavutil libswresample)
  string(MAKE_C_IDENTIFIER ${lib} id)
  pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${lib})
  add_library(lib::${lib} ALIAS PkgConfig::${id})
endforeach()

# Asio, Beast and JSON are compiled once; every user sees declarations only.
add_library(boost_headers INTERFACE)
target_link_libraries(boost_headers INTERFACE Boost::headers OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
target_compile_definitions(boost_headers INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE
  BOOST_JSON_STATIC_LINK=1 BOOST_URL_STATIC_LINK=1 BOOST_ALL_NO_LIB)
