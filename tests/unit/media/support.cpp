// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/media/support.hpp"

#include <ebur128.h>
#include <opus.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>
#include <stdexcept>

#include "base/time.hpp"
#include "drivers/media/little_endian.hpp"

namespace wardcast::media::test {
namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string name = (fs::temp_directory_path() / "wardcast-media-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}
TempFolder::~TempFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

Samples silence(std::size_t count) { return Samples(count, 0.0F); }

Samples tone(double hertz, double dbfs, std::size_t count) {
  // dBFS of a sine by its peak: 0 dBFS is full scale.
  const double amplitude = std::pow(10.0, dbfs / 20.0);
  Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] =
        static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / kSampleRate));
  }
  return out;
}

Samples clipped_music(std::size_t count) {
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0.0, 0.4);
  Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / kSampleRate;
    const double beat = std::exp(-8.0 * std::fmod(t, 0.5));
    const double chord = std::sin(2 * std::numbers::pi * 110 * t) + std::sin(2 * std::numbers::pi * 277.2 * t) +
                         0.7 * std::sin(2 * std::numbers::pi * 1661 * t);
    out[i] = static_cast<float>(std::clamp(2.5 * chord + 4.0 * beat * noise(random), -1.0, 1.0));
  }
  return out;
}

Samples click(std::size_t at, std::size_t count) {
  Samples out = silence(count);
  for (std::size_t i = 0; i < 8 && at + i < count; ++i) out[at + i] = i % 2 == 0 ? 0.5F : -0.5F;
  return out;
}

namespace {

void write_riff(const fs::path& path, std::uint16_t format, std::uint16_t bits, int channels, int rate,
                const std::vector<std::byte>& data) {
  std::vector<std::byte> file;
  const auto text = [&file](std::string_view tag) {
    for (const char c : tag) file.push_back(static_cast<std::byte>(c));
  };
  const auto frame = static_cast<std::uint16_t>(channels * bits / 8);
  text("RIFF");
  put_le(file, static_cast<std::uint32_t>(36 + data.size()));
  text("WAVEfmt ");
  put_le<std::uint32_t>(file, 16);
  put_le(file, format);
  put_le(file, static_cast<std::uint16_t>(channels));
  put_le(file, static_cast<std::uint32_t>(rate));
  put_le(file, static_cast<std::uint32_t>(rate * frame));
  put_le(file, frame);
  put_le(file, bits);
  text("data");
  put_le(file, static_cast<std::uint32_t>(data.size()));
  file.insert(file.end(), data.begin(), data.end());
  write_bytes(path, {reinterpret_cast<const char*>(file.data()), file.size()});
}

}  // namespace

void write_wav(const fs::path& path, std::span<const float> interleaved, int channels, int rate) {
  std::vector<std::byte> data;
  data.reserve(interleaved.size() * 2);
  for (const float sample : interleaved) {
    put_le(data, static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F)));
  }
  write_riff(path, 1, 16, channels, rate, data);
}

void write_float_wav(const fs::path& path, std::span<const float> interleaved, int channels) {
  const auto bytes = std::as_bytes(interleaved);
  write_riff(path, 3, 32, channels, static_cast<int>(kSampleRate), {bytes.begin(), bytes.end()});
}

void write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string read_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

void write_speech(const fs::path& path) {
  run("espeak-ng -v vi -w '" + path.string() +
      "' 'Đây là đài truyền thanh phường. Xin mời bà con nghe bản tin buổi chiều. Hôm nay ủy ban nhân dân phường tổ "
      "chức "
      "tiêm chủng cho trẻ em dưới sáu tuổi tại trạm y tế. Đề nghị các gia đình mang theo sổ tiêm chủng. Trong tuần "
      "qua, tổ dân "
      "phố số ba đã ra quân dọn vệ sinh môi trường, khơi thông cống rãnh, trồng mới hai trăm cây xanh. Gương người tốt "
      "việc "
      "tốt kỳ này là bác Nguyễn Văn Nam, người đã trả lại chiếc ví cho người đánh mất.'");
}

Samples decode_with_ffmpeg(const fs::path& path) {
  const fs::path raw = path.string() + ".f32";
  run("ffmpeg -v error -y -i '" + path.string() + "' -ar 48000 -ac 1 -f f32le '" + raw.string() + "'");
  const std::string bytes = read_bytes(raw);
  Samples out(bytes.size() / sizeof(float));
  std::copy_n(bytes.data(), out.size() * sizeof(float), reinterpret_cast<char*>(out.data()));
  return out;
}

Samples decode(const Recording& recording, std::uint32_t first, std::uint32_t count) {
  int error = 0;
  const std::unique_ptr<OpusDecoder, decltype(&opus_decoder_destroy)> decoder(
      opus_decoder_create(static_cast<opus_int32>(kSampleRate), 1, &error), &opus_decoder_destroy);
  Samples out;
  const std::uint32_t last = first + std::min(count, recording.packet_count() - first);
  for (std::uint32_t i = first; i < last; ++i) {
    const auto packet = recording.packet(i);
    Samples frame(kSamplesPerFrame);
    const int got = opus_decode_float(decoder.get(), reinterpret_cast<const unsigned char*>(packet.data()),
                                      static_cast<opus_int32>(packet.size()), frame.data(), kSamplesPerFrame, 0);
    if (got != static_cast<int>(kSamplesPerFrame)) throw std::runtime_error("packet is not 20 ms of Opus");
    out.insert(out.end(), frame.begin(), frame.end());
  }
  const std::uint64_t left = recording.samples() - std::uint64_t{first} * kSamplesPerFrame;
  if (out.size() > left) out.resize(left);
  return out;
}

namespace {

template <class Read>
double measure(std::span<const float> samples, int mode, Read read) {
  ebur128_state* state = ebur128_init(1, kSampleRate, mode);
  ebur128_add_frames_float(state, samples.data(), samples.size());
  double value = 0;
  read(state, &value);
  ebur128_destroy(&state);
  return value;
}

}  // namespace

double lufs(std::span<const float> samples) {
  return measure(samples, EBUR128_MODE_I,
                 [](ebur128_state* state, double* value) { ebur128_loudness_global(state, value); });
}

double true_peak_dbtp(std::span<const float> samples) {
  const double peak = measure(samples, EBUR128_MODE_TRUE_PEAK,
                              [](ebur128_state* state, double* value) { ebur128_true_peak(state, 0, value); });
  return 20.0 * std::log10(std::max(peak, 1e-6));
}

double rms_dbfs(std::span<const float> samples) {
  double energy = 0;
  for (const float sample : samples) energy += double{sample} * double{sample};
  return 10.0 * std::log10(std::max(energy / static_cast<double>(samples.size()), 1e-12));
}

std::size_t loudest(std::span<const float> samples) {
  const auto found = std::ranges::max_element(samples, {}, [](float sample) { return std::abs(sample); });
  return static_cast<std::size_t>(found - samples.begin());
}

MediaFolderOptions built_program() {
  MediaFolderOptions options;
  options.program = fs::path(WARDCAST_BIN_DIR) / "wardcast-media";
  return options;
}

Media::Media(MediaFolderOptions options) {
  if (options.program.empty()) options.program = built_program().program;
  folder_ = std::make_unique<MediaFolder>(folder_path(), options);
}

std::shared_ptr<const Recording> Media::recording(const fs::path& upload, Prepared* prepared) {
  const auto made = folder_->prepare(upload).value();
  if (prepared != nullptr) *prepared = made;
  return folder_->open(made.id).value();
}

std::shared_ptr<const Recording> Media::recording(std::span<const float> samples, Prepared* prepared) {
  const fs::path path = scratch() / ("upload" + std::to_string(uploads_++) + ".wav");
  write_float_wav(path, samples);
  return recording(path, prepared);
}

std::vector<std::string> Media::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder_path())) {
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace wardcast::media::test
