// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/decoder.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "drivers/media/process/refusal.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace wardcast::media {
namespace {

// What phones, recorders and studios make. A name not here is never even probed.
constexpr const char* kFormats = "wav,mp3,mov,mp4,m4a,3gp,ogg,flac,amr,aac,matroska,webm";
constexpr const char* kCodecs =
    "pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_alaw,pcm_"
    "mulaw,"
    "adpcm_ms,adpcm_ima_wav,mp3float,mp3,aac,alac,vorbis,opus,flac,amrnb,amrwb";
constexpr int kIoBuffer = 64 * 1024;
// FFmpeg offers "mp3" with score 1 for noise; two frames in a row make 5.
constexpr int kMinProbeScore = 5;

struct Free {
  void operator()(AVFormatContext* p) const { avformat_close_input(&p); }
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(AVIOContext* p) const {
    av_freep(&p->buffer);
    avio_context_free(&p);
  }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

template <class T>
Owned<T> owned(T* pointer) {
  if (pointer == nullptr) throw std::bad_alloc();
  return Owned<T>(pointer);
}

std::string reason(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

void refuse_if(int error, Verdict verdict, const char* what) {
  if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
  if (error < 0) throw Refusal(verdict, std::string(what) + ": " + reason(error));
}

int read_input(void* opaque, std::uint8_t* to, int size) {
  const int fd = *static_cast<const int*>(opaque);
  while (true) {
    const ssize_t n = ::read(fd, to, static_cast<std::size_t>(size));
    if (n > 0) return static_cast<int>(n);
    if (n == 0) return AVERROR_EOF;
    if (errno != EINTR) return AVERROR(errno);
  }
}

std::int64_t seek_input(void* opaque, std::int64_t offset, int whence) {
  const int fd = *static_cast<const int*>(opaque);
  if ((whence & AVSEEK_SIZE) != 0) {
    const off_t here = ::lseek(fd, 0, SEEK_CUR);
    const off_t size = ::lseek(fd, 0, SEEK_END);
    return ::lseek(fd, here, SEEK_SET) < 0 ? AVERROR(errno) : size;
  }
  const off_t now = ::lseek(fd, offset, whence & ~AVSEEK_FORCE);
  return now < 0 ? AVERROR(errno) : now;
}

int open_nothing(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

}  // namespace

struct Decoder::Impl {
  Impl(int input, Downmix downmix, std::uint64_t max_seconds)
      : input_(input), max_seconds_(max_seconds), mixer_(downmix) {
    open_container();
    open_codec();
  }

  std::span<const float> next() {
    while (true) {
      const int got = avcodec_receive_frame(codec_.get(), frame_.get());
      if (got == 0) {
        const auto block = take(frame_.get());
        av_frame_unref(frame_.get());
        if (!block.empty()) return block;
      } else if (got == AVERROR(EAGAIN)) {
        feed();
      } else if (got == AVERROR_EOF) {
        const auto rest = take(nullptr);
        if (rest.empty()) judge_damage();
        return rest;
      } else {
        count_bad(got);
      }
    }
  }

  [[nodiscard]] Downmix better_downmix() const { return mixer_.better_downmix(); }

 private:
  void open_container() {
    if (::lseek(input_, 0, SEEK_SET) < 0) throw Refusal(Verdict::failed, "the input cannot be rewound");
    auto* buffer = static_cast<unsigned char*>(av_malloc(kIoBuffer));
    if (buffer == nullptr) throw std::bad_alloc();
    io_.reset(avio_alloc_context(buffer, kIoBuffer, 0, &input_, &read_input, nullptr, &seek_input));
    AVFormatContext* format = avformat_alloc_context();
    if (!io_ || format == nullptr) throw std::bad_alloc();
    format->pb = io_.get();
    format->io_open = &open_nothing;  // no format may ask for a second file
    format->format_whitelist = av_strdup(kFormats);
    format->codec_whitelist = av_strdup(kCodecs);
    format->protocol_whitelist = av_strdup("none");
    refuse_if(avformat_open_input(&format, nullptr, nullptr, nullptr), Verdict::not_audio,
              "open");  // frees it on error
    format_.reset(format);
    if (format_->probe_score < kMinProbeScore) throw Refusal(Verdict::not_audio, "no format fits");
    for (unsigned i = 0; i < format_->nb_streams; ++i) discard_unless_audio(*format_->streams[i]);
    refuse_if(avformat_find_stream_info(format_.get(), nullptr), Verdict::not_audio, "stream information");
    refuse_if_said_too_long();
  }

  /// Spares decoding for minutes what will be refused. Only a length that the file states is believed, and no WAV's:
  /// recorders that write to a pipe put the largest number there. take() counts what really comes out.
  void refuse_if_said_too_long() const {
    const bool stated = format_->duration_estimation_method == AVFMT_DURATION_FROM_STREAM &&
                        std::string_view{format_->iformat->name} != "wav";
    if (stated && format_->duration / AV_TIME_BASE > static_cast<std::int64_t>(max_seconds_)) {
      throw Refusal(Verdict::too_long, "by its head");
    }
  }

  static void discard_unless_audio(AVStream& stream) {
    if (stream.codecpar->codec_type != AVMEDIA_TYPE_AUDIO) stream.discard = AVDISCARD_ALL;
  }

  void open_codec() {
    const AVCodec* codec = nullptr;
    stream_ = av_find_best_stream(format_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (stream_ == AVERROR_DECODER_NOT_FOUND) throw Refusal(Verdict::unsupported, "no decoder");
    refuse_if(stream_, Verdict::no_track, "audio track");
    const AVStream& stream = *format_->streams[stream_];
    codec_.reset(avcodec_alloc_context3(codec));
    if (!codec_) throw std::bad_alloc();
    refuse_if(avcodec_parameters_to_context(codec_.get(), stream.codecpar), Verdict::unsupported, "codec parameters");
    codec_->pkt_timebase = stream.time_base;
    codec_->thread_count = 1;
    codec_->codec_whitelist = av_strdup(kCodecs);
    refuse_if(avcodec_open2(codec_.get(), codec, nullptr), Verdict::unsupported, "codec");
  }

  void feed() {
    const int got = av_read_frame(format_.get(), packet_.get());
    if (got < 0) {
      if (got != AVERROR_EOF) count_bad(got);
      avcodec_send_packet(codec_.get(), nullptr);  // what it still holds comes out
      return;
    }
    if (packet_->stream_index == stream_) {
      ++packets_;
      const int sent = avcodec_send_packet(codec_.get(), packet_.get());
      if (sent < 0) count_bad(sent);
    }
    av_packet_unref(packet_.get());
  }

  void count_bad(int error) {
    if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
    ++bad_packets_;
  }

  void judge_damage() const {
    if (bad_packets_ * 2 > packets_) {
      throw Refusal(samples_ == 0 ? Verdict::no_samples : Verdict::damaged,
                    std::to_string(bad_packets_) + " of " + std::to_string(packets_) + " packets do not decode");
    }
  }

  /// Length bound on all that comes out.
  std::span<const float> take(const AVFrame* frame) {
    mono_.clear();
    mixer_.append(frame, mono_);
    samples_ += mono_.size();
    if (samples_ > max_seconds_ * kSampleRate) throw Refusal(Verdict::too_long, "by its samples");
    return mono_;
  }

  int input_;
  std::uint64_t max_seconds_;
  MonoMixer mixer_;
  Owned<AVIOContext> io_;
  Owned<AVFormatContext> format_;
  Owned<AVCodecContext> codec_;
  Owned<AVPacket> packet_ = owned(av_packet_alloc());
  Owned<AVFrame> frame_ = owned(av_frame_alloc());
  int stream_ = -1;
  std::vector<float> mono_;
  std::uint64_t samples_ = 0;
  std::uint64_t packets_ = 0;
  std::uint64_t bad_packets_ = 0;
};

Decoder::Decoder(int input, Downmix downmix, std::uint64_t max_seconds)
    : impl_(std::make_unique<Impl>(input, downmix, max_seconds)) {}
Decoder::~Decoder() = default;
std::span<const float> Decoder::next() { return impl_->next(); }
Downmix Decoder::better_downmix() const { return impl_->better_downmix(); }

}  // namespace wardcast::media
