#include "server/search/query_parser.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

const Day kToday = make_day(2024, 3, 31).value();  // a Sunday, and the end of a month

ParsedQuery parse(std::string_view text) {
  Analyzer analyzer;
  return parse_query(text, analyzer, kToday).value();
}

void check_reading(const std::string& text, const std::string& parsed) {
  INFO(text);
  const ParsedQuery query = parse(text);
  CHECK(to_string(query.root) == parsed);
  CHECK(query.warnings.empty());
}

/// The stretches of text that the leaves were read from, in order.
void collect_stretches(const QueryNode& node, std::string_view text, std::vector<std::string>& stretches) {
  if (node.children.empty()) stretches.emplace_back(text.substr(node.begin, node.end - node.begin));
  for (const QueryNode& child : node.children) collect_stretches(child, text, stretches);
}

}  // namespace

TEST_CASE("an empty query asks for everything") {
  const std::string text = GENERATE("", "  ", "\u3000", "*", "**", "()", "headline:*");
  INFO(text);
  CHECK(parse(text).root.kind == QueryNode::Kind::everything);
  CHECK(parse(text).warnings.empty());
}

TEST_CASE("a query is read as its words and operators say") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"*", "*"},
      {"**", "*"},
      {"bank", "bank"},
      {"bank rates", "bank AND rates"},
      {"Bank RATES", "bank AND rates"},
      {"rates.", "rates"},
      {"rates, wages; jobs!", "rates AND wages AND jobs"},
      {"café naïve", "cafe AND naive"},
      {"the mayor's office", "the AND mayor AND office"},
      {"bank's", "bank"},
      {"O'Neill", "oneill"},
      {"O’Neill", "oneill"},
      {"hello_world", "helloworld"},
      {"ﬁnance", "finance"},
      {"ＢＡＮＫ", "bank"},
      {"Łódź", "lodz"},
      {"Dvořák", "dvorak"},
      {"\"interest rates\"", "\"interest rates\""},
      {"“interest rates” hike", "\"interest rates\" AND hike"},
      {"„Zinsen steigen“", "\"zinsen steigen\""},
      {"«taux d'intérêt»", "\"taux interet\""},
      {"＂interest rates＂", "\"interest rates\""},
      {"\"rates\"", "\"rates\""},
      {"\"rates\" hike", "\"rates\" AND hike"},
      {"\"a\" \"b c\"", "\"a\" AND \"b c\""},
      {"\"oil\"\"gas\"", "\"oil\" AND \"gas\""},
      {"\"AND\"", "\"and\""},
      {"\"NOT oil\"", "\"not oil\""},
      {"\"bank -rates\"", "\"bank rates\""},
      {"\"don't panic\"", "\"dont panic\""},
      {"\"500,000\"", "\"500000\""},
      {"12\" pizza", "12 AND pizza"},
      {"bank -opinion", "bank AND NOT opinion"},
      {"-opinion", "NOT opinion"},
      {"--verbose", "NOT verbose"},
      {"oil –gas", "oil AND NOT gas"},
      {"(oil)AND(gas)", "oil AND gas"},
      {"\"oil price\"OR\"gas\"", "\"oil price\" OR \"gas\""},
      {"oil NOT(gas)", "oil AND NOT gas"},
      {"oil \u2212gas", "oil AND NOT gas"},
      {"＋oil －gas", "+oil AND NOT gas"},
      {"-\"interest rates\"", "NOT \"interest rates\""},
      {"-(oil OR gas)", "NOT (oil OR gas)"},
      {"bank NOT opinion", "bank AND NOT opinion"},
      {"NOT NOT oil", "NOT NOT oil"},
      {"NOT -oil", "NOT NOT oil"},
      {"NOT oil gas", "NOT oil AND gas"},
      {"oil NOT gas NOT coal", "oil AND NOT gas AND NOT coal"},
      {"oil AND NOT gas", "oil AND NOT gas"},
      {"oil OR NOT gas", "oil OR NOT gas"},
      {"NOT (oil OR gas)", "NOT (oil OR gas)"},
      {"NOT (oil gas)", "NOT (oil AND gas)"},
      {"+bank rates", "+bank AND rates"},
      {"+\"interest rates\"", "\"interest rates\""},
      {"+AND", "+and"},
      {"oil OR gas", "oil OR gas"},
      {"oil AND gas", "oil AND gas"},
      {"oil OR gas prices", "oil OR (gas AND prices)"},
      {"(oil OR gas) prices", "(oil OR gas) AND prices"},
      {"（oil OR gas） prices", "(oil OR gas) AND prices"},
      {"oil -(gas OR coal)", "oil AND NOT (gas OR coal)"},
      {"(oil)", "oil"},
      {"((oil))", "oil"},
      {"(oil gas) OR coal", "(oil AND gas) OR coal"},
      {"oil OR gas AND coal", "oil OR (gas AND coal)"},
      {"oil AND gas OR coal AND steel", "(oil AND gas) OR (coal AND steel)"},
      {"oil (gas OR coal) steel", "oil AND (gas OR coal) AND steel"},
      {"oil OR gas OR coal", "oil OR gas OR coal"},
      {"oil and or not gas", "oil AND and AND or AND not AND gas"},
      {"f(x)", "\"f x\""},
      {"()", "*"},
      {"Marks & Spencer", "marks AND spencer"},
      {"rates / wages", "rates AND wages"},
      {"👍 bank", "bank"},
      {"10:30", "\"10 30\""},
      {"oil date:1987", "oil AND date:1987-01-01..1987-12-31"},
      {"oil when:7d", "oil AND date:2024-03-25..2024-03-31"},
      {"-date:1987", "NOT date:1987-01-01..1987-12-31"},
      {"date:(1987 OR 1989)", "date:1987-01-01..1987-12-31 OR date:1989-01-01..1989-12-31"},
      {"after:2020 before:2021-06", "date:2020-01-01.. AND date:..2021-05-31"},
      {"when:12h oil", "date:2024-03-30T12:00:00Z.. AND oil"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("a name with signs is read in every way it may be written") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"covid-19", "\"covid 19\"|covid19"},
      {"covid19", "covid19|\"covid 19\""},
      {"COVID19 vaccine", "covid19|\"covid 19\" AND vaccine"},
      {"G20", "g20|\"g 20\""},
      {"A4", "a4|\"a 4\""},
      {"B-52", "\"b 52\"|b52"},
      {"F-16 jets", "\"f 16\"|f16 AND jets"},
      {"iPhone15", "iphone15|\"iphone 15\""},
      {"R2D2", "r2d2"},
      {"5G", "5g"},
      {"Rolls-Royce", "\"rolls royce\"|rollsroyce"},
      {"e-mail", "\"e mail\"|email"},
      {"part-time work", "\"part time\"|parttime AND work"},
      {"twenty-first", "\"twenty first\"|twentyfirst"},
      {"16-year-old", "\"16 year old\"|16yearold"},
      {"mother-in-law", "\"mother in law\"|motherinlaw"},
      {"state-of-the-art", "\"state of the art\""},
      {"AT&T", "at&t"},
      {"AT&T merger", "at&t AND merger"},
      {"Johnson&Johnson", "johnson&johnson"},
      {"Q&A", "q&a"},
      {"S&P 500", "s&p AND 500"},
      {"R&D budget", "r&d AND budget"},
      {"C++", "c++"},
      {"C#", "c#"},
      {"Disney+", "disney+"},
      {".NET", "net"},
      {"U.S.", "u.s"},
      {"the U.S. economy", "the AND u.s AND economy"},
      {"U.K. budget", "u.k AND budget"},
      {"N.A.T.O.", "n.a.t.o"},
      {"Ph.D.", "ph.d"},
      {"9/11", "9/11"},
      {"24/7", "24/7"},
      {"2019-20 season", "2019/20 AND season"},
      {"1990–1995", "1990/1995"},
      {"#MeToo", "#metoo|metoo"},
      {"#2024", "#2024|2024"},
      {"##tag", "#tag|tag"},
      {"@reporter", "@reporter|reporter"},
      {"\"#metoo\"", "#metoo"},
      {"\"@cnn\"", "@cnn"},
      {"\"AT&T\"", "at&t"},
      {"\"U.S.\"", "u.s"},
      {"\"C++\"", "c++"},
      {"\"9/11\"", "9/11"},
      {"\"covid-19\"", "\"covid 19\""},
      {"\"The U.S. economy\"", "\"the us economy\""},
      {"\"#MeToo movement\"", "\"metoo movement\""},
      {"\"state-of-the-art\"", "\"state of the art\""},
      {"+covid-19", "+\"covid 19\"|covid19"},
      {"+AT&T", "+at&t"},
      {"-covid-19", "NOT \"covid 19\"|covid19"},
      {"www.kestrel.example", "www.kestrel.example|kestrel.example"},
      {"www.kestrel.example/path", "www.kestrel.example|kestrel.example AND path"},
      {"news.kestrel.example", "news.kestrel.example"},
      {"desk@kestrel.example", "desk@kestrel.example"},
      {"http://kestrel.example/a", "\"http kestrel.example a\""},
      {"1,250,000 trees", "1250000 AND trees"},
      {"€3.5bn", "3.5bn"},
      {"3,5 million", "3.5 AND million"},
      {"D'Souza", "souza|dsouza"},
      {"\"Müller\"", "\"muller\""},
      {"G7/G20", "\"g7 g20\""},
      {"one/two/three/four/five/six/seven/eight/nine/ten/eleven",
       "one AND two AND three AND four AND five AND six AND seven AND eight AND nine AND ten AND eleven"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("NEAR keeps words together") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"oil NEAR/5 gas", "oil NEAR/5 gas"},
      {"oil NEAR gas", "oil NEAR/10 gas"},
      {"oil NEAR/1 gas", "oil NEAR/1 gas"},
      {"oil NEAR/100 gas", "oil NEAR/100 gas"},
      {"oil NEAR/3 gas NEAR/3 coal", "oil NEAR/3 gas NEAR/3 coal"},
      {"oil NEAR/7 \"price cap\"", "oil NEAR/7 \"price cap\""},
      {"\"oil\" NEAR/2 gas", "\"oil\" NEAR/2 gas"},
      {"infl* NEAR/4 rates", "infl* NEAR/4 rates"},
      {"AT&T NEAR/5 merger", "at&t NEAR/5 merger"},
      {"covid-19 NEAR/5 vaccine", "\"covid 19\"|covid19 NEAR/5 vaccine"},
      {"(oil OR gas) NEAR/5 price", "oil|gas NEAR/5 price"},
      {"(oil OR covid-19) NEAR/5 price", "oil|\"covid 19\"|covid19 NEAR/5 price"},
      {"bank oil NEAR/3 gas", "bank AND (oil NEAR/3 gas)"},
      {"oil NEAR/3 gas OR coal", "(oil NEAR/3 gas) OR coal"},
      {"NOT oil NEAR/3 gas", "NOT (oil NEAR/3 gas)"},
      {"-(oil NEAR/3 gas)", "NOT (oil NEAR/3 gas)"},
      {"+oil NEAR/3 gas", "oil NEAR/3 gas"},
      {"headline:(oil NEAR/2 gas)", "headline:oil NEAR/2 headline:gas"},
      {"headline:oil NEAR/2 headline:gas", "headline:oil NEAR/2 headline:gas"},
      {"東京 NEAR/5 選挙", "\"東京\" NEAR/5 \"選挙\""},
      {"한국 NEAR/5 선거", "\"한국\" NEAR/5 \"선거\""},
      {"oil near gas", "oil AND near AND gas"},
      {"oil NEAR/x gas", "oil AND \"near x\" AND gas"},
      {"oil NEAR/ gas", "oil AND near AND gas"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("a wildcard stands for the end of a word") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"head*", "head*"},
      {"infl**", "infl*"},
      {"inflation＊", "inflation*"},
      {"economi* policy", "economi* AND policy"},
      {"2024*", "2024*"},
      {"O'Nei*", "onei*"},
      {"Müll*", "mull*|muell*"},
      {"+vacc*", "+vacc*"},
      {"-vacc*", "NOT vacc*"},
      {"headline:infl*", "headline:infl*"},
      {"(infl* OR defl*) rates", "(infl* OR defl*) AND rates"},
      {"выбор*", "выбор*|vybor*"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("a field says where in the article to look") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"headline:rates", "headline:rates"},
      {"title:rates", "headline:rates"},
      {"intitle:Rates bank", "headline:rates AND bank"},
      {"HEADLINE:Rates", "headline:rates"},
      {"headline：rates", "headline:rates"},
      {"headline:\"interest rates\"", "headline:\"interest rates\""},
      {"headline:covid-19", "headline:\"covid 19\"|headline:covid19"},
      {"+headline:rates", "+headline:rates"},
      {"-headline:rates", "NOT headline:rates"},
      {"headline:AND", "headline:and"},
      {"headline:(oil gas)", "headline:oil AND headline:gas"},
      {"headline:(oil OR gas) prices", "(headline:oil OR headline:gas) AND prices"},
      {"headline:(\"oil price\" -gas)", "headline:\"oil price\" AND NOT headline:gas"},
      {"headline:(oil section:sport) gas", "(headline:oil AND section:sport) AND gas"},
      {"title:(東京の選挙)", "headline:東京 AND headline:選挙"},
      {"headline:*", "*"},
      {"headline:()", "*"},
      {"author:Lee", "author:lee"},
      {"byline:Lee", "author:lee"},
      {"author:\"Ann Lee\"", "author:\"ann lee\""},
      {"-author:Lee", "NOT author:lee"},
      {"section:Politics", "section:politics"},
      {"SECTION:sport", "section:sport"},
      {"section:\"White House\"", "section:\"white house\""},
      {"section:money-fx", "section:\"money fx\""},
      {"section:(uk OR world)", "section:uk OR section:world"},
      {"section:(uk business)", "section:uk AND section:business"},
      {"section:(uk OR tag:sport)", "section:uk OR tag:sport"},
      {"-section:(uk OR world)", "NOT (section:uk OR section:world)"},
      {"-(section:uk OR tag:sport)", "NOT (section:uk OR tag:sport)"},
      {"section:*", "*"},
      {"tag:climate", "tag:climate"},
      {"tag:#climate", "tag:climate"},
      {"place:\"New York\"", "place:\"new york\""},
      {"lang:de", "lang:de"},
      {"language:pt-BR", "lang:\"pt br\""},
      {"lang:(de OR fr) Wahl", "(lang:de OR lang:fr) AND wahl"},
      {"source:\"Kestrel Wire\"", "source:\"kestrel wire\""},
      {"site:kestrel.example", "source:kestrel.example"},
      {"domain:kestrel.example", "source:kestrel.example"},
      {"section:経済", "section:\"経 済\""},
      {"like:a-1", "like:a-1"},
      {"like:urn:news:42", "like:urn:news:42"},
      {"like:\"two words\"", "like:\"two words\""},
      {"like:(a-1 OR b-2)", "like:a-1 OR like:b-2"},
      {"-like:a-1", "NOT like:a-1"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("words of every script with blanks meet the forms they are looked up by") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      // German
      {"Wahlkampf in München", "wahlkampf AND in AND munchen|muenchen"},
      {"Müller", "muller|mueller"},
      {"Straße", "strasse"},
      {"Größe der Koalition", "grosse|groesse AND der AND koalition"},
      {"Übergangsregierung", "ubergangsregierung|uebergangsregierung"},
      {"Baden-Württemberg", "\"baden wurttemberg\"|badenwurttemberg"},
      {"\"Grüne Woche\"", "\"grune woche\""},
      {"Die Landesregierung", "die AND landesregierung"},
      // French
      {"l'économie", "economie|leconomie"},
      {"l’élection présidentielle", "election|lelection AND presidentielle"},
      {"d'Artagnan", "artagnan|dartagnan"},
      {"aujourd'hui", "aujourdhui"},
      {"côte d'ivoire", "cote AND ivoire|divoire"},
      {"\"Côte d'Ivoire\"", "\"cote ivoire\""},
      {"Saint-Étienne", "\"saint etienne\"|saintetienne"},
      {"cœur", "coeur"},
      // Spanish
      {"¿Quién gana?", "quien AND gana"},
      {"España y el ñandú", "espana AND y AND el AND nandu"},
      {"Peñarol-Nacional", "\"penarol nacional\"|penarolnacional"},
      {"\"El Niño\"", "\"el nino\""},
      // Turkish and the North
      {"İstanbul seçim", "istanbul AND secim"},
      {"Iğdır", "igdir"},
      {"ŞIRNAK", "sirnak"},
      {"Smørrebrød", "smorrebrod|smoerrebroed"},
      {"Ærø", "aero|aeroe"},
      {"Ångström", "angstrom|aangstroem"},
      // Russian and Ukrainian
      {"Путин", "путин|putin"},
      {"Зеленский", "зеленский|zelensky"},
      {"выборы в Москве", "выборы|vybory AND в AND москве|moskve"},
      {"Ёлка", "елка|yelka"},
      {"санкт-петербург", "\"санкт петербург\"|санктпетербург"},
      {"\"выборы мэра\"", "\"выборы мэра\""},
      {"Москва OR Moscow", "москва|moskva OR moscow"},
      {"вибори президента", "вибори|vibori AND президента|prezidenta"},
      {"м'яч", "мяч|myach"},
      {"ООН", "оон|oon"},
      // Greek
      {"Μητσοτάκης", "μητσοτακησ|mitsotakis"},
      {"ΑΘΉΝΑ", "αθηνα|athina"},
      {"\"Εκλογές στην Ελλάδα\"", "\"εκλογεσ στην ελλαδα\""},
      // Arabic
      {"انتخابات الرئاسة", "انتخابات AND الرياسة"},
      {"أسعار النفط", "اسعار AND النفط"},
      {"\"أسعار النفط\"", "\"اسعار النفط\""},
      {"مُحَمَّد", "محمد"},
      {"الطاقة OR المياه", "الطاقة OR المياه"},
      // Hebrew
      {"בחירות לכנסת", "בחירות AND לכנסת"},
      {"שָׁלוֹם", "שלום"},
      {"ירושלים -תל", "ירושלים AND NOT תל"},
      {"צה\"ל", "צהל"},
      {"\"צה\"ל ירושלים\"", "\"צהל ירושלים\""},
      // Hindi
      {"चुनाव आयोग", "चुनाव AND आयोग"},
      {"\"चुनाव आयोग\"", "\"चुनाव आयोग\""},
      {"मुंबई में बारिश", "मुंबई AND में AND बारिश"},
      {"दिल्ली OR मुंबई", "दिल्ली OR मुंबई"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("scripts without blanks are read by the words of a dictionary, and Korean by its blanks") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      // Thai
      {"ประเทศไทย", "ประเทศไทย"},
      {"การเลือกตั้งทั่วไป", "การ AND เลือก AND ตั้ง AND ทั่วไป"},
      {"กรุงเทพ -ภูเก็ต", "กรุงเทพ AND NOT ภูเก็ต"},
      {"นายกรัฐมนตรีไทย", "นายก AND รัฐมนตรี AND ไทย"},
      // Chinese
      {"国", "国"},
      {"新冠", "新冠"},
      {"新冠疫情", "新冠疫情"},
      {"北京奥运会", "北京 AND 奥运会"},
      {"-北京", "NOT 北京"},
      {"中国的经济", "中国 AND 经济"},
      {"中国的水", "中国 AND 水"},
      {"习近平访问法国", "习近平 AND 访问 AND 法国"},
      {"台灣總統選舉", "台灣 AND 總統 AND 選舉"},
      {"選舉 OR 公投", "選舉 OR 公投"},
      {"2024年奥运会", "2024 AND 奥运会"},
      {"G20峰会", "g20|\"g 20\" AND 峰会"},
      {"5人死亡", "5 AND 死亡"},
      {"自民党（与党）", "自民党 AND 与党"},
      {"\"北京奥运会\"", "\"北京奥运会\""},
      {"+中国的经济", "+中国 AND +经济"},
      {"oil OR 中国的经济", "oil OR (中国 AND 经济)"},
      // Japanese
      {"東京の選挙", "東京 AND 選挙"},
      {"東京　選挙", "東京 AND 選挙"},
      {"日本の首相", "日本 AND 首相"},
      {"東京オリンピック", "東京 AND オリンピック"},
      {"選挙と経済", "選挙 AND 経済"},
      {"ニュース", "ニュース"},
      {"ﾆｭｰｽ", "ニュース"},
      {"ニュース速報", "ニュース AND 速報"},
      {"プーチン", "プーチン"},
      {"プーチン大統領", "プーチン AND 大統領"},
      {"テレビ・ラジオ", "テレビ AND ラジオ"},
      {"新幹線が遅れ", "新幹線 AND 遅れ"},
      {"ひらがな", "ひらがな"},
      {"東京、大阪", "東京 AND 大阪"},
      {"\"東京の選挙\"", "\"東京の選挙\""},
      {"「東京の選挙」", "\"東京の選挙\""},
      {"『oil price』", "\"oil price\""},
      {"\"東京 election\"", "\"東京 election\""},
      {"-東京の選挙", "NOT (東京 AND 選挙)"},
      {"東京 election", "東京 AND election"},
      // Korean
      {"선거", "선거"},
      {"한", "한"},
      {"대통령이", "대통령이"},
      {"대한민국 대통령", "대한민국 AND 대통령"},
      {"서울시장 -부산", "서울시장 AND NOT 부산"},
      {"\"한국 경제\"", "\"한국 경제\""},
      {"북한의 미사일", "북한의 AND 미사일"},
      {"日本 OR 한국", "日本 OR 한국"},
  }));
  check_reading(text, parsed);
}

TEST_CASE("what makes no sense is read as the words it holds, with a warning where it stands") {
  const auto [text, parsed, warning, begin, end] =
      GENERATE(table<std::string, std::string, std::string, std::uint32_t, std::uint32_t>({
          {"AND OR", "and AND or", "'AND' has nothing to join", 0, 3},
          {"oil AND", "oil AND and", "'AND' has nothing to join", 4, 7},
          {"OR oil", "or AND oil", "'OR' has nothing to join", 0, 2},
          {"oil OR OR gas", "(oil AND or) OR gas", "'OR' has nothing to join", 4, 6},
          {"(oil OR)", "oil AND or", "'OR' has nothing to join", 5, 7},
          {"oil NOT", "oil AND not", "'NOT' has nothing to join", 4, 7},
          {"oil NEAR", "oil AND near", "'NEAR' has nothing to join", 4, 8},
          {"NEAR/5 oil", "\"near 5\" AND oil", "'NEAR/5' has nothing to join", 0, 6},
          {"oil NEAR NOT gas", "oil AND near AND NOT gas", "'NEAR' has nothing to join", 4, 8},
          {"oil NEAR/0 gas", "oil NEAR/1 gas", "takes n from 1 to 100", 4, 10},
          {"oil NEAR/500 gas", "oil NEAR/100 gas", "takes n from 1 to 100", 4, 12},
          {"oil NEAR/3 gas NEAR/5 coal", "oil NEAR/3 gas NEAR/3 coal", "one distance", 15, 21},
          {"oil NEAR/9 gas NEAR/5 coal", "oil NEAR/5 gas NEAR/5 coal", "one distance; read as NEAR/5", 15, 21},
          {"oil NEAR/3 -gas", "oil AND NOT gas", "joins words and phrases", 4, 10},
          {"oil NEAR/3 (gas coal)", "oil AND (gas AND coal)", "joins words and phrases", 4, 10},
          {"oil NEAR/3 section:uk", "oil AND section:uk", "joins words and phrases", 4, 10},
          {"headline:oil NEAR/3 gas", "headline:oil AND gas", "of one field", 13, 19},
          {"(oil NEAR/3 gas) NEAR/3 coal", "(oil NEAR/3 gas) AND coal", "joins words and phrases", 17, 23},
          {"東京の選挙 NEAR/3 coal", "東京 AND 選挙 AND coal", "joins words and phrases", 16, 22},
          {"\"interest rates", "interest AND rates", "never closed", 0, 15},
          {"bank “interest rates", "bank AND interest AND rates", "never closed", 5, 22},
          {"-\"interest rates", "NOT (interest AND rates)", "never closed", 1, 16},
          {"headline:\"interest rates", "headline:interest AND headline:rates", "never closed", 9, 24},
          {"interest rates\"", "interest AND rates", "never opened", 14, 15},
          {"foo\"bar", "\"foo bar\"", "never opened", 3, 4},
          {"(oil gas", "oil AND gas", "'(' is never closed", 0, 1},
          {"headline:(oil gas", "headline:oil AND headline:gas", "'(' is never closed", 0, 10},
          {"oil) gas", "oil AND gas", "')' closes nothing", 3, 4},
          {"oil） gas", "oil AND gas", "')' closes nothing", 3, 6},
          {"colour:red", "\"colour red\"", "no field 'colour'", 0, 7},
          {"rates mailto:desk", "rates AND \"mailto desk\"", "no field 'mailto'", 6, 13},
          {"headline: rates", "headline AND rates", "needs its value right behind it", 0, 9},
          {"(section:)", "section", "needs its value right behind it", 1, 9},
          {"date:1987-13", "1987/13", "month 13 does not exist", 0, 12},
          {"date:1988..1987", "\"1988 1987\"", "ends before it begins", 0, 15},
          {"when:soon", "soon", "expected a span", 0, 9},
          {"bank before:12h", "bank AND 12h", "hours", 5, 15},
          {"\"\"", "*", "no word in these quotes", 0, 2},
          {"\"!\" bank", "bank", "no word in these quotes", 0, 3},
          {"!!!", "*", "no word here", 0, 3},
          {"- bank", "bank", "'-' counts only right before a word", 0, 1},
          {"bank +", "bank", "'+' counts only right before a word", 5, 6},
          {"section:!!!", "*", "no value for this field", 0, 11},
          {"section:eco*", "section:eco", "'*' is not read in section:", 0, 12},
          {"he*", "he", "'*' needs three letters", 0, 3},
          {"Öl*", "ol|oel", "'*' needs three letters", 0, 4},
          {"*head", "head", "'*' is read at the end", 0, 5},
          {"he*d", "\"he d\"", "'*' is read at the end", 0, 4},
          {"covid-19*", "\"covid 19\"|covid19", "'*' is read behind a single word", 0, 9},
          {"東京*", "東京", "'*' is read behind a single word", 0, 7},
          {"\"interest rat*\"", "\"interest rat\"", "'*' is not read between quotes", 0, 15},
          {"like:\"\"", "*", "no id", 0, 7},
      }));
  INFO(text);
  const ParsedQuery query = parse(text);
  CHECK(to_string(query.root) == parsed);
  REQUIRE_FALSE(query.warnings.empty());
  CHECK_THAT(query.warnings.front().message, Catch::Contains(warning));
  CHECK(query.warnings.front().begin == begin);
  CHECK(query.warnings.front().end == end);
}

TEST_CASE("every leaf knows the bytes it was read from") {
  const auto [text, stretches] = GENERATE(table<std::string, std::vector<std::string>>({
      {"bank rates", {"bank", "rates"}},
      {"+Bank -\"interest rates\"", {"Bank", "interest rates"}},
      {"headline:(oil OR gas*)", {"oil", "gas"}},
      {"  covid-19!", {"covid-19", "covid-19"}},
      {"東京の選挙", {"東京", "選挙"}},
      {"Köln's mayor", {"Köln's", "Köln's", "mayor"}},
      {"-section:uk oil", {"-section:uk", "oil"}},
      {"oil date:1987 like:\"a b\"", {"oil", "date:1987", "like:\"a b\""}},
      {"\"interest rates", {"interest", "rates"}},
      {"oil NEAR/3 \"gas price\"", {"oil", "gas price"}},
      {"oil date:never", {"oil", "never"}},
  }));
  INFO(text);
  std::vector<std::string> found;
  collect_stretches(parse(text).root, text, found);
  CHECK(found == stretches);
}

TEST_CASE("a node with children spans them, and two readings are the same wherever they stand") {
  const QueryNode root = parse("oil (gas OR coal)").root;
  REQUIRE(root.children.size() == 2);
  CHECK(root.begin == 0);
  CHECK(root.children[1].begin == 5);
  CHECK(root.children[1].end == 16);
  CHECK(root == parse("  oil   AND ( gas OR coal )").root);
  CHECK_FALSE(root == parse("oil (gas OR steel)").root);
  CHECK_FALSE(parse("oil NEAR/3 gas").root == parse("oil NEAR/4 gas").root);
}

TEST_CASE("+ is kept by bare words, which relaxation would drop, and by nothing else") {
  for (const QueryNode& child : parse("+bank +covid-19 +vacc* +東京の選挙").root.children) CHECK(child.required);
  for (const QueryNode& child : parse("bank covid-19 vacc* +\"interest rates\" +section:uk").root.children)
    CHECK_FALSE(child.required);
}

TEST_CASE("a query over a limit is refused, and the limit named") {
  const auto [text, limit] = GENERATE(table<std::string, std::string>({
      {std::string(513, 'a'), "512 bytes"},
      {"a b c d e f g h i j k l m n o p q r s t u v w x y z a1 b1 c1 d1 e1 f1 g1", "32 words"},
      {"a OR b OR c OR d OR e OR f OR g OR h OR i OR j OR k OR l OR m OR n OR o OR p OR q OR r", "16 operators"},
      {"a NEAR b NEAR c NEAR d NEAR e NEAR f NEAR g NEAR h NEAR i NEAR j AND k AND l AND m AND n AND o AND p AND q AND "
       "r",
       "16 operators"},
      {"\"one two three four five six seven eight nine ten eleven\"", "a phrase of 10 words"},
      {"(((((((((a)))))))))", "a depth of 8"},
      {"headline:(((((((((a)))))))))", "a depth of 8"},
      {"NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT a", "a depth of 8"},
      {std::string(500, '('), "a depth of 8"},
      {"alp* bet* gam* del*", "3 wildcards"},
      {"headline:(alp* OR bet*) NEAR/3 gam* del*", "3 wildcards"},
  }));
  INFO(text);
  Analyzer analyzer;
  const Result<ParsedQuery> query = parse_query(text, analyzer, kToday);
  REQUIRE_FALSE(query);
  CHECK(query.error().code == "query_too_large");
  CHECK_THAT(query.error().message, Catch::Contains(limit));
}

TEST_CASE("a query just within a limit is answered") {
  const std::string text = GENERATE(as<std::string>{}, std::string(512, 'a'), "((((((((a))))))))", "alp* bet* gam* de*",
                                    "\"one two three four five six seven eight nine ten\"",
                                    // more characters than a phrase may have words: the dictionary's words count
                                    "\"東京都知事選挙の結果について\"", "\"นายกรัฐมนตรีไทย\"",
                                    "a b c d e f g h i j k l m n o p q r s t u v w x y z a1 b1 c1 d1 e1 f1");
  INFO(text);
  Analyzer analyzer;
  CHECK(parse_query(text, analyzer, kToday));
}

TEST_CASE("what was understood, asked again, is understood") {
  const std::string text =
      GENERATE("bank AND \"interest rates\" AND NOT section:sport", "headline:oil OR (gas AND prices)",
               "date:1987-03-19..1988-01-01 AND like:a-1", "(oil NEAR/3 gas) OR vacc*", "NOT NOT author:\"ann lee\"");
  INFO(text);
  CHECK(to_string(parse(text).root) == text);
}

TEST_CASE("topic text is plain words, any of which will do") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"REJECTION BY SIHANOUK OF ALL AID, OR \"NOT\"", "rejection OR by OR sihanouk OR of OR all OR aid OR or OR not"},
      {"AT&T -merger", "at OR t OR merger"},
      {"東京の選挙, 2024", "東京 OR 選挙 OR 2024"},
      {"", "*"},
  }));
  INFO(text);
  Analyzer analyzer;
  CHECK(to_string(any_words(text, analyzer)) == parsed);
}
