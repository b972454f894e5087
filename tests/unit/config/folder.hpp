// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/site.hpp"

namespace wardcast::site {

/// A folder of its own for one test, gone afterwards.
class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "wardcast-config-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::filesystem::path& name, std::string_view content) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << content;
    return file;
  }

 private:
  std::filesystem::path path_;
};

/// Lines 1 to 3 of the files below: what no site can do without.
inline constexpr std::string_view kStation = "[station]\nname = \"Phường Thử\"\ndata = \"data\"\n";
/// Lines 4 to 19: one of everything that others refer to.
inline constexpr std::string_view kDevices =
    "[[bus]]\nid = \"bus-1\"\ntcp = \"127.0.0.1:15021\"\n"
    "[[relay_board]]\nid = \"board-1\"\nbus = \"bus-1\"\nprofile = \"waveshare-8ch\"\n"
    "[[line_meter]]\nid = \"meter-1\"\nbus = \"bus-1\"\nunit = 2\nprofile = \"generic-vi-float32\"\n"
    "[[amplifier]]\nid = \"amp-1\"\nrtp = \"127.0.0.1:5004\"\n\n";

/// A file that is wrong, and everything that must be said about it, "line:column: message", in this order.
struct Broken {
  std::string name;
  std::string content;
  std::vector<std::string> problems;
};
inline void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }

inline void expect_problems(const Broken& broken) {
  const Folder folder;
  const auto file = folder.write("site.toml", broken.content);
  const auto loaded = load(file);
  EXPECT_FALSE(loaded.site.has_value());
  std::string wanted;
  for (const auto& problem : broken.problems) wanted += file.string() + ":" + problem + "\n";
  std::string said;
  for (const auto& problem : loaded.problems) said += problem.text() + "\n";
  EXPECT_EQ(said, wanted);
}

}  // namespace wardcast::site
