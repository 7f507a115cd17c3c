#include "server/search/vocabulary_files.h"

#include <fstream>
#include <string>
#include <utility>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// The file's text, empty where there is no file; in `problem` why it cannot be had.
std::string read_file(const fs::path& path, std::string& problem) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_regular_file(status)) {  // reading a pipe would never end
    problem = "is not a file";
    return {};
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostVocabularyBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (!file.eof() && text.size() <= kMostVocabularyBytes) problem = "cannot be read";
  if (text.size() > kMostVocabularyBytes) problem = "is larger than 1 MB; make it smaller";
  return problem.empty() ? text : "";
}

}  // namespace

VocabularyFiles::VocabularyFiles(Paths paths) : paths_(std::move(paths)) {}

std::optional<VocabularyFiles::Stamp> VocabularyFiles::stamp(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  const fs::file_time_type time = fs::last_write_time(path, error);
  if (error) return std::nullopt;
  return Stamp{size, time};
}

std::shared_ptr<const Vocabulary> VocabularyFiles::read() const {
  const auto vocabulary = std::make_shared<Vocabulary>();
  Analyzer analyzer;
  const auto text_of = [&](const fs::path& path) {
    std::string problem;
    std::string text = read_file(path, problem);
    if (!problem.empty()) vocabulary->add_error(path.string() + ": " + problem);
    return text;
  };
  vocabulary->add_synonyms(text_of(paths_.synonyms), paths_.synonyms.string(), analyzer);
  vocabulary->add_stop_words(text_of(paths_.stop_words), paths_.stop_words.string(), analyzer);
  return vocabulary;
}

std::shared_ptr<const Vocabulary> VocabularyFiles::known() const {
  const std::lock_guard lock(mutex_);
  return vocabulary_;
}

std::shared_ptr<const Vocabulary> VocabularyFiles::known_as_of(const Stamps& stamps) const {
  const std::lock_guard lock(mutex_);
  return seen_ == stamps ? vocabulary_ : nullptr;
}

std::shared_ptr<const Vocabulary> VocabularyFiles::current() {
  const Stamps now{stamp(paths_.synonyms), stamp(paths_.stop_words)};  // before reading: a change meanwhile shows next
  if (auto vocabulary = known_as_of(now)) return vocabulary;
  std::unique_lock reading(reading_, std::try_to_lock);
  if (!reading) {
    if (auto vocabulary = known()) return vocabulary;
    reading.lock();
  }
  if (auto vocabulary = known_as_of(now)) return vocabulary;  // another thread has read it meanwhile
  auto fresh = read();
  const std::lock_guard lock(mutex_);
  seen_ = now;
  return vocabulary_ = std::move(fresh);
}

}  // namespace newssearch
