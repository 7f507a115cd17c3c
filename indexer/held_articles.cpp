#include "indexer/held_articles.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>

namespace newssearch {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error("the articles that wait for their embargo to end cannot be read: " + what);
}

}  // namespace

HeldArticles HeldArticles::open(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return {};
  return read(std::string(std::istreambuf_iterator<char>(stream), {}));
}

HeldArticles HeldArticles::read(std::string_view text) {
  HeldArticles held;
  while (!text.empty()) {
    std::size_t bytes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    if (error != std::errc() || end == text.data() + text.size() || *end != '\n') fail("a length is missing");
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    if (bytes > text.size()) fail("it is cut short");
    const Result<Article> article = from_record(text.substr(0, bytes));
    if (!article) fail(article.error().message);
    held.add(*article);
    text.remove_prefix(bytes);
  }
  return held;
}

std::string HeldArticles::text() const {
  std::string text;
  for (const auto& [id, article] : by_id_) {
    const std::string record = to_record(article);
    text += std::to_string(record.size()) + "\n" + record;
  }
  return text;
}

const Article* HeldArticles::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::vector<std::string> HeldArticles::ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, article] : by_id_) ids.push_back(id);
  return ids;
}

std::vector<Article> HeldArticles::take_due(Instant now) {
  std::vector<Article> due;
  for (auto at = by_id_.begin(); at != by_id_.end();) {
    if (at->second.embargoed && at->second.embargoed->time > now) {
      ++at;
      continue;
    }
    due.push_back(std::move(at->second));
    at = by_id_.erase(at);
  }
  return due;
}

Instant HeldArticles::next() const {
  Instant next = Instant::max();
  for (const auto& [id, article] : by_id_) next = std::min(next, article.embargoed->time);
  return next;
}

}  // namespace newssearch
