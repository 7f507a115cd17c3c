#include "server/search/suggestions.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "common/schema.h"
#include "server/search/posting_lists.h"

namespace newssearch {
namespace {

/// Numbers [first, second) of words.
using WordRange = std::pair<std::size_t, std::size_t>;
/// Words that follow each other; of scripts with blanks there is one.
using Stretch = std::vector<WordRange>;

/// Below this share of all entries, those with the rarest word are sorted; above it, entries are tried in their own
/// order, since the first ones will do.
constexpr std::size_t kSortedShare = 32;

/// So many entries of a kind that no article one may be shown holds: where there are more, the others are not looked
/// for.
constexpr std::size_t kMostUnwanted = 500;

std::vector<Stretch> asked(std::string_view text, const SuggestionFile& file, Analyzer& analyzer) {
  std::vector<Stretch> stretches;
  const Token* before = nullptr;
  const std::vector<Token> tokens = analyzer.analyze(text);
  for (const Token& token : tokens) {
    const bool goes_on = before && before->ideographic && token.ideographic && before->end == token.begin;
    if (!goes_on) stretches.emplace_back();
    const bool still_typed = token.end == text.size() && !token.ideographic;
    stretches.back().push_back(file.words(token.word, still_typed));
    before = &token;
  }
  return stretches;
}

bool holds(const PackedNumbers& words, const Stretch& stretch) {
  for (std::size_t at = 0; at + stretch.size() <= words.size(); ++at) {
    std::size_t same = 0;
    while (same < stretch.size() && words[at + same] >= stretch[same].first && words[at + same] < stretch[same].second)
      ++same;
    if (same == stretch.size()) return true;
  }
  return false;
}

class Lookup {
 public:
  /// `is_wanted` says which entries are.
  Lookup(const SuggestionFile& file, std::vector<Stretch> stretches, std::size_t limit,
         std::function<bool(const SuggestionEntry&)> is_wanted)
      : file_(file), stretches_(std::move(stretches)), limit_(limit), is_wanted_(std::move(is_wanted)) {}

  /// The best of each kind: enough, whatever is chosen of them.
  std::vector<SuggestionEntry> find() {
    const std::optional<std::vector<std::uint32_t>> candidates = few_candidates();
    for (std::size_t kind = 0; kind < kSuggestionKinds; ++kind) {
      const auto [first, end] = file_.of_kind(static_cast<SuggestionKind>(kind));
      if (!candidates) {
        find_among(first, end, [](std::size_t number) { return number; });
        continue;
      }
      const auto from = std::lower_bound(candidates->begin(), candidates->end(), first);
      const auto to = std::lower_bound(from, candidates->end(), end);
      find_among(0, static_cast<std::size_t>(to - from), [&](std::size_t i) { return from[static_cast<long>(i)]; });
    }
    return std::move(found_);
  }

 private:
  void find_among(std::size_t first, std::size_t end, const auto& number_of) {
    std::size_t of_kind = 0, unwanted = 0;
    for (std::size_t i = first; i < end && of_kind < limit_ && unwanted < kMostUnwanted; ++i) {
      if (!matches(number_of(i))) continue;
      SuggestionEntry entry = file_.entry(number_of(i));
      const bool wanted = is_wanted_(entry);
      ++(wanted ? of_kind : unwanted);
      if (wanted) found_.push_back(std::move(entry));
    }
  }

  bool matches(std::size_t number) const {
    const PackedNumbers words = file_.words_of(number);
    return std::all_of(stretches_.begin(), stretches_.end(), [&](const Stretch& s) { return holds(words, s); });
  }

  /// Those with the rarest word, ascending, where they are few.
  std::optional<std::vector<std::uint32_t>> few_candidates() const {
    PackedNumbers rarest = file_.entries_with(stretches_.front().front());
    for (const Stretch& stretch : stretches_)
      for (const WordRange& words : stretch)
        if (const PackedNumbers entries = file_.entries_with(words); entries.size() < rarest.size()) rarest = entries;
    if (rarest.size() > file_.size() / kSortedShare) return std::nullopt;
    std::vector<std::uint32_t> numbers(rarest.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = rarest[i];
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
  }

  const SuggestionFile& file_;
  const std::vector<Stretch> stretches_;
  const std::size_t limit_;
  const std::function<bool(const SuggestionEntry&)> is_wanted_;
  std::vector<SuggestionEntry> found_;
};

/// Those of several files under one name: what folds to the same, of one kind.
std::vector<SuggestionEntry> joined(std::vector<SuggestionEntry> found) {
  std::map<std::pair<SuggestionKind, std::string>, SuggestionEntry> by_text;
  for (SuggestionEntry& entry : found) {
    const auto [known, fresh] = by_text.try_emplace({entry.kind, fold(entry.text)}, entry);
    if (fresh) continue;
    known->second.articles += entry.articles;
    known->second.newest = std::min(known->second.newest, entry.newest);
  }
  std::vector<SuggestionEntry> entries;
  for (auto& [text, entry] : by_text) entries.push_back(std::move(entry));
  return entries;
}

/// The first ones, but of each kind half at most as long as there are others.
std::vector<SuggestionEntry> choose(std::vector<SuggestionEntry> found, std::size_t limit) {
  std::sort(found.begin(), found.end(), [](const SuggestionEntry& a, const SuggestionEntry& b) {
    const auto rank = [](const SuggestionEntry& e) {
      return std::make_tuple(~e.articles, e.kind == SuggestionKind::headline, e.newest, std::string_view(e.text));
    };
    return rank(a) < rank(b);
  });
  std::set<std::string> texts;
  std::array<std::size_t, kSuggestionKinds> chosen_of{};
  std::vector<const SuggestionEntry*> chosen, spare;
  for (const SuggestionEntry& entry : found) {
    if (chosen.size() == limit || !texts.insert(fold(entry.text)).second) continue;
    std::size_t& of_kind = chosen_of[static_cast<std::size_t>(entry.kind)];
    (of_kind++ < std::max<std::size_t>(1, limit / 2) ? chosen : spare).push_back(&entry);
  }
  spare.resize(std::min(spare.size(), limit - chosen.size()));
  chosen.insert(chosen.end(), spare.begin(), spare.end());
  std::sort(chosen.begin(), chosen.end());  // in order of `found` again
  std::vector<SuggestionEntry> entries;
  for (const SuggestionEntry* entry : chosen) entries.push_back(*entry);
  return entries;
}

/// Tells whether an article one may be shown still holds an entry.
class Holders {
 public:
  Holders(const SearchedIndex& index, TimeBudget& budget) : index_(index), lists_(index_, budget) {}

  bool hold(const SuggestionEntry& entry, const IndexPart& part) {
    if (index_.live.contains(part.first_rank + std::min<std::size_t>(entry.newest, part.articles) - 1)) return true;
    switch (entry.kind) {
      case SuggestionKind::section:
        return has_value(index_.columns.values(Facet::section), entry.text);
      case SuggestionKind::tag:
        return has_value(index_.columns.values(Facet::tag), entry.text);
      case SuggestionKind::author:
        return has_value(index_.columns.values(Facet::author), entry.text);
      case SuggestionKind::source:
        return has_value(index_.columns.values(Facet::source), entry.text);
      case SuggestionKind::name:
        return !members(index_, schema::name_term(entry.text)).empty() || is_printed(fold(entry.text));
      case SuggestionKind::headline:
        return false;
    }
    return false;
  }

 private:
  bool is_printed(const std::string& word) {
    PostingCursor cursor(lists_.of(schema::word_term(word)));
    for (std::size_t window = cursor.seek(0); window != PostingCursor::kEnd; window = cursor.seek(window + 1)) {
      WindowBits bits{};
      cursor.mark(bits);
      const WindowBits live = index_.live.window(window);
      for (std::size_t i = 0; i < bits.size(); ++i)
        if ((bits[i] & live[i]) != 0) return true;
    }
    return false;
  }

  const SearchedIndex& index_;
  PostingLists lists_;
};

std::vector<Suggestion> as_suggestions(std::vector<SuggestionEntry> entries) {
  std::vector<Suggestion> suggestions;
  for (SuggestionEntry& entry : entries)
    suggestions.push_back(
        {.text = std::move(entry.text), .kind = entry.kind, .count = entry.articles, .id = std::move(entry.id)});
  return suggestions;
}

}  // namespace

std::vector<Suggestion> suggestions_for(std::string_view text, const SuggestionFile& file, Analyzer& analyzer,
                                        std::uint32_t limit) {
  std::vector<Stretch> stretches = asked(text, file, analyzer);
  if (stretches.empty() || limit == 0) return {};
  const auto any = [](const SuggestionEntry&) { return true; };
  return as_suggestions(choose(Lookup(file, std::move(stretches), limit, any).find(), limit));
}

std::vector<Suggestion> suggestions_for(std::string_view text, const std::vector<const SuggestionFile*>& files,
                                        const SearchedIndex& index, TimeBudget& budget, std::uint32_t limit) {
  if (limit == 0) return {};
  Holders holders(index, budget);
  std::vector<SuggestionEntry> found;
  for (std::size_t number = 0; number < files.size(); ++number) {
    const IndexPart& part = index.parts[number];
    std::vector<Stretch> stretches = asked(text, *files[number], index.analyzer);
    if (stretches.empty()) return {};
    const auto is_held = [&](const SuggestionEntry& entry) { return holders.hold(entry, part); };
    for (SuggestionEntry& entry : Lookup(*files[number], std::move(stretches), limit, is_held).find()) {
      entry.newest += static_cast<std::uint32_t>(part.first_rank);
      found.push_back(std::move(entry));
    }
  }
  if (files.size() > 1) found = joined(std::move(found));
  return as_suggestions(choose(std::move(found), limit));
}

}  // namespace newssearch
