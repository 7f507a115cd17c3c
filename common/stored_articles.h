#pragma once
#include <xapian.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/result.h"

struct ZSTD_CCtx_s;
struct ZSTD_CDict_s;
struct ZSTD_DCtx_s;
struct ZSTD_DDict_s;

namespace newssearch {

/// What many of some records (common/article.h) have in common, for RecordPacker: at most 112 KB; none where the
/// records are too few to tell.
std::string train_dictionary(const std::vector<std::string>& records);

/// Packs the records of articles for the data of their documents: each compressed alone, so that it is read alone, with
/// a dictionary (zstd, RFC 8878). Not safe to share between threads.
class RecordPacker {
 public:
  explicit RecordPacker(std::string_view dictionary);
  std::string pack(std::string_view record);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
    void operator()(ZSTD_CDict_s* dictionary) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::unique_ptr<ZSTD_CDict_s, Free> dictionary_;
};

/// The articles of a Xapian database as they are stored. The dictionary they were packed with is the database's
/// metadata kDictionaryKey; a record that is not packed is read as it is. Not safe to share between threads.
class StoredArticles {
 public:
  static constexpr const char* kDictionaryKey = "dictionary";

  /// Throws Xapian::Error where they cannot be opened.
  explicit StoredArticles(Xapian::Database database);
  /// Code "bad_record"; throws Xapian::Error, also where there is no such document.
  Result<std::string> record(Xapian::docid docid) const;
  Result<Article> article(Xapian::docid docid) const;

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
    void operator()(ZSTD_DDict_s* dictionary) const;
  };
  Xapian::Database database_;
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::unique_ptr<ZSTD_DDict_s, Free> dictionary_;
};

}  // namespace newssearch
