#include "server/search/vocabulary.h"

#include <catch2/catch.hpp>
#include <set>

#include "server/search/apply_vocabulary.h"
#include "server/search/name_spellings.h"
#include "server/search/query_parser.h"

using namespace newssearch;

namespace {

const Day kToday = make_day(2024, 3, 31).value();

constexpr std::string_view kSynonyms = R"(
# vehicles
car, automobile, motor car
Motor Car Show => IAA
nhs => National Health Service   # not the other way round
at&t, American Telephone
covid-19, coronavirus
Köln, Cologne
東京, Tokyo
bike, e-bike
)";

constexpr std::string_view kStopWords = "the\nof\nfür # German\nÀ\n的\n";

Vocabulary read(std::string_view synonyms, std::string_view stop_words = "") {
  Analyzer analyzer;
  Vocabulary vocabulary;
  vocabulary.add_synonyms(synonyms, "synonyms.txt", analyzer);
  vocabulary.add_stop_words(stop_words, "stopwords.txt", analyzer);
  return vocabulary;
}

std::string applied(const Vocabulary& vocabulary, std::string_view text) {
  Analyzer analyzer;
  return to_string(apply(vocabulary, parse_query(text, analyzer, kToday).value().root));
}

void check_spans(const QueryNode& node, std::uint32_t begin, std::uint32_t end) {
  CHECK(node.begin >= begin);
  CHECK(node.end <= end);
  for (const QueryNode& child : node.children) check_spans(child, node.begin, node.end);
}

}  // namespace

TEST_CASE("a word is also asked for by its other names") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"car", "car|automobile|\"motor car\""},
      {"CAR prices", "car|automobile|\"motor car\" AND prices"},
      {"automobile", "automobile|car|\"motor car\""},
      {"cheap motor car", "cheap AND (motor AND car)|car|automobile"},
      {"motor AND car", "(motor AND car)|car|automobile"},
      {"car car", "car|automobile|\"motor car\" AND car|automobile|\"motor car\""},
      // the longest name first
      {"motor car show", "(motor AND car AND show)|iaa"},
      {"iaa", "iaa"},
      {"nhs waiting lists", "nhs|\"national health service\" AND waiting AND lists"},
      {"national health service", "national AND health AND service"},
      // inside other groups
      {"car OR bus", "car|automobile|\"motor car\" OR bus"},
      {"bus -car", "bus AND NOT car|automobile|\"motor car\""},
      {"-(motor car)", "NOT (motor AND car)|car|automobile"},
      {"(motor car) OR bus", "(motor AND car)|car|automobile OR bus"},
      {"motor OR car", "motor OR car|automobile|\"motor car\""},
      {"motor -bus car", "motor AND NOT bus AND car|automobile|\"motor car\""},
      // +words stay asked for
      {"+car bus", "+car|automobile|\"motor car\" AND bus"},
      {"+motor car", "+(motor AND car)|car|automobile"},
      // the headline's stay there
      {"headline:car", "headline:car|headline:automobile|headline:\"motor car\""},
      {"headline:(motor car)", "(headline:motor AND headline:car)|headline:car|headline:automobile"},
      {"headline:motor car", "headline:motor AND car|automobile|\"motor car\""},
      // what is asked for to the letter is left alone
      {"\"car\"", "\"car\""},
      {"\"motor car\"", "\"motor car\""},
      {"car*", "car*"},
      {"section:car", "section:car"},
      {"car NEAR/3 bus", "car NEAR/3 bus"},
      {"cars", "cars"},
      {"*", "*"},
      // names with signs, accents and without blanks
      {"AT&T", "at&t|\"american telephone\""},
      {"american telephone", "(american AND telephone)|at&t"},
      {"covid-19", "\"covid 19\"|covid19|coronavirus"},
      {"coronavirus", "coronavirus|\"covid 19\"|covid19"},
      {"Köln", "koln|koeln|cologne"},
      {"cologne", "cologne|koln|koeln"},
      {"東京", "東京|tokyo"},
      {"tokyo", "tokyo|東京"},
      {"bike", "bike|\"e bike\"|ebike"},
  }));
  INFO(text);
  CHECK(applied(read(kSynonyms), text) == parsed);
}

TEST_CASE("other names are read from the bytes of those they stand for") {
  Analyzer analyzer;
  const std::string text = "a cheap +motor car";
  const QueryNode query = apply(read(kSynonyms), parse_query(text, analyzer, kToday).value().root);
  REQUIRE(query.children.size() == 3);
  const QueryNode& variants = query.children.back();
  CHECK(variants.kind == QueryNode::Kind::variants);
  CHECK(variants.required);
  CHECK(text.substr(variants.begin, variants.end - variants.begin) == "motor car");
  check_spans(query, 0, static_cast<std::uint32_t>(text.size()));
}

TEST_CASE("stop words beside others are not asked for") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"the bank of england", "[the] AND bank AND [of] AND england"},
      {"THE bank", "[the] AND bank"},
      {"bank à la carte", "bank AND [a] AND la AND carte"},
      {"Brot für alle", "brot AND [fur|fuer] AND alle"},
      {"the car", "[the] AND car|automobile|\"motor car\""},
      {"the \"of\"", "[the] AND \"of\""},
      {"the covid-19", "[the] AND \"covid 19\"|covid19|coronavirus"},
      {"the (bank OR shop)", "[the] AND (bank OR shop)"},
      {"(the bank) OR (the of)", "([the] AND bank) OR (the AND of)"},
      {"bank -(the shop)", "bank AND NOT ([the] AND shop)"},
      // nothing else to look for
      {"the", "the"},
      {"the of", "the AND of"},
      {"the section:music", "the AND section:music"},
      {"the date:1987", "the AND date:1987-01-01..1987-12-31"},
      {"the -bank", "the AND NOT bank"},
      {"the OR bank", "the OR bank"},
      // asked for all the same
      {"+the bank", "+the AND bank"},
      {"\"the\" bank", "\"the\" AND bank"},
      {"headline:the bank", "headline:the AND bank"},
      {"the NEAR/3 bank rates", "(the NEAR/3 bank) AND rates"},
  }));
  INFO(text);
  CHECK(applied(read(kSynonyms, kStopWords), text) == parsed);
}

TEST_CASE("one vocabulary may be applied after another") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"the car in Köln", "[the] AND car|automobile|\"motor car\"|auto AND in AND koln|koeln|cologne"},
      {"motor car Köln", "(motor AND car)|car|automobile AND koln|koeln|cologne"},
      {"headline:(motor car) headline:Köln",
       "(headline:motor AND headline:car)|headline:car|headline:automobile AND "
       "headline:koln|headline:koeln|headline:cologne"},
      {"the of bus", "[the] AND [of|von] AND bus"},
      {"+car", "+car|automobile|\"motor car\"|auto"},
  }));
  INFO(text);
  Analyzer analyzer;
  const QueryNode first = apply(read(kSynonyms, kStopWords), parse_query(text, analyzer, kToday).value().root);
  CHECK(to_string(apply(read("car, auto\nof, von"), first)) == parsed);
}

TEST_CASE("a vocabulary's revision tells what was read") {
  CHECK(read("car, auto").revision() == read("car, auto").revision());
  CHECK(read("car, auto").revision() != read("car, bus").revision());
  CHECK(read("car, auto", "the").revision() != read("car, auto", "of").revision());
}

TEST_CASE("a line that makes no sense is named, and the others count") {
  const auto [line, error] = GENERATE(table<std::string, std::string>({
      {"car", "synonyms.txt:2: one name alone; expected 'a, b' or 'a => b'"},
      {"car,", "synonyms.txt:2: there is a name without a word"},
      {"car => ", "synonyms.txt:2: there is a name without a word"},
      {"=> car", "synonyms.txt:2: there is a name without a word"},
      {"car, !!!", "synonyms.txt:2: there is a name without a word"},
      {"a => b => c", "synonyms.txt:2: '=>' stands twice"},
      {"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", "synonyms.txt:2: more than 16 names"},
  }));
  INFO(line);
  const Vocabulary vocabulary = read("bus, coach\n" + line + "\r\nshop, store\r\n");
  CHECK(vocabulary.errors() == std::vector<std::string>{error});
  CHECK(applied(vocabulary, "bus shop car") == "bus|coach AND shop|store AND car");
}

TEST_CASE("a stop word is one word") {
  const Vocabulary vocabulary = read("", "the\nin the\n# nothing\n\n!\nof");
  CHECK(vocabulary.errors() ==
        std::vector<std::string>{"stopwords.txt:2: expected one word", "stopwords.txt:5: expected one word"});
  CHECK(applied(vocabulary, "the bank of in") == "[the] AND bank AND [of] AND in");
}

TEST_CASE("a file's marks and comments are no words") {
  const Vocabulary vocabulary =
      read("\uFEFFcar, automobile\n  # car, wagon\n\t\n bus ,coach # omnibus\nc#, CSharp\nmetoo, #MeToo\n#a, b");
  CHECK(vocabulary.errors().empty());
  CHECK(applied(vocabulary, "car bus") == "car|automobile AND bus|coach");
  CHECK(applied(vocabulary, "c#") == "c#|csharp");
  CHECK(applied(vocabulary, "metoo b") == "metoo|#metoo AND b");
}

TEST_CASE("lines meet: a name has all its other names, each once") {
  const Vocabulary vocabulary = read("car, automobile\nautomobile, Car, auto\ncar => vehicle, auto\n");
  CHECK(applied(vocabulary, "car") == "car|automobile|auto|vehicle");
  CHECK(applied(vocabulary, "vehicle") == "vehicle");
}

TEST_CASE("a name has no more other names than a query can bear") {
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += "car => name" + std::to_string(i) + "x\n";
  const Vocabulary vocabulary = read(lines);
  CHECK(vocabulary.others("car").size() == kMostOtherNames);
  REQUIRE(vocabulary.errors().size() == 8);
  CHECK(vocabulary.errors().front() == "synonyms.txt:33: 'car' has more than 32 other names");
}

TEST_CASE("of a long file the first 10,000 lines are read") {
  std::string lines;
  for (int i = 1; i <= 10'001; ++i) lines += "w" + std::to_string(i) + "a, v" + std::to_string(i) + "b\n";
  const Vocabulary vocabulary = read(lines);
  CHECK(vocabulary.errors() == std::vector<std::string>{"synonyms.txt:10001: more than 10000 lines; the rest is not "
                                                        "read"});
  CHECK(applied(vocabulary, "w10000a") == "w10000a|v10000b");
  CHECK(applied(vocabulary, "w10001a") == "w10001a");
}

TEST_CASE("a name that news spells in several ways is found in each") {
  const auto [text, other] = GENERATE(table<std::string, std::string>({
      {"Kyiv", "kiev"},
      {"Киев", "kyiv"},
      {"Selenskyj", "zelensky"},
      {"Gorbatschow", "gorbachev"},
      {"al-qaeda", "\"al qaida\""},
      {"al qaida", "\"al qaeda\""},
      {"alqaeda", "\"al qaida\""},
      {"Hizbullah", "hezbollah"},
      {"Peking", "beijing"},
      {"Ho Chi Minh City", "saigon"},
      {"Ivory Coast", "\"cote ivoire\""},
      {"Côte d'Ivoire", "\"ivory coast\""},
      {"Türkei", "turkiye"},
      {"Kalkutta", "kolkata"},
      {"القذافي", "gaddafi"},
      {"मुंबई", "bombay"},
      {"Wien", "vienna"},
  }));
  INFO(text);
  Analyzer analyzer;
  Vocabulary vocabulary;
  CHECK(applied(vocabulary, text).find(other) == std::string::npos);
  vocabulary.add_name_spellings(analyzer);
  CHECK_THAT(applied(vocabulary, text), Catch::Contains(other));
}

TEST_CASE("the table of names has every name once, and no line that makes no sense") {
  Analyzer analyzer;
  Vocabulary vocabulary;
  std::multiset<std::string> names;
  for (const std::string_view line : name_spellings()) {
    vocabulary.add_synonyms(line, "names", analyzer);
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find(',', at), line.size());
      names.insert(to_string(parse_query(line.substr(at, end - at), analyzer, kToday).value().root));
      at = end + 1;
    }
  }
  CHECK(vocabulary.errors().empty());
  CHECK(name_spellings().size() >= 80);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(names.count(name) == 1);
  }
}
