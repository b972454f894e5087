// SPDX-License-Identifier: GPL-3.0-or-later
// What airing a recorded programme to many amplifiers costs, and how even and how punctual its packets are, beside the
// least that could do it (the floor) and GStreamer. Prints tables and what falls short of the bar; never fails on a
// figure.
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>

#include "tests/bench/child.hpp"
#include "tests/bench/listener.hpp"
#include "tests/bench/material.hpp"
#include "tests/bench/senders.hpp"

namespace wardcast::bench {
namespace {

struct Options {
  int seconds = 20;  // pacing
  int rounds = 3;    // of the CPU table, interleaved; medians are printed
  int window = 4;    // seconds of each CPU measurement
  int starts = 50;
  std::string program = "/proc/self/exe";
};

enum class Sender { pacer, floor, gst_encoding, gst_stored };
constexpr std::array kAllSenders{Sender::floor, Sender::pacer, Sender::gst_stored, Sender::gst_encoding};

std::vector<std::string> shortcomings;
void judge(bool met, const std::string& what) {
  if (!met) shortcomings.push_back(what);
}
std::string number(const char* format, double value) {
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}
double median(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}
double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return std::nan("");
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}
void pause_for(std::chrono::milliseconds span) { (void)poll(nullptr, 0, static_cast<int>(span.count())); }

/// A folder of its own for everything the run needs.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("wardcast-bench-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

class Bench {
 public:
  explicit Bench(Options options) : options_(std::move(options)) { prepare_gstreamer(); }

  void run() {
    cpu_table();
    many_programmes();
    pacing();
    starts();
    std::printf("\nShort of the bar:%s\n", shortcomings.empty() ? " nothing" : "");
    for (const std::string& line : shortcomings) std::printf("  - %s\n", line.c_str());
  }

 private:
  void prepare_gstreamer() {
    const int length = std::max(options_.seconds, options_.window) + 10;
    write_wav(folder_.file("music.wav"), length);
    Child encode{{"gst-launch-1.0", "-q", "filesrc", "location=" + folder_.file("music.wav"), "!", "wavparse", "!",
                  "audioconvert", "!", "opusenc", "bitrate=64000", "frame-size=20", "!", "oggmux", "!", "filesink",
                  "location=" + folder_.file("music.ogg")}};
    gstreamer_ = encode.wait() == 0;
    if (!gstreamer_)
      std::printf("GStreamer is not here (gst-launch-1.0 with good and base plug-ins): its rows are left out.\n");
  }

  std::unique_ptr<Child> launch(Sender sender, const Listener& listener, int streams = 1, bool apart = false) {
    const std::string list = folder_.file("destinations-" + std::to_string(++lists_));
    std::ofstream out{list};
    std::string clients;
    for (const auto& [host, port] : listener.destinations()) {
      out << host << ' ' << port << '\n';
      clients += (clients.empty() ? "" : ",") + host + ":" + std::to_string(port);
    }
    out.close();
    std::vector<std::string> command;
    switch (sender) {
      case Sender::pacer:
        command = {options_.program, "--role", "pacer", "--destinations", list, "--streams", std::to_string(streams)};
        if (apart) command.emplace_back("--apart");
        break;
      case Sender::floor:
        command = {options_.program, "--role", "floor", "--destinations", list};
        break;
      case Sender::gst_encoding:
        command = {"gst-launch-1.0",
                   "-q",
                   "filesrc",
                   "location=" + folder_.file("music.wav"),
                   "!",
                   "wavparse",
                   "!",
                   "audioconvert",
                   "!",
                   "opusenc",
                   "bitrate=64000",
                   "frame-size=20",
                   "!",
                   "rtpopuspay",
                   "pt=111",
                   "!",
                   "multiudpsink",
                   "sync=true",
                   "clients=" + clients};
        break;
      case Sender::gst_stored:
        command = {"gst-launch-1.0",
                   "-q",
                   "filesrc",
                   "location=" + folder_.file("music.ogg"),
                   "!",
                   "oggdemux",
                   "!",
                   "rtpopuspay",
                   "pt=111",
                   "!",
                   "multiudpsink",
                   "sync=true",
                   "clients=" + clients};
        break;
    }
    return std::make_unique<Child>(command);
  }

  /// CPU seconds per second of audio over the window, or nothing when the packets did not come.
  std::optional<double> cpu_of(Sender sender, std::size_t count, int streams = 1, bool apart = false) {
    Listener listener{count};
    const auto child = launch(sender, listener, streams, apart);
    pause_for(std::chrono::milliseconds{1500});
    listener.clear();
    const double before = child->cpu_seconds();
    pause_for(std::chrono::seconds{options_.window});
    const double used = child->cpu_seconds() - before;
    const double audio = static_cast<double>(listener.datagrams()) / static_cast<double>(count) / 50;
    if (audio < 0.5 * options_.window) return std::nullopt;
    return used / audio;
  }

  void cpu_table() {
    std::printf(
        "CPU seconds per second of audio, one recorded programme to N amplifiers on the loopback, 64 kb/s\n"
        "(whole sender process, medians of %d interleaved rounds of %d s; GStreamer: stereo music, complexity 10)\n\n",
        options_.rounds, options_.window);
    std::printf("%5s %10s %10s %12s %12s | %12s %12s %12s | %6s\n", "N", "floor", "Wardcast", "GStreamer", "GStreamer",
                "W / floor", "W / stored", "W / encoding", "steal");
    std::printf("%5s %10s %10s %12s %12s |\n", "", "", "", "stored Opus", "encoding");
    for (const std::size_t count : {1UL, 10UL, 100UL, 500UL}) {
      StealMeter steal;
      std::map<Sender, std::vector<double>> seen, ratio;
      for (int round = 0; round < options_.rounds; ++round) {
        std::map<Sender, double> now;
        for (const Sender sender : kAllSenders) {
          if (!gstreamer_ && sender != Sender::pacer && sender != Sender::floor) continue;
          if (const auto cpu = cpu_of(sender, count)) seen[sender].push_back(now[sender] = *cpu);
        }
        for (const auto& [sender, cpu] : now) {
          if (now.contains(Sender::pacer)) ratio[sender].push_back(now[Sender::pacer] / cpu);
        }
      }
      const double to_floor = median(ratio[Sender::floor]), to_encoding = median(ratio[Sender::gst_encoding]);
      std::printf("%5zu %10.5f %10.5f %12.5f %12.5f | %12.2f %12.2f %12.2f | %4.0f %%\n", count,
                  median(seen[Sender::floor]), median(seen[Sender::pacer]), median(seen[Sender::gst_stored]),
                  median(seen[Sender::gst_encoding]), to_floor, median(ratio[Sender::gst_stored]), to_encoding,
                  steal.percent());
      (void)std::fflush(stdout);
      if (count >= 100) {
        judge(to_floor <= 1.25,
              "CPU at N=" + std::to_string(count) + ": " + number("%.2f", to_floor) + " x floor (bar 1.25)");
      }
      if (count == 1)
        judge(!(to_encoding > 0.15), "CPU at N=1: " + number("%.2f", to_encoding) +
                                         " x GStreamer (bar 0.15; the bare-send floor beside it " +
                                         number("%.2f", to_encoding / to_floor) + ")");
      if (count == 500)
        judge(!(to_encoding > 0.85), "CPU at N=500: " + number("%.2f", to_encoding) + " x GStreamer (bar 0.85)");
    }
  }

  void many_programmes() {
    std::printf("\n16 recorded programmes at once, to one amplifier each, %% of a core:");
    for (const bool apart : {false, true}) {
      std::vector<double> seen;
      for (int round = 0; round < options_.rounds; ++round) {
        if (const auto cpu = cpu_of(Sender::pacer, 16, 16, apart)) seen.push_back(*cpu);
      }
      const double share = 100 * median(seen);
      const char* how = apart ? "begun at instants of their own" : "begun at the same instant";
      std::printf("  %.2f %s%s", share, how, apart ? "\n" : ";");
      judge(share <= 3, "16 programmes " + std::string{how} + ": " + number("%.2f", share) + " % of a core (bar 3)");
    }
  }

  struct Gaps {
    std::vector<double> sorted;  // ms
    std::vector<double> deviation;
  };
  static Gaps gaps_of(const std::vector<Arrival>& arrivals) {
    Gaps gaps;
    for (std::size_t i = 51; i < arrivals.size(); ++i) {  // the first second is for settling
      gaps.sorted.push_back(static_cast<double>(arrivals[i].at_ns - arrivals[i - 1].at_ns) / 1e6);
      gaps.deviation.push_back(std::abs(gaps.sorted.back() - 20));
    }
    std::sort(gaps.sorted.begin(), gaps.sorted.end());
    std::sort(gaps.deviation.begin(), gaps.deviation.end());
    return gaps;
  }

  void pacing() {
    constexpr std::size_t kCount = 10;
    std::printf(
        "\nPacing: gaps between packets at one of %zu receivers over %d s, all senders running side by side (ms)\n\n",
        kCount, options_.seconds);
    std::printf("%-24s %8s %8s %8s %8s %8s | %22s\n", "", "packets", "p50", "p99", "max", "min",
                "p99 deviation from 20");
    std::map<Sender, std::unique_ptr<Listener>> listeners;
    std::vector<std::unique_ptr<Child>> children;
    std::vector<Sender> senders{Sender::floor, Sender::pacer};
    if (gstreamer_) senders.push_back(Sender::gst_encoding);
    for (const Sender sender : senders) {
      listeners[sender] = std::make_unique<Listener>(kCount);
      children.push_back(launch(sender, *listeners[sender]));
      pause_for(std::chrono::milliseconds{507});  // not in step with each other
    }
    StealMeter steal;
    pause_for(std::chrono::seconds{options_.seconds + 1});
    const double stolen = steal.percent();
    children.clear();
    const std::map<Sender, const char*> names{
        {Sender::floor, "floor"}, {Sender::pacer, "Wardcast"}, {Sender::gst_encoding, "GStreamer, encoding"}};
    for (const Sender sender : senders) {
      const Gaps gaps = gaps_of(listeners[sender]->first());
      if (gaps.sorted.empty()) continue;
      const double deviation = quantile(gaps.deviation, 0.99);
      std::printf("%-24s %8zu %8.3f %8.3f %8.3f %8.3f | %22.3f\n", names.at(sender), gaps.sorted.size(),
                  quantile(gaps.sorted, 0.5), quantile(gaps.sorted, 0.99), gaps.sorted.back(), gaps.sorted.front(),
                  deviation);
      if (sender != Sender::pacer) continue;
      judge(deviation <= 1,
            "pacing p99 " + number("%.2f", deviation) + " ms off 20 ms (bar 1), steal " + number("%.0f %%", stolen));
      judge(gaps.deviation.back() <= 5, "pacing max " + number("%.2f", gaps.deviation.back()) +
                                            " ms off 20 ms (bar 5), steal " + number("%.0f %%", stolen));
    }
    std::printf("steal meanwhile: %.0f %% of the machine's time\n", stolen);
  }

  void starts() {
    constexpr std::size_t kCount = 100;
    Listener listener{kCount};
    const std::string list = folder_.file("destinations-starts"), epochs_file = folder_.file("epochs");
    {
      std::ofstream out{list};
      for (const auto& [host, port] : listener.destinations()) out << host << ' ' << port << '\n';
    }
    StealMeter steal;
    Child child{{options_.program, "--role", "pacer", "--destinations", list, "--starts",
                 std::to_string(options_.starts), "--starts-file", epochs_file}};
    (void)child.wait();
    pause_for(std::chrono::milliseconds{200});
    std::vector<std::int64_t> epochs;
    std::ifstream in{epochs_file};
    for (std::int64_t epoch = 0; in >> epoch;) epochs.push_back(epoch);
    std::printf("\nStart: planned instant to first packet at the receiver, %d programmes to %zu amplifiers (ms)\n\n",
                options_.starts, kCount);
    std::printf("%-24s %8s %8s %8s %8s\n", "", "starts", "p50", "p99", "max");
    for (const bool last : {false, true}) {
      std::vector<double> late;
      for (const Arrival& arrival : last ? listener.last() : listener.first()) {
        if (!arrival.marker) continue;
        const std::size_t i = late.size();
        if (i < epochs.size()) late.push_back(static_cast<double>(arrival.at_ns - epochs[i]) / 1e6);
      }
      std::sort(late.begin(), late.end());
      if (late.empty()) continue;
      std::printf("%-24s %8zu %8.3f %8.3f %8.3f\n", last ? "last amplifier" : "first amplifier", late.size(),
                  quantile(late, 0.5), quantile(late, 0.99), late.back());
      if (last)
        judge(quantile(late, 0.99) <= 5,
              "start p99 " + number("%.2f", quantile(late, 0.99)) + " ms (bar 5 on an idle machine)");
      judge(late.size() == epochs.size(),
            "starts seen " + std::to_string(late.size()) + " of " + std::to_string(epochs.size()));
    }
    std::printf("steal meanwhile: %.0f %% of the machine's time\n", steal.percent());
  }

  Options options_;
  Folder folder_;
  bool gstreamer_ = false;
  int lists_ = 0;
};

}  // namespace
}  // namespace wardcast::bench

int main(int argc, char** argv) {
  using namespace wardcast::bench;
  CLI::App app{"Fan-out and pacing of recorded programmes, beside a bare-send floor and GStreamer"};
  Options options;
  SenderJob job;
  std::string role;
  app.add_option("--seconds", options.seconds, "length of the pacing measurement (600 for the ten-minute figure)")
      ->check(CLI::Range(2, 7200));
  app.add_option("--rounds", options.rounds, "rounds of the CPU table")->check(CLI::Range(1, 100));
  app.add_option("--window", options.window, "seconds of each CPU measurement")->check(CLI::Range(1, 600));
  app.add_option("--starts", options.starts, "number of starts")->check(CLI::Range(1, 10000));
  // How it calls itself for the processes under measurement:
  app.add_option("--role", role)->group("");
  app.add_option("--destinations", job.destinations_file)->group("");
  app.add_option("--streams", job.streams)->group("");
  app.add_flag("--apart", job.apart)->group("");
  app.add_option("--starts-file", job.starts_file)->group("");
  CLI11_PARSE(app, argc, argv);
  if (!job.starts_file.empty()) job.starts = options.starts;
  if (role == "pacer") return run_pacer(job);
  if (role == "floor") return run_floor(job);
  Bench{options}.run();
  return 0;
}
