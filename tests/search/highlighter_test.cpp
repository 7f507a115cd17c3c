#include "server/search/highlighter.h"

#include <catch2/catch.hpp>

#include "tests/search/query_trees.h"

using namespace newssearch;
using namespace newssearch::query_trees;

namespace {

std::string shown(const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) text += part.match ? "[" + part.text + "]" : part.text;
  return text;
}

/// Longer words tell more.
double weight(const std::string& word) { return static_cast<double>(word.size()); }

Snippet snippet_of(const QueryNode& query, std::string_view text, std::size_t length = 200,
                   std::string_view lang = "en") {
  Analyzer analyzer;
  return Highlighter(query, analyzer, weight).snippet(text, lang, length);
}

std::string snippet(const QueryNode& query, std::string_view text, std::size_t length = 200,
                    std::string_view lang = "en") {
  return shown(snippet_of(query, text, length, lang).parts);
}

std::string headline(const QueryNode& query, std::string_view text, std::string_view lang = "en") {
  Analyzer analyzer;
  return shown(Highlighter(query, analyzer, weight).headline(text, lang));
}

struct Row {
  QueryNode query;
  std::string lang, text, expected;
};

void check_headlines(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(headline(row.query, row.text, row.lang) == row.expected);
  }
}

struct Cut {
  QueryNode query;
  std::size_t length;
  std::string text, expected;
};

void check_snippets(const std::vector<Cut>& rows, std::string_view lang = "en") {
  for (const Cut& row : rows) {
    CAPTURE(row.text);
    CHECK(snippet(row.query, row.text, row.length, lang) == row.expected);
  }
}

}  // namespace

TEST_CASE("any form of a word is marked in the form it is printed") {
  check_headlines({
      {word("rate"), "en", "Rates rise as the rate rose", "[Rates] rise as the [rate] rose"},
      {word("rates"), "en", "The rate’s fall", "The [rate’s] fall"},
      {word("cafe"), "en", "The Café closes", "The [Café] closes"},
      {word("rates"), "fr", "Les taux et les rats", "Les taux et les [rats]"},
      {word("rates"), "en", "Rats in the cellar", "Rats in the cellar"},
      {word("hauser"), "de", "Die Häuser am Fluss", "Die [Häuser] am Fluss"},
      {word("новости"), "ru", "Новость дня", "[Новость] дня"},
      {word("haberler"), "xx", "Haberler ve haber", "[Haberler] ve haber"},
      {exact("rate"), "en", "Rates and the rate", "Rates and the [rate]"},
      {all({word("bank"), word("rates")}), "en", "Rates: the bank decides", "[Rates]: the [bank] decides"},
      {any({word("bank"), word("oil")}), "en", "Oil rose", "[Oil] rose"},
      {word("1250000"), "en", "It paid 1,250,000 in fines", "It paid [1,250,000] in fines"},
      {word("oneill"), "en", "O’Neill wins", "[O’Neill] wins"},
      {word("economie"), "fr", "L’économie ralentit", "[L’économie] ralentit"},
  });
}

TEST_CASE("a phrase marks its words side by side, and not its words elsewhere") {
  check_headlines({
      {phrase({"of", "england"}), "en", "Bank of England, of course", "Bank [of England], of course"},
      {phrase({"interest", "rate"}), "en", "Interest rates; an interest rate", "Interest rates; an [interest rate]"},
      {phrase({"covid", "19"}), "en", "Covid-19 and covid", "[Covid-19] and covid"},
      {phrase({"bank", "rates"}), "en", "The bank. Rates rose", "The [bank]. [Rates] rose"},
      {phrase({"new", "york", "new", "york"}), "en", "New York, New York, New York",
       "[New York], [New York], [New York]"},
      {phrase({"a", "b"}), "en", "a a b a", "a [a b] a"},
  });
}

TEST_CASE("a prefix marks the words that begin so") {
  check_headlines({
      {prefix("head"), "en", "Headline ahead of the head", "[Headline] ahead of the [head]"},
      {prefix("rollsr"), "en", "Rolls-Royce engines", "[Rolls-Royce] engines"},
      {prefix("нов"), "ru", "Новгород и новости", "[Новгород] и [новости]"},
  });
}

TEST_CASE("what was asked only of headlines, or not of words, or not to be there, is not marked in a text") {
  check_snippets({
      {in_headline(word("rates")), 200, "Rates rose.", "Rates rose."},
      {in_headline(phrase({"bank", "rates"})), 200, "Bank rates rose.", "Bank rates rose."},
      {all({word("bank"), none({word("rates")})}), 200, "Bank rates rose.", "[Bank] rates rose."},
      {value("rates"), 200, "Rates rose.", "Rates rose."},
      {like("rates"), 200, "Rates rose.", "Rates rose."},
      {QueryNode{}, 200, "Rates rose.", "Rates rose."},
  });
  check_headlines({{in_headline(word("rates")), "en", "Rates", "[Rates]"},
                   {like("rates"), "en", "Rates", "Rates"},
                   {all({none({word("rates")}), word("bank")}), "en", "Bank rates", "[Bank] rates"}});
}

TEST_CASE("words near each other are marked where they are that near") {
  check_headlines({
      {near(2, {word("bank"), word("rates")}), "en", "Bank of rates", "[Bank] of [rates]"},
      {near(2, {word("bank"), word("rates")}), "en", "Bank of all rates", "Bank of all rates"},
      {near(2, {word("bank"), word("rates")}), "en", "Rates, said a bank far away; the bank",
       "Rates, said a bank far away; the bank"},
      {near(3, {word("bank"), word("rates")}), "en", "Rates, said the bank far from any bank",
       "[Rates], said the [bank] far from any bank"},
      {near(1, {word("bank"), word("rates"), word("oil")}), "en", "oil bank rates, bank rates",
       "[oil bank rates], bank rates"},
      {near(3, {phrase({"bank", "of", "england"}), word("rates")}), "en", "Bank of England rates",
       "[Bank of England rates]"},
      {near(2, {prefix("gov"), word("rates")}), "en", "Governor on rates, but no government",
       "[Governor] on [rates], but no government"},
      {near(2, {variants({word("bank"), word("lender")}), word("rates")}), "en", "A lender: rates",
       "A [lender]: [rates]"},
      {all({near(1, {word("bank"), word("rates")}), word("bank")}), "en", "The bank", "The [bank]"},
  });
}

TEST_CASE("of variants whichever is there is marked") {
  check_headlines({
      {variants({word("rollsroyce"), phrase({"rolls", "royce"})}), "en", "Rolls Royce and Rolls-Royce",
       "[Rolls Royce] and [Rolls-Royce]"},
      {variants({word("covid"), word("coronavirus")}), "en", "Coronavirus, or covid", "[Coronavirus], or [covid]"},
  });
}

TEST_CASE("a name is marked whole, with the signs that belong to it") {
  check_headlines({
      {word("rollsroyce"), "en", "The Rolls-Royce works", "The [Rolls-Royce] works"},
      {word("u.s"), "en", "The U.S. economy", "The [U.S.] economy"},
      {word("us"), "en", "The U.S. economy", "The [U.S.] economy"},
      {phrase({"us", "economy"}), "en", "The U.S. economy", "The [U.S. economy]"},
      {word("at&t"), "en", "Shares of AT&T rose", "Shares of [AT&T] rose"},
      {word("c++"), "en", "Written in C++, not C", "Written in [C++], not C"},
      {word("c#"), "en", "Written in C#", "Written in [C#]"},
      {word("#metoo"), "en", "After #MeToo came more", "After [#MeToo] came more"},
      {word("@cnn"), "en", "As @cnn said", "As [@cnn] said"},
      {word("9/11"), "en", "Since 9/11 all changed", "Since [9/11] all changed"},
      {word("bbc"), "en", "See www.bbc.co.uk today", "See [www.bbc.co.uk] today"},
      {word("mueller"), "de", "Herr Müller kommt", "Herr [Müller] kommt"},
      {word("putin"), "ru", "Сказал Путин вчера", "Сказал [Путин] вчера"},
      {word("dsouza"), "en", "Asked D'Souza again", "Asked [D'Souza] again"},
      {word("information"), "en", "More infor-\nmation here", "More [infor- mation] here"},
  });
}

TEST_CASE("characters are marked wherever they stand in text without blanks, across its words") {
  check_headlines({
      {characters("東京"), "ja", "東京都の天気、東京", "[東京]都の天気、[東京]"},
      {characters("京都"), "ja", "東京都と京都", "東[京都]と[京都]"},
      {characters("北京"), "zh", "今天北京下雨", "今天[北京]下雨"},
      {characters("北京"), "zh", "今天北 京下雨", "今天北 京下雨"},
      {characters("กรุงเทพ"), "th", "ฝนตกในกรุงเทพวันนี้", "ฝนตกใน[กรุงเทพ]วันนี้"},
      {characters("대통령"), "ko", "대통령은 오늘 말했다", "[대통령]은 오늘 말했다"},
      {characters("雨"), "ja", "雨と風雨", "[雨]と風[雨]"},
      {phrase({"nhk", "東京"}), "ja", "NHK東京とNHK", "[NHK東京]とNHK"},
      {word("天気"), "ja", "東京の天気予報", "東京の[天気]予報"},
  });
}

TEST_CASE("stop words are marked only beside another mark") {
  const QueryNode bank = all({stop("the"), word("bank"), stop("of"), word("england")});
  check_headlines({
      {bank, "en", "The Bank of England", "[The Bank of England]"},
      {bank, "en", "The end of the Bank", "The end [of the Bank]"},
      {bank, "en", "England. The rest of it", "[England]. The rest of it"},
      {bank, "en", "Out of the bank", "Out [of the bank]"},
      {word("who"), "en", "The Who play", "The [Who] play"},
  });
}

TEST_CASE("scripts from right to left, and accents of any alphabet") {
  check_headlines({
      {word("سلام"), "ar", "قال سلام للجميع", "قال [سلام] للجميع"},
      {word("שלום"), "he", "הם אמרו שלום לכולם", "הם אמרו [שלום] לכולם"},
      {word("αθηνα"), "el", "Στην Αθήνα βρέχει", "Στην [Αθήνα] βρέχει"},
      {word("दिल्ली"), "hi", "आज दिल्ली में बारिश", "आज [दिल्ली] में बारिश"},
  });
}

TEST_CASE("the sentence that holds most of what was asked is shown, and filled with what follows") {
  const std::string storm =
      "Rain fell all day over the coast. The harbour wall held. Engineers said the harbour wall would not survive "
      "another storm. Repairs begin in May.";
  check_snippets({
      {all({word("harbour"), word("storm")}), 90, storm,
       "Engineers said the [harbour] wall would not survive another [storm]. Repairs begin in May."},
      {word("harbour"), 45, storm, "The [harbour] wall held."},
      {word("harbour"), 75, storm, "The [harbour] wall held. Engineers said the [harbour] wall would not survive…"},
      {word("repairs"), 60, storm, "[Repairs] begin in May."},
      {word("repairs"), 100, storm,
       "Engineers said the harbour wall would not survive another storm. [Repairs] begin in May."},
      {word("repairs"), 1000, storm,
       "Rain fell all day over the coast. The harbour wall held. Engineers said the harbour wall would not survive "
       "another storm. [Repairs] begin in May."},
      {word("wall"), 25, "A wall. A wall. The wall.", "A [wall]. A [wall]. The [wall]."},
      {all({word("bank"), word("rate")}), 40, "Mr. Hale of the bank left. The bank cut its rate.",
       "The [bank] cut its [rate]."},
      {word("bank"), 26, "Mr. Hale of the bank left. The bank cut its rate.", "Mr. Hale of the [bank] left."},
      {word("rates"), 60, "<b>Rates</b>\nrose.\n\nThen & fell.", "<b>[Rates]</b> rose. Then & fell."},
      {word("rates"), 60, "One line\nof wire copy\non rates\tand more.", "One line of wire copy on [rates] and more."},
  });
}

TEST_CASE("words that stand together are worth more than words apart") {
  check_snippets({
      {all({word("bank"), word("england")}), 45,
       "The bank told all of rainy England so. It was the Bank of England again.",
       "It was the [Bank] of [England] again."},
      {any({phrase({"bank", "rate"}), word("decision")}), 30, "A long decision came. The bank rate rose.",
       "The [bank rate] rose."},
  });
}

TEST_CASE("a long sentence is entered shortly before what was found, at a word") {
  std::string counting;
  for (int i = 0; i < 100; ++i) counting += "word" + std::to_string(i) + " ";
  check_snippets({
      {word("harbour"), 60, counting + "harbour closed", "…word98 word99 [harbour] closed"},
      {word("harbour"), 40, counting + "harbour closed " + counting, "…word99 [harbour] closed word0 word1 word2…"},
      {word("word0"), 30, counting, "[word0] word1 word2 word3 word4…"},
      {all({word("word50"), word("word52"), word("word10")}), 40, counting, "…word49 [word50] word51 [word52] word53…"},
  });
}

TEST_CASE("two sentences apart are shown where they hold more than one stretch") {
  const std::string filler =
      "Nobody else had anything to say about it for a very long while, and the hall was quiet. Then the lights went "
      "out and everyone walked home along the river. ";
  check_snippets({
      {all({word("harbour"), word("strike")}), 100,
       "The harbour was closed on Monday. " + filler + "Union leaders called a strike for Friday. " + filler,
       "The [harbour] was closed on Monday. … Union leaders called a [strike] for Friday."},
      {all({word("harbour"), word("strike")}), 100, "The strike came. The harbour was closed on Monday. " + filler,
       "The [strike] came. The [harbour] was closed on Monday. Nobody else had anything to say about it for a…"},
      {word("harbour"), 100, "The harbour was closed on Monday. " + filler + "The harbour opened again.",
       "The [harbour] was closed on Monday. Nobody else had anything to say about it for a very long while…"},
  });
}

TEST_CASE("a text that holds nothing of it shows its first sentences") {
  check_snippets({
      {word("zebra"), 30, "One two three. Four five six. Seven eight nine.", "One two three. Four five six."},
      {word("zebra"), 44, "One two three. Four five six. Seven eight nine ten eleven.",
       "One two three. Four five six."},
      {word("zebra"), 24, "One two three four five six seven.", "One two three four five…"},
      {word("zebra"), 30, "\n\n  One two.\n\nThree.", "One two. Three."},
      {QueryNode{}, 20, "One two three four five six seven.", "One two three four…"},
      {word("zebra"), 10, "", ""},
      {word("zebra"), 10, " \n ", ""},
      {word("rates"), 0, "Rates", ""},
  });
}

TEST_CASE("text without blanks is cut between characters, and sentences end at its own full stops") {
  check_snippets(
      {{characters("大雨"), 12, "今天天气很好。昨天北京下大雨。明天会更好，后天也是。", "昨天北京下[大雨]。"},
       {characters("大雨"), 8, "昨天北京和上海以及其他许多地方都在下大雨所以学校全部停课了", "…在下[大雨]所以学校…"}},
      "zh");
  check_snippets({{characters("ฝนตก"), 20, "วันนี้อากาศดี ฝนตกหนักที่กรุงเทพและที่อื่นอีกมากมายทั่วประเทศ", "วันนี้อากาศดี [ฝนตก]ห…"}},
                 "th");
}

TEST_CASE("a snippet is never longer than asked but for the signs of a cut") {
  const std::string text = "A first sentence about the harbour and its wall. Another, of ships; and one of the wall. ";
  for (std::size_t length = 1; length < 200; ++length) {
    CAPTURE(length);
    std::size_t characters = 0;
    for (const TextPart& part : snippet_of(all({word("wall"), word("ships")}), text + text, length).parts)
      for (const char c : part.text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    CHECK(characters <= length + std::size("… … …"));
  }
}

TEST_CASE("bytes that are not UTF-8 are shown as they are, and break nothing") {
  check_snippets({{word("rates"), 50, "\xff\xfe rates \x80\x80 rose", "\xff\xfe [rates] \x80\x80 rose"},
                  {word("rates"), 50, "rates \xe6\x9d", "[rates] \xe6\x9d"},
                  {word("rates"), 50, std::string("rates\0rates", 11), std::string("[rates]\0[rates]", 15)}});
  CHECK(snippet(word("x"), std::string(100'000, '\x80'), 10).size() < 100);
}

TEST_CASE("only the beginning of an enormous text is looked at") {
  const std::string word_upon_word = std::string(Highlighter::kMaxTextBytes / 2, 'x') + "\n\n";
  CHECK_THAT(snippet(word("harbour"), word_upon_word + "harbour"), Catch::Contains("[harbour]"));
  CHECK_THAT(snippet(word("harbour"), word_upon_word + word_upon_word + "harbour"), !Catch::Contains("[harbour]"));
}

TEST_CASE("a name is not stemmed") {
  Analyzer analyzer;
  Highlighter highlighter(word("keating"), analyzer, weight, [](const std::string& name, std::string_view lang) {
    return name == "keating" && lang == "en";
  });
  CHECK(shown(highlighter.headline("Keating, Keatings and Keats", "en")) == "[Keating], [Keatings] and Keats");
}

TEST_CASE("a stem begins as its word does in all languages but those that lose beginnings as well") {
  // What Highlighter skips by their first letter is nothing it would find.
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"en", "dying skies early ugly singly idly news generously"},
      {"de", "gegangen uebermut ungluck zuruckgekehrt"},
      {"fr", "yeux inouis eues quelles aimerions"},
      {"es", "yendo hubieramos algunas"},
      {"it", "gliene uomini quale"},
      {"nl", "yoghurt gelopen ijzers"},
      {"tr", "kitaplarimizdan"},
      {"hu", "legnagyobbaknak megszentsegtelenithetetlenseg"},
      {"fi", "yliopistossa taloissammekin"},
      {"sv", "ostra flickornas"}};
  Analyzer analyzer;
  for (const auto& [lang, words] : forms)
    for (const Token& token : analyzer.analyze(words)) {
      CAPTURE(lang, token.word);
      CHECK(analyzer.stem(token.word, lang).front() == token.word.front());
    }
}
