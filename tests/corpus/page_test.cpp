#include "corpus/page.h"

#include <fstream>
#include <iterator>

#include "tests/corpus/reading.h"

using namespace newssearch;
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;

namespace {

const std::string kFirst =
    "The council voted on Tuesday to close the old bridge for two years, after engineers found rust in every cable.";
const std::string kSecond =
    "Traders on the north bank say that they will lose half of their customers. A ferry is to run every ten minutes.";
const std::string kThird = "It will cost a pound.";
const std::string kBody = kFirst + "\n\n" + kSecond + "\n\n" + kThird;
const std::string kHeadline = "Old Bridge to Close for Two Years";

/// A page with these lines above and below the three paragraphs.
std::string page(const std::string& head, const std::string& foot = "") {
  return head + "\n\n" + kFirst + "\n\n" + kSecond + "\n\n" + kThird + "\n\n" + foot;
}

Article sample(const std::string& name) {
  std::ifstream file(NEWSSEARCH_SOURCE_DIR "/corpus/sample/pages/" + name);
  REQUIRE(file);
  return read_article(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace

TEST_CASE("a plain text is a headline and paragraphs") {
  const Article article = read_article(page(kHeadline));
  CHECK(article.headline == kHeadline);
  CHECK(article.body == kBody);
  CHECK(article.authors.empty());
  CHECK(article.sections.empty());
  CHECK(date_of(article.published) == "undated");
  CHECK(article.lang == "en");
}

TEST_CASE("a text may have no headline") {
  const Article article = read_article(kFirst + "\n\n" + kSecond + "\n");
  CHECK(article.headline.empty());
  CHECK(article.body == kFirst + "\n\n" + kSecond);
}

TEST_CASE("a few words are a headline without a body") {
  CHECK(read_article("Bridge closed").headline == "Bridge closed");
  const Article article = read_article("Bridge closed\n\nFerry runs");
  CHECK(article.headline == "Bridge closed");
  CHECK(article.body == "Ferry runs");
}

TEST_CASE("a headline may be short, or a question") {
  CHECK(read_article(page("War Ends")).headline == "War Ends");
  CHECK(read_article(page("War Ends\n\nBy Jane Doe")).headline == "War Ends");
  const std::string question = "Is this the end of the old bridge, and of the market on its northern side?";
  CHECK(read_article(page(question)).headline == question);
  CHECK(read_article(page(question + "\n\nBy Jane Doe")).body == kBody);
}

TEST_CASE("what stands above the text is told apart") {
  struct Expected {
    std::string head;
    Lines sections, authors;
    std::string published, updated;
  };
  const Expected page_head = GENERATE(values<Expected>({
      {"Connect with us\n\nTop Stories\n\nHEADLINE\n\neditorial\n\nPublished\n\non",
       {"Top Stories"},
       {"editorial"},
       "undated",
       "undated"},
      {"Menu\nSearch\nHEADLINE\nBy Jane Doe", {}, {"Jane Doe"}, "undated", "undated"},
      {"World\n\nHEADLINE\n\nBy Jane Doe and John Roe\n\nPublished on March 3, 2025",
       {"World"},
       {"Jane Doe", "John Roe"},
       "2025-03-03",
       "undated"},
      {"HEADLINE\n\nPublished\n\non\n\n3 March 2025", {}, {}, "2025-03-03", "undated"},
      {"HEADLINE\n\nPublished\n\n3 hours ago\n\non\n\nMarch 3, 2025\n\nBy\n\nJane Doe",
       {},
       {"Jane Doe"},
       "2025-03-03",
       "undated"},
      {"HEADLINE\n\nBy Jane Doe | Mar 3, 2025 at 4:15 pm | 5 min read",
       {},
       {"Jane Doe"},
       "2025-03-03T16:15:00Z",
       "undated"},
      {"HEADLINE\n\nPublished: 2025-03-03\nLast updated: 4 March 2025, 09:30\nShare\nTweet",
       {},
       {},
       "2025-03-03",
       "2025-03-04T09:30:00Z"},
      {"HEADLINE\n\nUpdated\n\nMarch 4, 2025", {}, {}, "undated", "2025-03-04"},
      {"HEADLINE\n\nPublished March 3, 2025 | Updated March 4, 2025\n\nADVERTISEMENT",
       {},
       {},
       "2025-03-03",
       "2025-03-04"},
      {"HEADLINE\n\nMarch 3, 2025 by Jane Doe", {}, {"Jane Doe"}, "2025-03-03", "undated"},
      {"HEADLINE\n\nPosted by Jane Doe on March 3, 2025", {}, {"Jane Doe"}, "2025-03-03", "undated"},
      {"HEADLINE\n\nBy Jane Doe, Political Editor in Westminster, March 3, 2025",
       {},
       {"Jane Doe"},
       "2025-03-03",
       "undated"},
  }));
  std::string head = page_head.head;
  head.replace(head.find("HEADLINE"), 8, kHeadline);
  INFO(head);
  const Article article = read_article(page(head, "Continue Reading\n\nTrending"));
  CHECK(article.headline == kHeadline);
  CHECK(article.body == kBody);
  CHECK(article.sections == page_head.sections);
  CHECK(article.authors == page_head.authors);
  CHECK(date_of(article.published) == page_head.published);
  CHECK(date_of(article.updated) == page_head.updated);
}

TEST_CASE("a date read from the text says so, and is not trusted wholly") {
  const Article article = read_article(page(kHeadline + "\n\nPublished March 3, 2025"));
  REQUIRE(article.published);
  CHECK(article.published->source == DateSource::text);
  CHECK(article.published->confidence == 0.8);
}

TEST_CASE("a byline needs no headline above it") {
  const Article article = read_article(page("By Jane Doe\n\nMarch 3, 2025"));
  CHECK(article.headline.empty());
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(date_of(article.published) == "2025-03-03");
  CHECK(article.body == kBody);
}

TEST_CASE("the byline of another story in mid-text is nobody's here") {
  const Article article = read_article(kHeadline + "\n\nBy Jane Doe\n\n" + kFirst + "\n\n" + kSecond +
                                       "\n\nBy John Roe\n\nMarch 3, 2020\n\n" + kFirst + "\n\n" + kSecond + "\n");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(date_of(article.published) == "undated");
}

TEST_CASE("an impossible date on a page is refused, not taken for text") {
  const ReadArticle record = read_one(page(kHeadline + "\n\nPublished on February 30, 2025"));
  REQUIRE(record.article);
  CHECK(date_of(record.article->published) == "undated");
  CHECK(record.article->refused_date == "February 30, 2025");
  CHECK(record.article->body == kBody);
  CHECK(record.warnings ==
        Lines{"published: 'February 30, 2025': day 30 does not exist in February 2025; kept as undated"});
}

TEST_CASE("the text ends where the page goes on to other things") {
  const std::string foot = GENERATE("Continue Reading", "Trending", "You may like", "You May Also Like", "Don't Miss",
                                    "Don’t Miss", "Up Next", "Click to comment",
                                    "Related Topics: bridges, ferries\n\nUp Next", "Copyright © All rights reserved.",
                                    "© 2025 The Lamp. All rights reserved. Readers who find mistakes are asked to "
                                    "write to the editor, who is sorry.");
  CHECK(
      read_article(page(kHeadline, foot + "\n\nA house fire was put out on Sunday. Nobody was hurt, the brigade said, "
                                          "and the cat came back.\n\nShare"))
          .body == kBody);
}

TEST_CASE("buttons and advertisements within the text are dropped, words that begin like them are not") {
  const std::string share =
      "Share prices of ferry companies rose at once, by a tenth and more, in the hour after the vote.";
  const std::string trending =
      "Trending upwards for years, the cost of steel has made the repair dearer than the bridge.";
  const Article article = read_article(kHeadline + "\n\n" + kFirst + "\n\nAdvertisement\n\nShare\n\n" + share +
                                       "\n\nTweet\n\nRelated Topics: bridges\n\n" + trending + "\n\n" + kSecond + "\n");
  CHECK(article.body == kFirst + "\n\n" + share + "\n\n" + trending + "\n\n" + kSecond);
}

TEST_CASE("a notice about cookies is not the first paragraph") {
  const Article article = read_article(page(
      "We use cookies to improve your experience. By continuing to use this site you accept them.\n\nHome\n\nNews\n\n" +
      kHeadline + "\n\nBy Jane Doe"));
  CHECK(article.headline == kHeadline);
  CHECK(article.body == kBody);
}

TEST_CASE("a standfirst over the byline is the article's first paragraph") {
  const std::string standfirst = "Engineers found rust in every cable, and there is no money for new ones.";
  const Article article = read_article(page(kHeadline + "\n\n" + standfirst + "\n\nBy Jane Doe\n\nMarch 3, 2025"));
  CHECK(article.headline == kHeadline);
  CHECK(article.body == standfirst + "\n\n" + kBody);
}

TEST_CASE("a list of related stories between the headline and the text is not the headline") {
  const Article article = read_article(
      page("Menu\n\n" + kHeadline + "\n\nBy Jane Doe\n\nRelated Articles\n\nHarriers name team for relay"));
  CHECK(article.headline == kHeadline);
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(article.body == kBody);
}

TEST_CASE("a picture's credit does not end the text") {
  CHECK(
      read_article(kHeadline + "\n\n" + kFirst + "\n\nThe bridge at dusk. © Jane Doe\n\n© Agency\n\n" + kSecond).body ==
      kFirst + "\n\n" + kSecond);
}

TEST_CASE("subheadings stay where they stand") {
  CHECK(read_article(kHeadline + "\n\n" + kFirst + "\n\nWhat happens next\n\n" + kSecond + "\n").body ==
        kFirst + "\n\nWhat happens next\n\n" + kSecond);
}

TEST_CASE("lines wrapped by hand are joined") {
  const Article article = read_article(
      "Old Bridge to Close for Two Years\n"
      "\n"
      "The council voted on Tuesday to close the old bridge for two\n"
      "years, after engineers found rust in every cable. It will cost\n"
      "a pound.\n"
      "  Traders on the north bank say that they will lose half of their\n"
      "customers.\n");
  CHECK(article.headline == kHeadline);
  CHECK(
      article.body ==
      "The council voted on Tuesday to close the old bridge for two years, after engineers found rust in every cable. "
      "It will cost a pound.\n\nTraders on the north bank say that they will lose half of their customers.");
}

TEST_CASE("ideographs need no blanks to be read as text") {
  const Article article = read_article(
      "市議会、古い橋の閉鎖を決定\n\n市議会は火曜日、古い橋を二年間閉鎖することを決めた。技術者がすべてのケーブルに錆を"
      "見つけたためである。\n\n"
      "北岸の商店主らは客の半分を失うと話している。\n\n渡し船が十分おきに運航される。\n");
  CHECK(article.headline == "市議会、古い橋の閉鎖を決定");
  CHECK_THAT(article.body, StartsWith("市議会は火曜日") && EndsWith("運航される。"));
  CHECK(article.lang == "ja");
}

TEST_CASE("a page is known by what it says") {
  const Article article = read_article(page(kHeadline));
  CHECK(article.id.size() == 21);
  CHECK_THAT(article.id, StartsWith("page-"));
  CHECK(read_article(page("Menu\n\n" + kHeadline + "\n\nBy Jane Doe", "Trending")).id == article.id);
  CHECK(read_article(page("Another Headline of a Page")).id != article.id);
}

TEST_CASE("the sample pages come out whole and clean") {
  struct Expected {
    std::string file, headline;
    Lines sections, authors;
    std::string published, updated, first_words, last_words;
  };
  const Expected page = GENERATE(values<Expected>({
      {"harbour-seals.txt",
       "Seal Pups Return to Saltmere Breakwater After Nine Years",
       {"Top Stories"},
       {"editorial"},
       "undated",
       "undated",
       "SALTMERE: Eleven grey seal pups",
       "longer than you have."},
      {"tram-extension.txt",
       "Thornbeck Tram to Reach the Hospital by 2028, Mayor Says",
       {"Local"},
       {"Rowena Tarbuck"},
       "2025-03-03",
       "undated",
       "The tram will run to the gates",
       "."},
      {"cheese-recall.txt",
       "Cheesemaker recalls 2,400 wheels after listeria is found in cellar drain",
       {"Health"},
       {"Tobias Merriweather"},
       "2024-11-14T09:20:00Z",
       "2024-11-15T17:45:00Z",
       "A dairy that makes",
       "have been cleared and need not be returned."},
      {"shares-and-sharing.txt",
       "Co-operative Bakery Turns Down Buyer, Splits Profit 212 Ways",
       {"Business"},
       {"editorial"},
       "2024-06-19",
       "undated",
       "The 212 people who own",
       "."},
      {"comet-night.txt",
       "A Comet, a Car Park and Four Hundred People Looking Up",
       {"Science"},
       {"Solomon Ek"},
       "2025-01-09",
       "undated",
       "NETHER LARKFIELD.",
       "And then they stay for an hour.\""},
      {"mayor-resigns.txt",
       "Breaking: Mayor of Penmoor Steps Down Over Swimming Pool That Was Never There",
       {"Politics"},
       {"Candace Holloway-Firth"},
       "undated",
       "undated",
       "The mayor of Penmoor",
       "considering whether to stand."},
  }));
  const Article article = sample(page.file);
  CHECK(article.headline == page.headline);
  CHECK(article.sections == page.sections);
  CHECK(article.authors == page.authors);
  CHECK(date_of(article.published) == page.published);
  CHECK(date_of(article.updated) == page.updated);
  CHECK_THAT(article.body, StartsWith(page.first_words) && EndsWith(page.last_words));
  for (const char* furniture : {"Published", "Trending\n", "Advertisement", "ADVERTISEMENT", "Related Topics",
                                "Continue Reading\n", "©", "Tweet"})
    CHECK_THAT(article.body, !Contains(furniture));
}
