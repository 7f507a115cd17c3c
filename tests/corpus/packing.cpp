#include "tests/corpus/packing.h"

#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>
#include <numeric>

namespace newssearch {
namespace {

std::string deflated(const std::string& text, int window_bits) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace

std::string gzip(const std::string& text) { return deflated(text, MAX_WBITS + 16); }
std::string zlib_format(const std::string& text) { return deflated(text, MAX_WBITS); }
std::string bare_deflate(const std::string& text) { return deflated(text, -MAX_WBITS); }

std::string zstd(const std::string& text) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), ZSTD_freeCCtx};
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), packed.data(), packed.size(), text.data(), text.size());
  REQUIRE_FALSE(ZSTD_isError(size));
  packed.resize(size);
  return packed;
}

std::string tar_entry_of_size(const std::string& path, const std::string& content, const std::string& size_field,
                              char type) {
  std::string header(512, '\0');
  header.replace(0, path.size(), path);
  header.replace(100, 7, "0000644");
  header.replace(108, 7, "0000000");
  header.replace(116, 7, "0000000");
  header.replace(124, size_field.size(), size_field);
  header.replace(136, 11, "14000000000");
  header[156] = type;
  if (type == '1' || type == '2') header.replace(157, 6, "a.json");
  header.replace(257, 8,
                 std::string("ustar\0"
                             "00",
                             8));
  header.replace(148, 8, 8, ' ');
  const unsigned sum = std::accumulate(header.begin(), header.end(), 0U,
                                       [](unsigned so_far, char c) { return so_far + static_cast<unsigned char>(c); });
  char checksum[8];
  std::snprintf(checksum, sizeof checksum, "%06o", sum & 0777777);
  header.replace(148, 6, checksum);
  header[154] = '\0';
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

std::string tar_entry(const std::string& path, const std::string& content, char type) {
  char size[16];
  std::snprintf(size, sizeof size, "%011o", static_cast<unsigned>(content.size()));
  return tar_entry_of_size(path, content, size, type);
}

std::string tar_end() { return std::string(1024, '\0'); }

}  // namespace newssearch
