#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

#include "server/search/vocabulary.h"

namespace newssearch {

/// The files of a vocabulary, read anew when the size or the time of one has changed. A file that is not there is
/// empty; what is wrong with one that is there, Vocabulary::errors() says. Safe to call from any number of threads.
class VocabularyFiles {
 public:
  struct Paths {
    std::filesystem::path synonyms, stop_words;
  };
  /// "synonyms.txt" and "stopwords.txt" of a data directory.
  static Paths in(const std::filesystem::path& data) { return {data / "synonyms.txt", data / "stopwords.txt"}; }

  explicit VocabularyFiles(Paths paths);

  /// As the files say now; looks at them each time. Never null. While one thread reads a change (10,000 lines take a
  /// fifth of a second) the others go on with what was read before.
  std::shared_ptr<const Vocabulary> current();

 private:
  /// What tells whether a file has changed; nothing where there is none.
  struct Stamp {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type time;
    bool operator==(const Stamp&) const = default;
  };
  using Stamps = std::pair<std::optional<Stamp>, std::optional<Stamp>>;
  static std::optional<Stamp> stamp(const std::filesystem::path& path);
  std::shared_ptr<const Vocabulary> read() const;
  std::shared_ptr<const Vocabulary> known() const;
  std::shared_ptr<const Vocabulary> known_as_of(const Stamps& stamps) const;

  const Paths paths_;
  std::mutex reading_;        ///< held by the thread that reads
  mutable std::mutex mutex_;  ///< guards what follows
  Stamps seen_;
  std::shared_ptr<const Vocabulary> vocabulary_;
};

/// A larger file is not read.
inline constexpr std::uintmax_t kMostVocabularyBytes = 1'000'000;

}  // namespace newssearch
