#include "corpus/html_page.h"

#include "tests/corpus/reading.h"

using namespace newssearch;
using Catch::Contains;

namespace {

const std::string kFirst =
    "The council voted on Tuesday to close the old bridge for two years, after engineers found rust in every cable.";
const std::string kSecond =
    "Traders on the north bank say that they will lose half of their customers. A ferry is to run every ten minutes.";
const std::string kThird = "\"It is the end of the market,\" said Jane Miller, who has sold fish there since 1987.";
const std::string kBody = kFirst + "\n\n" + kSecond + "\n\n" + kThird;

std::string paragraphs() { return "<p>" + kFirst + "</p><p>" + kSecond + "</p><p>" + kThird + "</p>"; }

/// A page with this in its head, and this around the article in its body.
std::string page(const std::string& head, const std::string& above, const std::string& text, const std::string& below) {
  return "<!DOCTYPE html><html lang=\"en-GB\"><head>" + head +
         "</head><body><nav><ul><li><a href=/>Home</a><li><a href=/city>City</a></ul></nav><main><article><h1>Old "
         "bridge "
         "to close</h1>" +
         above + "<div class=\"article-body\">" + text + "</div>" + below +
         "</article></main><footer><p>All rights reserved by the Daily Example, which is printed in Exampleton "
         "since 1902 and read by all.</p></footer></body></html>";
}

std::vector<std::string> reasons(const std::string& content, const std::string& text) {
  std::vector<std::string> found;
  for (const DroppedText& dropped : read_one(content).evidence.dropped)
    if (dropped.text.find(text) != std::string::npos) found.push_back(dropped.reason);
  return found;
}

}  // namespace

TEST_CASE("a page gives headline, text and language") {
  const Article article =
      read_article(page("<title>Old bridge to close | Daily Example</title>", "", paragraphs(), ""));
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body == kBody);
  CHECK(article.lang == "en");
  CHECK(date_of(article.published) == "undated");
  CHECK(article.authors.empty());
}

TEST_CASE("what stands within and about the text is not the text") {
  const auto [markup, text] = GENERATE(table<std::string, std::string>({
      {"<figure><img src=x><figcaption>The bridge in winter.</figcaption></figure>", "in winter"},
      {"<div class=\"share-bar\"><a href=#>Share on all networks</a></div>", "all networks"},
      {"<aside><p>Related: the ferry that never ran on time, and why it did not.</p></aside>", "never ran"},
      {"<div class=newsletterSignup><p>Get all our news by mail each morning, for free.</p></div>", "by mail"},
      {"<p>Read more: <a href=/x>The ferry that never ran</a></p>", "never ran"},
      {"<p><a href=/x>Ten bridges that fell into rivers</a></p>", "Ten bridges"},
      {"<p>The bridge seen from the north bank. (Image: Jo Smith/Agency)</p>", "from the north"},
      {"<form><p>Please enter your name and address to go on reading this.</p></form>", "enter your name"},
      {"<div style=\"display:none\"><p>This was never to be seen by anybody at all.</p></div>", "never to be seen"},
      {"<p>We use cookies in your browser, see our privacy policy.</p>", "We use cookies"},
  }));
  INFO(markup);
  const std::string content =
      page("", "", "<p>" + kFirst + "</p>" + markup + "<p>" + kSecond + "</p><p>" + kThird + "</p>", "");
  CHECK(read_article(content).body == kBody);
  CHECK(reasons(content, text).size() == 1);
}

TEST_CASE("comments and other stories end the text") {
  const std::string below = GENERATE(values<std::string>({
      "<section id=comments><p>I have crossed this bridge every day of my life, and now this happens to "
      "us!</p></section>",
      "<h2>Related stories</h2><ul><li><a href=/1>The ferry that never ran on time</a></ul>",
      "<h3>2 comments</h3><div><p>I have crossed this bridge every day of my life, and now this happens!</p></div>",
      "<h3><a href=/1>Ten bridges that fell</a></h3><p>They all had rust in their cables, and nobody looked for it.</p>"
      "<h3><a href=/2>The ferry that never ran</a></h3><p>It was built for the river, but the river was too low.</p>"
      "<h3><a href=/3>Fish is dear once more</a></h3><p>Traders say that it is the fault of the weather this year.</p>",
      "<div class=\"author-bio\"><p>Jane Doe writes about bridges and rivers for the Daily Example since "
      "2001.</p></div>",
  }));
  INFO(below);
  CHECK(read_article(page("", "", paragraphs(), below)).body == kBody);
}

TEST_CASE("beginnings of other articles are left out where three or more stand in a row") {
  const auto teasers = [](std::size_t count) {
    std::string markup;
    for (std::size_t i = 0; i < count; ++i)
      markup += "<p>The ferry that ran on line " + std::to_string(i) + " of the city was sold on Monday to the...</p>";
    return markup;
  };
  CHECK(read_article(page("", "", teasers(3) + paragraphs(), "")).body == kBody);
  CHECK_THAT(read_article(page("", "", teasers(2) + paragraphs(), "")).body, Contains("ran on line 1"));
  const std::string whole = "<p>Other bridges fell as well, and nobody had looked at their cables for years.</p>";
  CHECK(
      read_article(page("", "", paragraphs() + "<h3>You might also like</h3>" + teasers(1) + whole + whole, "")).body ==
      kBody);
}

TEST_CASE("a notice of rights ends no text") {
  const std::string notice =
      "<p>Stock quotes are delayed by two minutes. Copyright Daily Example. All Rights Reserved.</p>";
  CHECK(read_article(page("", "", paragraphs() + notice, "")).body == kBody);
  CHECK_THAT(read_article(page("", "", "<p>" + kFirst + "</p>" + notice + "<p>" + kThird + "</p>", "")).body,
             Contains("delayed"));
}

TEST_CASE("subheads, lists, quotes and tables of the text stay") {
  const std::string text = "<p>" + kFirst + "</p><h2>No way over</h2><p>" + kSecond +
                           "</p><ul><li>Foot: by ferry</li><li>Car: by tunnel</li></ul><blockquote><p>We will swim." +
                           "</p></blockquote><table><tr><td>Ferry<td>10 min<tr><td>Tunnel<td>40 min</table><p>" +
                           kThird;
  CHECK(read_article(page("", "", text, "")).body == kFirst + "\n\nNo way over\n\n" + kSecond +
                                                         "\n\nFoot: by ferry\n\nCar: by tunnel\n\nWe will swim.\n\n" +
                                                         "Ferry 10 min\n\nTunnel 40 min\n\n" + kThird);
}

TEST_CASE("the standfirst belongs to the text") {
  const std::string standfirst = "Engineers have found rust in each of its cables, and a ferry is to run instead.";
  const std::string head = "<meta name=description content=\"" + standfirst + "\">";
  CHECK(read_article(page(head, "<p class=lead>" + standfirst + "</p>", paragraphs(), "")).body ==
        standfirst + "\n\n" + kBody);
}

TEST_CASE("what a page states of its article is taken") {
  const std::string head =
      "<link rel=canonical href=\"https://example.org/bridge\"><meta property=\"og:site_name\" content=\"Daily "
      "Example\">"
      "<meta property=\"article:published_time\" content=\"2024-05-03T10:15:00+02:00\">"
      "<meta property=\"article:modified_time\" content=\"2024-05-04T08:00:00Z\">"
      "<meta name=author content=\"By Jane Doe and John Roe\"><meta property=\"article:section\" content=City>"
      "<meta name=keywords content=\"bridge, ferry\">";
  const Article article = read_article(page(head, "", paragraphs(), ""));
  CHECK(article.id == "https://example.org/bridge");
  CHECK(article.url == "https://example.org/bridge");
  CHECK(article.source == "Daily Example");
  CHECK(date_of(article.published) == "2024-05-03T08:15:00Z");
  CHECK(article.published->source == DateSource::metadata);
  CHECK(date_of(article.updated) == "2024-05-04T08:00:00Z");
  CHECK(article.authors == Lines{"Jane Doe", "John Roe"});
  CHECK(article.sections == Lines{"City"});
  CHECK(article.tags == Lines{"bridge", "ferry"});
}

TEST_CASE("a date is taken from where it is stated best") {
  struct Expected {
    std::string head, above, below, date;
    DateSource source;
  };
  const Expected expected = GENERATE(values<Expected>({
      {R"(<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-03"}</script>)",
       "<time datetime=2024-05-01>1 May</time>", "", "2024-05-03", DateSource::json_ld},
      {"", "<time datetime=2024-05-03T10:00Z>today</time>", "", "2024-05-03T10:00:00Z", DateSource::metadata},
      {"", "<p>Published: May 3, 2024</p>", "", "2024-05-03", DateSource::text},
      {"<link rel=canonical href=https://example.org/2024/05/03/bridge>", "", "", "2024-05-03", DateSource::url},
  }));
  const Article article = read_article(page(expected.head, expected.above, paragraphs(), expected.below));
  CHECK(date_of(article.published) == expected.date);
  REQUIRE(article.published);
  CHECK(article.published->source == expected.source);
}

TEST_CASE("dates of other articles are not this one's") {
  const std::string other = GENERATE(values<std::string>({
      "<aside><ul><li><a href=/1>The ferry that never ran</a> <time datetime=2024-05-01>1 May</time></ul></aside>",
      "<div class=related><a href=/1><time datetime=2024-05-01>May 1, 2024</time></a></div>",
      "<a href=/1>May 1, 2024: the ferry that never ran</a>",
  }));
  INFO(other);
  CHECK(date_of(read_article(page("", "", paragraphs(), other)).published) == "undated");
  CHECK(date_of(read_article(page("", other, paragraphs(), "")).published) == "undated");
}

TEST_CASE("an update is no publication") {
  const Article article =
      read_article(page("", "<p>Updated: <time datetime=2024-05-04>May 4, 2024</time></p>", paragraphs(), ""));
  CHECK(date_of(article.published) == "undated");
  CHECK(date_of(article.updated) == "2024-05-04");
}

TEST_CASE("names are taken from a byline where nothing else states them") {
  CHECK(read_article(page("", "<div class=byline>By <a rel=author href=/jd>Jane Doe</a></div>", paragraphs(), ""))
            .authors == Lines{"Jane Doe"});
  CHECK(read_article(page("<meta name=author content=\"Daily Example\"><meta property=og:site_name content=\"Daily "
                          "Example\">",
                          "<p class=byline>By Jane Doe</p>", paragraphs(), ""))
            .authors == Lines{"Jane Doe"});
}

TEST_CASE("a text that is only in the page's data is taken from there") {
  const std::string script =
      R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old bridge to close",
      "articleBody":")" +
      kFirst + "\\n" + kSecond + R"("}</script>)";
  CHECK(read_article(page(script, "", "<p>Please wait.</p>", "")).body == kFirst + "\n\n" + kSecond);
}

TEST_CASE("a German page is read") {
  const Article article = read_article(
      "<!doctype html><html lang=de><meta charset=utf-8><title>Alte Brücke wird gesperrt – Beispiel-Bote</title>"
      "<meta property=og:site_name content=Beispiel-Bote><body><h1>Alte Brücke wird gesperrt</h1>"
      "<p>3. Mai 2024, 10:15 Uhr</p><p>Der Stadtrat hat am Dienstag beschlossen, die alte Brücke für zwei Jahre zu "
      "sperren, weil jedes der Seile rostet.</p><p>Lesen Sie auch: <a href=x>Die Fähre, die nie fuhr</a></p><p>Die "
      "Händler am Nordufer fürchten, dass sie die Hälfte ihrer Kunden verlieren werden.</p><h3>Mehr zum Thema</h3>"
      "<ul><li><a href=y>Zehn Brücken, die einstürzten</a></ul>");
  CHECK(article.headline == "Alte Brücke wird gesperrt");
  CHECK(article.lang == "de");
  CHECK(date_of(article.published) == "2024-05-03");
  CHECK(article.body ==
        "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke für zwei Jahre zu sperren, weil jedes der Seile "
        "rostet.\n\nDie Händler am Nordufer fürchten, dass sie die Hälfte ihrer Kunden verlieren werden.");
}

TEST_CASE("a Japanese page is read, in its encoding") {
  const std::string bytes =
      "<html><head><meta http-equiv=content-type content=\"text/html; charset=EUC-JP\"></head><body><h1>"
      "\xb8\xc5\xa4\xa4\xb6\xb6</h1><p>2024\xc7\xaf"
      "5\xb7\xee"
      "3\xc6\xfc</"
      "p><p>\xbb\xd4\xb5\xc4\xb2\xf1\xa4\xcf\xb8\xc5\xa4\xa4\xb6\xb6\xa4\xf2\xc6\xf3\xc7\xaf\xb4\xd6\xca\xc4\xba\xbf"
      "\xa4\xb9\xa4\xeb\xa4\xb3\xa4\xc8\xa4\xf2\xb7\xe8\xa4\xe1\xa4\xbf\xa1\xa3\xcb\xcc\xb4\xdf\xa4\xce\xbe\xa6\xbf\xcd"
      "\xa4\xcf"
      "\xc8\xbf\xc2\xd0\xa4\xb7\xa4\xc6\xa4\xa4\xa4\xeb\xa1\xa3</p></body></html>";
  const Article article = read_article(bytes);
  CHECK(article.headline == "古い橋");
  CHECK(article.body == "市議会は古い橋を二年間閉鎖することを決めた。北岸の商人は反対している。");
  CHECK(article.lang == "ja");
}

TEST_CASE("broken markup is read as far as it can be") {
  const std::string broken = "<html><body><div><h1>Old bridge to close</h2><p>" + kFirst + "<p>" + kSecond +
                             "</div></div></b><p class='x>y'>" + kThird + "<a href=\"";
  CHECK(read_article(broken).body == kBody);
  CHECK(read_article("<p>" + kFirst + "<br><br>" + kSecond + "<br/><br/>" + kThird).body == kBody);
}

TEST_CASE("a page without an article is an error") {
  const std::vector<ReadArticle> records = read_all("<html><body></body></html>");
  CHECK(outcomes(records) == Lines{"file no_article: the page holds neither a headline nor running text"});
  const std::vector<Result<Draft>> drafts = read_html(std::string((10 << 20) + 1, 'x'), Origin{});
  REQUIRE(drafts.size() == 1);
  CHECK(drafts.front().error().code == "too_large");
}

TEST_CASE("an address that is known stands for one that is not stated") {
  const std::vector<Result<Draft>> drafts =
      read_html(page("", "", paragraphs(), ""), Origin{"https://example.org/2024/05/03/bridge", "utf-8"});
  REQUIRE(drafts.front());
  CHECK(drafts.front()->article.url == "https://example.org/2024/05/03/bridge");
}
