#include "server/search/text_fragment.h"

#include <catch2/catch.hpp>

#include "server/search/highlighter.h"
#include "tests/search/query_trees.h"

using namespace newssearch;
using namespace newssearch::query_trees;

namespace {

std::string fragment_of(const QueryNode& query, std::string_view text, std::string_view lang = "en") {
  Analyzer analyzer;
  Highlighter highlighter(query, analyzer, [](const std::string&) { return 1.0; });
  return highlighter.snippet(text, lang, 100).text_fragment;
}

}  // namespace

TEST_CASE("the sentence shown is named by its text, percent-encoded") {
  const auto [text, fragment] = GENERATE(table<std::string, std::string>({
      {"It rained. Rates rose.", "#:~:text=Rates%20rose."},
      {"Rates\nrose,\t & fell.", "#:~:text=Rates%20rose%2C%20%26%20fell."},
      {"Rates: a so-called “cut”", "#:~:text=Rates%3A%20a%20so%2Dcalled%20%E2%80%9Ccut%E2%80%9D"},
      {"Rates\n\nand more after the paragraph", "#:~:text=Rates"},
      {"The rates 1/2 #1 100% <b>", "#:~:text=The%20rates%201%2F2%20%231%20100%25%20%3Cb%3E"},
  }));
  CHECK(fragment_of(word("rates"), text) == fragment);
}

TEST_CASE("a sentence of more than eight words and eighty characters is named by its first and last four") {
  CHECK(fragment_of(word("rates"),
                    "It rained. Nobody who was there that evening, said the\nwell-known economist, had expected "
                    "that interest rates would rise so soon. It rained.") ==
        "#:~:text=Nobody%20who%20was%20there,would%20rise%20so%20soon.");
  CHECK(fragment_of(word("rates"),
                    "Incomprehensibilities notwithstanding, counterrevolutionaries underestimated "
                    "internationalisation rates.") ==
        "#:~:text=Incomprehensibilities%20notwithstanding%2C%20counterrevolutionaries%20underestimated%20"
        "internationalisation%20rates.");
}

TEST_CASE("a long sentence without blanks is named by its first and last eight characters and the words they end in") {
  const std::string clause = "昨天北京和上海以及其他许多地方都在下大雨，";
  const std::string fragment =
      fragment_of(characters("大雨"), clause + clause + clause + clause + "学校停课了。", "zh");
  const std::string begin = "#:~:text=" + std::string("%E6%98%A8%E5%A4%A9%E5%8C%97%E4%BA%AC");  // 昨天北京
  CHECK_THAT(fragment, Catch::StartsWith(begin) && Catch::EndsWith("%E3%80%82"));
  CHECK(std::count(fragment.begin(), fragment.end(), ',') == 1);
  CHECK(fragment.size() < begin.size() + 9 * 20);
}

TEST_CASE("Korean, which has blanks, is named by its words") {
  const std::string text =
      "정부는 오늘 오전 회의를 열고 내년도 예산안을 논의했으며 이 자리에는 관계 부처 장관들이 모두 참석한 것으로 "
      "알려졌다고 "
      "대변인이 기자들에게 말했고 추가 발표는 다음 주로 미뤄졌다.";
  CHECK(
      fragment_of(characters("예산안"), text, "ko") ==
      "#:~:text=%EC%A0%95%EB%B6%80%EB%8A%94%20%EC%98%A4%EB%8A%98%20%EC%98%A4%EC%A0%84%20%ED%9A%8C%EC%9D%98%EB%A5%BC,"
      "%EB%B0%9C%ED%91%9C%EB%8A%94%20%EB%8B%A4%EC%9D%8C%20%EC%A3%BC%EB%A1%9C%20%EB%AF%B8%EB%A4%84%EC%A1%8C%EB%8B%A4.");
}

TEST_CASE("where nothing was found, or a name would be endless, there is no fragment") {
  CHECK(fragment_of(word("zebra"), "Rates rose.").empty());
  CHECK(fragment_of(QueryNode{}, "Rates rose.").empty());
  CHECK(fragment_of(in_headline(word("rates")), "Rates rose.").empty());
  CHECK(fragment_of(word("rates"), "Rates " + std::string(1000, 'x')).empty());
}
