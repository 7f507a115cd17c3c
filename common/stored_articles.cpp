#include "common/stored_articles.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <new>
#include <utility>

namespace newssearch {
namespace {

constexpr int kLevel = 3;
constexpr std::size_t kMostDictionaryBytes = 112 << 10;
/// Of fewer a dictionary would hardly be smaller than they are.
constexpr std::size_t kFewestRecords = 100;
/// No article is larger (corpus/ has a lower limit); more is damage.
constexpr std::size_t kMostRecordBytes = 64 << 20;

bool is_packed(std::string_view data) { return data.starts_with("\x28\xB5\x2F\xFD"); }  // RFC 8878, 3.1.1

template <class Pointer>
Pointer made(Pointer pointer) {
  if (!pointer) throw std::bad_alloc();
  return pointer;
}

Error bad_record(const std::string& what) { return {"bad_record", "a stored article cannot be unpacked: " + what}; }

}  // namespace

std::string train_dictionary(const std::vector<std::string>& records) {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (const std::string& record : records) {
    samples += record;
    sizes.push_back(record.size());
  }
  if (records.size() < kFewestRecords) return {};
  std::string dictionary(std::min(kMostDictionaryBytes, samples.size() / 10), '\0');
  const std::size_t bytes = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(), sizes.data(),
                                                  static_cast<unsigned>(sizes.size()));
  dictionary.resize(ZDICT_isError(bytes) != 0 ? 0 : bytes);  // it fails where nothing is in common
  return dictionary;
}

void RecordPacker::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }
void RecordPacker::Free::operator()(ZSTD_CDict_s* dictionary) const { ZSTD_freeCDict(dictionary); }

RecordPacker::RecordPacker(std::string_view dictionary)
    : context_(made(ZSTD_createCCtx())),
      dictionary_(made(ZSTD_createCDict(dictionary.data(), dictionary.size(), kLevel))) {}

std::string RecordPacker::pack(std::string_view record) {
  std::string packed(ZSTD_compressBound(record.size()), '\0');
  const std::size_t bytes = ZSTD_compress_usingCDict(context_.get(), packed.data(), packed.size(), record.data(),
                                                     record.size(), dictionary_.get());
  if (ZSTD_isError(bytes) != 0) throw std::bad_alloc();  // nothing else can fail where there is room
  packed.resize(bytes);
  return packed;
}

void StoredArticles::Free::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }
void StoredArticles::Free::operator()(ZSTD_DDict_s* dictionary) const { ZSTD_freeDDict(dictionary); }

StoredArticles::StoredArticles(Xapian::Database database)
    : database_(std::move(database)), context_(made(ZSTD_createDCtx())) {
  const std::string dictionary = database_.get_metadata(kDictionaryKey);
  dictionary_.reset(made(ZSTD_createDDict(dictionary.data(), dictionary.size())));
  // As long as it has a database open, Xapian takes its table of documents for empty where that could not be opened.
  if (const Xapian::docid last = database_.get_lastdocid(); last > 0 && database_.get_document(last).get_data().empty())
    throw Xapian::DatabaseOpeningError("the stored articles cannot be opened");
}

Result<std::string> StoredArticles::record(Xapian::docid docid) const {
  std::string data = database_.get_document(docid).get_data();
  if (!is_packed(data)) return data;
  const unsigned long long size = ZSTD_getFrameContentSize(data.data(), data.size());
  if (size > kMostRecordBytes) return bad_record("its size is not stated, or too large");
  std::string record(size, '\0');
  const std::size_t bytes = ZSTD_decompress_usingDDict(context_.get(), record.data(), record.size(), data.data(),
                                                       data.size(), dictionary_.get());
  if (ZSTD_isError(bytes) != 0) return bad_record(ZSTD_getErrorName(bytes));
  record.resize(bytes);
  return record;
}

Result<Article> StoredArticles::article(Xapian::docid docid) const {
  const Result<std::string> data = record(docid);
  return data ? from_record(*data) : data.error();
}

}  // namespace newssearch
