#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/search/followed_files.h"
#include "server/search/hidden_sources.h"
#include "server/search/pins.h"
#include "server/search/vocabulary.h"

namespace newssearch {

/// How those who run an archive want it searched. Nothing is null.
struct SearchRules {
  std::shared_ptr<const Vocabulary> words;  ///< synonyms and stop words
  std::shared_ptr<const Pins> pins;
  std::shared_ptr<const HiddenSources> hidden;

  /// Differs where one of the rules does.
  std::string revision() const { return words->revision() + pins->revision() + hidden->revision(); }
};

/// The files of these rules, read anew when one has changed. A file that is not there is empty; what is wrong with one
/// that is there, errors() says. Safe to call from any number of threads.
class RuleFiles {
 public:
  struct Paths {
    std::filesystem::path synonyms, stop_words, pins, hidden;
  };
  /// Their names in a data directory.
  static constexpr const char *kSynonyms = "synonyms.txt", *kStopWords = "stopwords.txt", *kPins = "pins.txt",
                              *kHidden = "hidden.txt";
  static Paths in(const std::filesystem::path& data) {
    return {data / kSynonyms, data / kStopWords, data / kPins, data / kHidden};
  }

  static std::vector<std::string> names() { return {kSynonyms, kStopWords, kPins, kHidden}; }

  explicit RuleFiles(Paths paths);

  /// As the files say now. While one thread reads other words or pins (10,000 synonyms take a fifth of a second) the
  /// others go on with those read before; what is hidden now all of them know. Where the hidden sources cannot be read
  /// those read before stay hidden; throws NoIndex where none were: rather no answer than one that shows them.
  SearchRules current() { return {words_.current(), pins_.current(), hidden_.current()}; }

  /// What is not understood in them, or cannot be read, one line each: file, line, reason.
  std::vector<std::string> errors();

  /// What is hidden alone. Throws as current() does.
  std::shared_ptr<const HiddenSources> hidden() { return hidden_.current(); }

 private:
  FollowedFiles<Vocabulary> words_;
  FollowedFiles<Pins> pins_;
  FollowedFiles<HiddenSources> hidden_;
};

}  // namespace newssearch
