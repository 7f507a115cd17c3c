#include "indexer/story_threads.h"

#include <catch2/catch.hpp>

#include "tests/support/articles.h"

using namespace newssearch;

namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Articles of some days, numbered as they come, and the stories they are put into.
class Threading {
 public:
  void add(int day, const std::string& headline, const std::string& body) {
    articles_.push_back({day, headline, body});
  }
  void add_undated(const std::string& headline, const std::string& body) { add(kUndated, headline, body); }

  std::vector<std::uint32_t> stories() const {
    Analyzer analyzer;
    std::vector<StoryText> texts;
    StemTable stems;
    for (const Text& text : articles_) {
      texts.push_back(story_text(analyzer.analyze_by_dictionary(text.headline),
                                 analyzer.analyze_by_dictionary(text.body), "en", analyzer));
      stems.count(texts.back());
    }
    const std::vector<Article> others = other_articles(60, "");  // of other times: counted, not compared
    for (const Article& other : others)
      stems.count(story_text(analyzer.analyze_by_dictionary(other.headline), analyzer.analyze_by_dictionary(other.body),
                             "en", analyzer));
    stems.number();
    StoryThreads threads(stems, articles_.size() + others.size());
    for (std::uint32_t i = 0; i < articles_.size(); ++i)
      if (articles_[i].day == kUndated) threads.add_undated(i, texts[i]);
    for (std::uint32_t i = 0; i < articles_.size();) {
      const int day = articles_[i].day;
      std::vector<StoryThreads::Dated> of_day;
      for (; i < articles_.size() && articles_[i].day == day; ++i) of_day.push_back({.article = i, .text = texts[i]});
      if (day != kUndated) threads.add_day(sys_days(days(10'000 + day)), std::move(of_day));
    }
    std::vector<std::uint32_t> stories = threads.stories();
    stories.resize(articles_.size());
    return stories;
  }

 private:
  static constexpr int kUndated = 100'000;  // behind all days
  struct Text {
    int day;
    std::string headline, body;
  };
  std::vector<Text> articles_;
};

/// Reports of one event, in other words each time.
struct Event {
  std::string headline, body;
};
const Event kFlood[] = {{"Flood in Harlow after dam breaks",
                         "The Brenner dam broke above Harlow in the night. Water stood two metres deep in "
                         "the streets of the town, and sixty people were taken from roofs by boat."},
                        {"Harlow under water: dam engineers blamed",
                         "Engineers had warned of the Brenner dam, the mayor of Harlow said, as boats "
                         "went from roof to roof through the flooded streets."},
                        {"Sixty saved from roofs as Harlow floods",
                         "Boats took sixty people from the roofs of Harlow after the Brenner dam gave "
                         "way. The water is still rising in the streets."}};
const Event kVote[] = {{"Parliament votes on fishing quotas",
                        "Members voted by a narrow majority for lower cod quotas. Trawler owners in the "
                        "northern ports said the minister had betrayed them."},
                       {"Trawler owners protest against cod quotas",
                        "Trawlers blocked the northern ports in protest at the cod quotas that the "
                        "minister put through parliament by a narrow majority."}};
const std::string kOther[] = {"The orchestra played Brahms to a full hall, and the conductor bowed nine times.",
                              "A comet will be seen near the handle of the plough until the end of the month.",
                              "Bakers say that rye is dear because of mildew in the fields of the east."};

}  // namespace

TEST_CASE("reports of one event are one story, those of another are not of it") {
  Threading threading;
  threading.add(0, kFlood[0].headline, kFlood[0].body);
  threading.add(0, kVote[0].headline, kVote[0].body);
  threading.add(0, "Concert", kOther[0]);
  threading.add(1, kFlood[1].headline, kFlood[1].body);
  threading.add(1, kVote[1].headline, kVote[1].body);
  threading.add(1, "Comet", kOther[1]);
  threading.add(1, kFlood[2].headline, kFlood[2].body);
  const auto stories = threading.stories();
  CHECK(stories[3] == stories[0]);
  CHECK(stories[6] == stories[0]);
  CHECK(stories[4] == stories[1]);
  CHECK(stories[1] != stories[0]);
  CHECK(stories[2] != stories[5]);
}

TEST_CASE("a story is numbered by its first article") {
  Threading threading;
  threading.add(0, "Concert", kOther[0]);
  threading.add(0, kFlood[0].headline, kFlood[0].body);
  threading.add(1, kFlood[1].headline, kFlood[1].body);
  CHECK(threading.stories() == std::vector<std::uint32_t>{0, 1, 1});
}

TEST_CASE("a story that paused for more than a week is another one") {
  const auto same = [](int pause) {
    Threading threading;
    threading.add(0, kFlood[0].headline, kFlood[0].body);
    threading.add(0, "Concert", kOther[0]);
    threading.add(pause, kFlood[1].headline, kFlood[1].body);
    threading.add(pause, "Comet", kOther[1]);
    const auto stories = threading.stories();
    return stories[0] == stories[2];
  };
  CHECK(same(1));
  CHECK_FALSE(same(8));
}

TEST_CASE("an undated article joins the story of what is very like it, and is joined by nothing") {
  Threading threading;
  threading.add(0, kFlood[0].headline, kFlood[0].body);
  threading.add(0, "Concert", kOther[0]);
  threading.add_undated(kFlood[0].headline, kFlood[0].body + " Nobody was killed.");
  threading.add_undated("Bread", kOther[2]);
  threading.add_undated("Bread is dear", kOther[2]);
  const auto stories = threading.stories();
  CHECK(stories[2] == stories[0]);
  CHECK(stories[3] == 3);
  CHECK(stories[4] == 4);  // text alone is weak evidence: undated articles begin no story together
}

TEST_CASE("a table of figures joins nothing by its figures") {
  Threading threading;
  for (int day = 0; day < 2; ++day)
    for (const char* company : {"Acme", "Borealis", "Cygnus"})
      threading.add(day, std::string(company) + " 4th qtr",
                    "Shr 12 cts vs 18 cts. Net 1,250,000 vs 2,310,000. Revs 44 mln vs 51 mln.");
  const auto stories = threading.stories();
  for (std::uint32_t i = 0; i < stories.size(); ++i) CHECK(stories[i] == i);
}

TEST_CASE("an article without words is a story of its own") {
  Threading threading;
  threading.add(0, "", "");
  threading.add(0, "", "…");
  CHECK(threading.stories() == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("a text is read again as it was spooled") {
  Analyzer analyzer;
  const StoryText text = story_text(analyzer.analyze_by_dictionary("Floods of 1953"),
                                    analyzer.analyze_by_dictionary("A flood flooded Harlow."), "en", analyzer);
  CHECK(text.stems.size() == 5);  // flood, of, 1953, a, harlow
  CHECK(text.digits == Approx(1.0 / 7));
  const StoryText again = story_text_from(to_bytes(text));
  CHECK(again.stems == text.stems);
  CHECK(again.digits == text.digits);
}
