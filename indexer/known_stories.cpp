#include "indexer/known_stories.h"

#include <set>
#include <unordered_map>

#include "common/generation.h"

namespace newssearch {
namespace {

constexpr std::string_view kStoryPrefix = "XT";

std::string name_after(const std::string& id) { return "s" + sha256_hex(id).substr(0, 12); }

}  // namespace

KnownStories read_stories(const Xapian::Database& database) {
  KnownStories known(database.get_lastdocid());
  const auto slot = static_cast<Xapian::valueno>(schema::Slot::story);
  for (auto value = database.valuestream_begin(slot); value != database.valuestream_end(slot); ++value)
    known[value.get_docid() - 1].story = *value;
  for (auto term = database.allterms_begin(std::string(kStoryPrefix));
       term != database.allterms_end(std::string(kStoryPrefix)); ++term) {
    const std::string name = (*term).substr(kStoryPrefix.size());
    for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term); ++at)
      if (schema::Groups& article = known[*at - 1]; article.story != name) article.absorbed.push_back(name);
  }
  return known;
}

std::vector<schema::Groups> name_stories(const std::vector<std::uint32_t>& stories,
                                         const std::vector<std::size_t>& in_order_of_time,
                                         const std::vector<std::string>& ids, const KnownStories& known) {
  struct Named {
    std::string name;
    std::size_t first = 0;  ///< its earliest article
    std::vector<std::string> absorbed;
  };
  std::unordered_map<std::uint32_t, Named> named;
  std::set<std::string> taken;
  const auto give = [&](Named& story, const std::string& name) {
    if (name.empty() || !taken.insert(name).second) return;  // an earlier article has it
    if (story.name.empty())
      story.name = name;
    else
      story.absorbed.push_back(name);
  };
  for (const std::size_t rank : in_order_of_time) {
    const auto [entry, fresh] = named.try_emplace(stories[rank]);
    if (fresh) entry->second.first = rank;
    give(entry->second, known[rank].story);
    for (const std::string& name : known[rank].absorbed) give(entry->second, name);
  }
  for (const std::size_t rank : in_order_of_time)
    if (Named& story = named[stories[rank]]; story.name.empty() && story.first == rank)
      for (std::string id = ids[rank]; story.name.empty(); id += '+') give(story, name_after(id));

  std::vector<schema::Groups> groups(stories.size());
  for (std::size_t rank = 0; rank < stories.size(); ++rank) {
    const Named& story = named[stories[rank]];
    groups[rank].story = story.name;
    if (story.first == rank) groups[rank].absorbed = story.absorbed;
  }
  return groups;
}

}  // namespace newssearch
