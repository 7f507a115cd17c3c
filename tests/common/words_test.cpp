#include <catch2/catch.hpp>

#include "common/analyzer.h"

using namespace newssearch;

namespace {

/// A text in a language, the words it becomes, and what else these may be called: "joined:rollsroyce".
using Row = std::tuple<std::string, std::string, std::string, std::string>;

std::string kind_name(Alternate::Kind kind) {
  switch (kind) {
    case Alternate::Kind::joined:
      return "joined";
    case Alternate::Kind::dictionary:
      return "word";
    case Alternate::Kind::sign:
      return "sign";
    case Alternate::Kind::part:
      return "part";
    case Alternate::Kind::spelling:
      return "spelling";
  }
  return "";
}

void check(const Row& row) {
  const auto& [lang, text, words, alternates] = row;
  Analyzer analyzer;
  const Analysis analysis = analyzer.analyze_with_alternates(text, lang);
  std::string found_words, found_alternates;
  for (const Token& token : analysis.tokens) found_words += (found_words.empty() ? "" : " ") + token.word;
  for (const Alternate& alternate : analysis.alternates) {
    REQUIRE(alternate.first <= alternate.last);
    REQUIRE(alternate.last < analysis.tokens.size());
    found_alternates += (found_alternates.empty() ? "" : " ") + kind_name(alternate.kind) + ":" + alternate.word;
  }
  INFO(lang << ": " << text);
  CHECK(found_words == words);
  CHECK(found_alternates == alternates);
  CHECK(analyzer.analyze_by_icu(text) == analysis.tokens);
}

}  // namespace

TEST_CASE("English text becomes words, and what else they may be called") {
  check(GENERATE(table<std::string, std::string, std::string, std::string>({
      {"en", "Bank of England", "bank of england", ""},
      {"en", "THE BANK RAISED RATES", "the bank raised rates", ""},
      {"en", "the company's profits", "the company profits", ""},
      {"en", "the company’s profits", "the company profits", ""},
      {"en", "the workers' rights", "the workers rights", ""},
      {"en", "James's and Jones' cars", "james and jones cars", ""},
      {"en", "O'Neill, O’Neill, ONeill", "oneill oneill oneill", ""},
      {"en", "rock'n'roll", "rocknroll", ""},
      {"en", "don't can’t won't", "dont cant wont", ""},
      {"en", "Rolls-Royce", "rolls royce", "joined:rollsroyce"},
      {"en", "Rolls\u2010Royce and Rolls\u2011Royce", "rolls royce and rolls royce",
       "joined:rollsroyce joined:rollsroyce"},
      {"en", "covid-19, COVID-19, covid19", "covid 19 covid 19 covid19", "joined:covid19 joined:covid19"},
      {"en", "e-mail and email", "e mail and email", "joined:email"},
      {"en", "state-of-the-art", "state of the art", ""},
      {"en", "mother-in-law", "mother in law", "joined:motherinlaw"},
      {"en", "re-elected co-operate", "re elected co operate", "joined:reelected joined:cooperate"},
      {"en", "an infor-\nmation desk", "an infor mation desk", "joined:information"},
      {"en", "U.S.", "us", "sign:u.s"},
      {"en", "the U.S. economy", "the us economy", "sign:u.s"},
      {"en", "The US said it, and us too", "the us said it and us too", "sign:u.s"},
      {"en", "US TROOPS LEAVE", "us troops leave", ""},
      {"en", "USA and U.S.A.", "usa and usa", "sign:u.s.a sign:u.s.a"},
      {"en", "U.N., U.K., E.U.", "un uk eu", "sign:u.n sign:u.k sign:e.u"},
      {"en", "WHO and who", "who and who", "sign:w.h.o"},
      {"en", "Ph.D. and PhD", "phd and phd", "sign:ph.d"},
      {"en", "at 9 a.m. and 5 p.m.", "at 9 am and 5 pm", "sign:a.m sign:p.m"},
      {"en", "i.e. and e.g.", "ie and eg", "sign:i.e sign:e.g"},
      {"en", "AT&T", "at t", "sign:at&t spelling:att"},
      {"en", "R&D at M&S", "r d at m s", "sign:r&d spelling:rd sign:m&s spelling:ms"},
      {"en", "Q&A", "q a", "sign:q&a spelling:qa"},
      {"en", "S&P 500", "s p 500", "sign:s&p spelling:sp"},
      {"en", "Marks & Spencer", "marks spencer", ""},
      {"en", "C++ and C", "c and c", "sign:c++"},
      {"en", "C# developers", "c developers", "sign:c#"},
      {"en", "Disney+ and Apple TV+", "disney and apple tv", "sign:disney+ sign:tv+ sign:t.v"},
      {"en", "people aged 65+", "people aged 65", ""},
      {"en", "@CNN said", "cnn said", "sign:@cnn sign:c.n.n"},
      {"en", "@realDonaldTrump's tweet", "realdonaldtrump tweet", "sign:@realdonaldtrump"},
      {"en", "@foo_bar", "foobar", "sign:@foobar"},
      {"en", "#MeToo", "metoo", "sign:#metoo"},
      {"en", "#9 on the list", "9 on the list", "sign:#9"},
      {"en", "1,250,000 barrels", "1250000 barrels", ""},
      {"en", "1.250.000 barrels", "1250000 barrels", ""},
      {"en", "1'250'000", "1250000", ""},
      {"en", "1\u202F250\u202F000", "1 250 000", "joined:1250000"},
      {"en", "3.5%", "3.5", ""},
      {"en", "£2bn", "2bn", ""},
      {"en", "$1.5m", "1.5m", ""},
      {"en", "€10,50", "10.50", ""},
      {"en", "9/11", "9 11", "sign:9/11"},
      {"en", "24/7", "24 7", "sign:24/7"},
      {"en", "2019-20", "2019 20", "sign:2019/20"},
      {"en", "2020-03-14", "2020 03 14", "sign:2020/03/14"},
      {"en", "1st, 2nd and 21st", "1st 2nd and 21st", ""},
      {"en", "the 1990s", "the 1990s", ""},
      {"en", "G7 and G20", "g7 and g20", ""},
      {"en", "F-16 and MH370", "f 16 and mh370", "joined:f16"},
      {"en", "10.30pm", "10.30pm", ""},
      {"en", "3,4,5", "3,4,5", "part:3 part:4 part:5"},
      {"en", "2019,2020", "2019,2020", "part:2019 part:2020"},
      {"en", "1,234.56", "1234.56", ""},
      {"en", "12,34", "12.34", ""},
      {"en", "0.125 and 0,125", "0.125 and 0.125", ""},
      {"en", "192.168.0.1", "192.168.0.1", ""},
      {"en", "a.smith@example.com", "a.smith@example.com", "part:example.com part:smith part:example"},
      {"en", "www.bbc.co.uk", "www.bbc.co.uk", "part:bbc.co.uk part:bbc"},
      {"en", "https://news.example.org/a/b?c=d", "https news.example.org a b c d", "part:news part:example"},
      {"en", "example.com's editors", "example.com editors", "part:example"},
      {"en", "It ended.The next began", "it ended the next began", ""},
      {"en", "in St.Petersburg", "in st petersburg", ""},
      {"en", "Node.js", "node.js", "part:node"},
      {"en", "ﬁnance and ﬂight", "finance and flight", ""},
      {"en", "ＦＵＬＬ ｗｉｄｔｈ １２３", "full width 123", ""},
      {"en", "co\u200Bvid", "co vid", "joined:covid"},
      {"en", "zero\u00ADwidth", "zerowidth", ""},
      {"en", "\u200Eleft\u200Fright", "leftright", ""},
      {"en", "ﬁ₂ x² ½", "fi x", ""},
      {"en", "naïve café résumé", "naive cafe resume", ""},
      {"en", "façade Zürich coöperate", "facade zurich cooperate", "spelling:zuerich"},
      {"en", "Ångström", "angstrom", "spelling:aangstroem"},
      {"en", "____ a_b __init__", "ab init", ""},
      {"en", "... --- !!!", "", ""},
      {"en", "", "", ""},
      {"en", "   ", "", ""},
      {"en", "snake_case and CamelCase", "snakecase and camelcase", ""},
      {"en", "\"quoted\" (bracketed) [square]", "quoted bracketed square", ""},
      {"en", "dash–dash em—dash", "dash dash em dash", ""},
      {"en", "and/or", "and or", ""},
      {"en", "London:Paris", "london paris", ""},
      {"en", "12:30", "12 30", ""},
      {"en", "AC/DC", "ac dc", ""},
      {"en", "Mr. Smith, Dr. No", "mr smith dr no", ""},
      {"en", "50-50", "50 50", "sign:50/50"},
      {"en", "twenty-one", "twenty one", "joined:twentyone"},
      {"en", "X-ray", "x ray", "joined:xray"},
      {"en", "Jean-Claude Juncker", "jean claude juncker", "joined:jeanclaude"},
      {"en", "al-Qaeda", "al qaeda", "joined:alqaeda"},
      {"en", "Al Jazeera", "al jazeera", ""},
      {"en", "D'Souza and d'Artagnan", "souza and artagnan", "spelling:dsouza spelling:dartagnan"},
      {"en", "McDonald's", "mcdonald", ""},
      {"en", "Macy's Inc.", "macy inc", ""},
      {"en", "5G", "5g", ""},
      {"en", "A380", "a380", ""},
      {"en", "B-2", "b 2", "joined:b2"},
      {"en", "™ Apple® ©2020", "apple 2020", ""},
      {"en", "a😀b", "a b", ""},
      {"en", "👨\u200D👩\u200D👧 family", "family", ""},
  })));
}

TEST_CASE("text of other languages with blanks becomes words") {
  check(GENERATE(table<std::string, std::string, std::string, std::string>({
      {"de", "Straße und Strasse", "strasse und strasse", ""},
      {"de", "Müller, Mueller und Muller", "muller mueller und muller", "spelling:mueller"},
      {"de", "MÜNCHEN München", "munchen munchen", "spelling:muenchen spelling:muenchen"},
      {"de", "Häuser und Bäume", "hauser und baume", "spelling:haeuser spelling:baeume"},
      {"de", "über Österreich", "uber osterreich", "spelling:ueber spelling:oesterreich"},
      {"de", "3,5 Prozent", "3.5 prozent", ""},
      {"de", "1.250.000,50 Euro", "1250000.50 euro", ""},
      {"de", "z.B. und d.h.", "zb und dh", "sign:z.b sign:d.h"},
      {"de", "EU-Kommission", "eu kommission", "joined:eukommission sign:e.u"},
      {"de", "Corona-Schutz-Verordnung", "corona schutz verordnung", "joined:coronaschutzverordnung"},
      {"de", "»Bild«-Zeitung", "bild zeitung", ""},
      {"de", "Bundestags-Abgeordnete", "bundestags abgeordnete", "joined:bundestagsabgeordnete"},
      {"de", "Fußball-WM 2014", "fussball wm 2014", "joined:fussballwm sign:w.m"},
      {"de", "Groß-Gerau", "gross gerau", "joined:grossgerau"},
      {"fr", "l'économie d'une", "economie une", ""},
      {"fr", "L’Oréal", "oreal", "spelling:loreal"},
      {"fr", "L\u02BCOréal, l\u02BCeau", "oreal eau", "spelling:loreal"},
      {"fr", "aujourd'hui", "aujourdhui", ""},
      {"fr", "qu'il s'agit", "il agit", ""},
      {"fr", "jusqu'à lorsqu'elle", "jusqua elle", ""},
      {"fr", "l’Élysée", "elysee", "spelling:lelysee"},
      {"fr", "œuvre cœur", "oeuvre coeur", ""},
      {"fr", "Côte d’Ivoire", "cote ivoire", "spelling:divoire"},
      {"fr", "30 000 euros", "30 000 euros", ""},
      {"fr", "c'est-à-dire", "est a dire", "joined:estadire"},
      {"fr", "Saint-Étienne", "saint etienne", "joined:saintetienne"},
      {"fr", "garçon naïf", "garcon naif", ""},
      {"it", "dell'Unione all'estero", "unione estero", "spelling:dellunione"},
      {"it", "un'altra città", "altra citta", ""},
      {"it", "perché c'è", "perche ce", ""},
      {"es", "año ñandú", "ano nandu", ""},
      {"es", "¿Qué pasó? ¡Sí!", "que paso si", ""},
      {"es", "pingüino", "pinguino", ""},
      {"ca", "l'Ajuntament", "ajuntament", "spelling:lajuntament"},
      {"ca", "col·legi", "col·legi", ""},
      {"pt", "São Paulo ação", "sao paulo acao", ""},
      {"pt", "João não", "joao nao", ""},
      {"pl", "Łódź, Kraków", "lodz krakow", ""},
      {"pl", "żółw", "zolw", ""},
      {"cs", "Dvořák Příbram", "dvorak pribram", ""},
      {"hu", "Orbán Győr", "orban gyor", ""},
      {"ro", "București și țară", "bucuresti si tara", ""},
      {"tr", "İstanbul ISPARTA ışık", "istanbul isparta isik", ""},
      {"tr", "İzmir'de", "izmirde", ""},
      {"sv", "Göteborg Åre", "goteborg are", "spelling:goeteborg spelling:aare"},
      {"da", "København Ærø", "kobenhavn aero", "spelling:koebenhavn spelling:aeroe"},
      {"nb", "Ørsted Håkon", "orsted hakon", "spelling:oersted spelling:haakon"},
      {"fi", "Jyväskylä Äänekoski", "jyvaskyla aanekoski", "spelling:jyvaeskylae spelling:aeaenekoski"},
      {"is", "Þórður Ísland", "thordur island", ""},
      {"lv", "Rīga", "riga", ""},
      {"lt", "Šiauliai", "siauliai", ""},
      {"vi", "Việt Nam", "viet nam", ""},
      {"vi", "Nguyễn", "nguyen", ""},
      {"id", "berita-berita", "berita berita", "joined:beritaberita"},
      {"nl", "foto's", "foto", ""},
      {"nl", "'s-Hertogenbosch", "s hertogenbosch", "joined:shertogenbosch"},
      {"ga", "Éire Dáil", "eire dail", ""},
      {"el", "Ελλάδα ΑΘΗΝΑ", "ελλαδα αθηνα", "spelling:ellada spelling:athina"},
      {"el", "Παπαδόπουλος", "παπαδοπουλοσ", "spelling:papadopoulos"},
      {"el", "Κυριάκος Μητσοτάκης", "κυριακοσ μητσοτακησ", "spelling:kyriakos spelling:mitsotakis"},
      {"ru", "Путин и Медведев", "путин и медведев", "spelling:putin spelling:medvedev"},
      {"ru", "Киёв ЁЛКА", "киев елка", "spelling:kiyev spelling:yelka"},
      {"ru", "выборы в России", "выборы в россии", "spelling:rossii"},
      {"ru", "Йошкар-Ола", "йошкар ола", "joined:йошкарола spelling:yoshkar spelling:ola"},
      {"ru", "Достоевский, Чайковский", "достоевский чайковский", "spelling:dostoyevsky spelling:chaykovsky"},
      {"ru", "Санкт-Петербург", "санкт петербург", "joined:санктпетербург spelling:sankt spelling:peterburg"},
      {"ru", "COVID-19 в Москве", "covid 19 в москве", "joined:covid19 spelling:moskve"},
      {"uk", "Київ Україна", "київ україна", "spelling:kyiv spelling:ukrayina"},
      {"uk", "Зеленський", "зеленський", "spelling:zelensky"},
      {"uk", "об'єкт", "обєкт", ""},
      {"sr", "Београд Ђоковић", "београд ђоковић", "spelling:beograd spelling:dokovic"},
      {"bg", "България", "българия", "spelling:bulgariya"},
      {"mk", "Ѓорѓи", "горги", "spelling:gorgi"},
      {"ar", "أخبار العالم", "اخبار العالم", ""},
      {"ar", "الصَّحِيفَة", "الصحيفة", ""},
      {"ar", "إلى مكتبة", "الي مكتبة", ""},
      {"ar", "محمـــد", "محمد", ""},
      {"ar", "٢٠٢٠", "2020", ""},
      {"ar", "١٬٢٥٠٬٠٠٠", "1250000", ""},
      {"ar", "بوتين في موسكو", "بوتين في موسكو", ""},
      {"ar", "القاهرة، مصر؟", "القاهرة مصر", ""},
      {"fa", "ایران کشور", "ايران كشور", ""},
      {"ur", "پاکستان کی خبریں", "پاكستان كي خبريں", ""},
      {"he", "ירושלים", "ירושלים", ""},
      {"he", "שָׁלוֹם", "שלום", ""},
      {"he", "צה\"ל צה״ל", "צהל צהל", ""},
      {"he", "ח׳אן", "חאן", ""},
      {"he", "בנימין נתניהו", "בנימין נתניהו", ""},
      {"yi", "ייִדיש", "יידיש", ""},
      {"hy", "Երևան", "երեւան", ""},
      {"ka", "თბილისი", "თბილისი", ""},
      {"am", "አዲስ አበባ", "አዲስ አበባ", ""},
      {"hi", "हिन्दी समाचार", "हिन्दी समाचार", ""},
      {"hi", "दिल्ली में चुनाव", "दिल्ली में चुनाव", ""},
      {"hi", "२०२४", "2024", ""},
      {"bn", "বাংলাদেশ", "বাংলাদেশ", ""},
      {"ta", "தமிழ்நாடு", "தமிழ்நாடு", ""},
      {"te", "తెలుగు", "తెలుగు", ""},
      {"ne", "नेपाल", "नेपाल", ""},
  })));
}

TEST_CASE("text without blanks becomes characters, and the dictionary's words") {
  check(GENERATE(table<std::string, std::string, std::string, std::string>({
      {"th", "ข่าวการเมืองไทย", "ข ่ า ว ก า ร เ ม ื อ ง ไ ท ย", "word:ข่าว word:การเมือง word:ไทย"},
      {"th", "กรุงเทพมหานคร 2024", "ก ร ุ ง เ ท พ ม ห า น ค ร 2024", "word:กรุงเทพมหานคร"},
      {"lo", "ວຽງຈັນ", "ວ ຽ ງ ຈ ັ ນ", "word:ວຽງຈັນ"},
      {"km", "ភ្នំពេញ", "ភ ្ ន ំ ព េ ញ", "word:ភ្នំពេញ"},
      {"my", "ရန်ကုန်", "ရ န ် က ု န ်", "word:ရန် word:ကုန်"},
      {"zh", "国务院总理李强", "国 务 院 总 理 李 强", "word:国务院 word:总理 word:李 word:强"},
      {"zh", "北京，上海。", "北 京 上 海", "word:北京 word:上海"},
      {"zh", "2024年3月25日", "2024 年 3 月 25 日", "word:年 word:月 word:日"},
      {"zh", "新冠疫情", "新 冠 疫 情", "word:新冠 word:疫 word:情"},
      {"zh", "《行动计划》", "行 动 计 划", "word:行动 word:计划"},
      {"zh", "AI技术", "ai 技 术", "sign:a.i word:技术"},
      {"zh", "中华人民共和国", "中 华 人 民 共 和 国", "word:中华 word:人民 word:共和国"},
      {"zh", "臺灣總統", "臺 灣 總 統", "word:臺灣 word:總統"},
      {"ja", "東京都知事選挙", "東 京 都 知 事 選 挙", "word:東京 word:都知事 word:選挙"},
      {"ja", "アメリカの財政赤字", "ア メ リ カ の 財 政 赤 字", "word:アメリカ word:の word:財政 word:赤字"},
      {"ja", "2,600億ドル", "2600 億 ド ル", "word:億 word:ドル"},
      {"ja", "ﾊﾟｿｺﾝ", "パ ソ コ ン", "word:パソコン"},
      {"ja", "ＮＨＫニュース", "nhk ニ ュ ー ス", "word:ニュース"},
      {"ja", "コンピューター", "コ ン ピ ュ ー タ ー", "word:コンピューター"},
      {"ja", "人々と佐々木", "人 々 と 佐 々 木", "word:人々 word:と word:佐々木"},
      {"ja", "ピカソ", "ピ カ ソ", "word:ピカソ"},
      {"ko", "서울에서 대통령이", "서 울 에 서 대 통 령 이", "word:서울에서 word:대통령이"},
      {"ko", "COVID확진자 100명", "covid 확 진 자 100 명", "word:확진자 word:명"},
      {"ko", "남북 정상회담", "남 북 정 상 회 담", "word:남북 word:정상회담"},
  })));
}
