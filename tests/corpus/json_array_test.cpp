#include "tests/corpus/reading.h"

using namespace newssearch;

TEST_CASE("the elements of an array are numbered from one") {
  CHECK(outcomes(read_all(R"([{"title":"One"},{"title":"Two"}])")) == Lines{"file#1 One", "file#2 Two"});
  CHECK(outcomes(read_all("\n[\n  {\n    \"title\": \"One\"\n  },\n  {\n    \"title\": \"Two\"\n  }\n]\n")) ==
        Lines{"file#1 One", "file#2 Two"});
}

TEST_CASE("objects written over several lines need no array around them") {
  CHECK(outcomes(read_all("{\n  \"title\": \"One\"\n}\n{\n  \"title\": \"Two\"\n}\n")) ==
        Lines{"file#1 One", "file#2 Two"});
}

TEST_CASE("an empty array holds no articles, and that is said") {
  CHECK(outcomes(read_all("[]")) == Lines{"file empty: no articles in it"});
  CHECK(outcomes(read_all(" [ ] \n")) == Lines{"file empty: no articles in it"});
}

TEST_CASE("brackets and commas within strings part nothing") {
  CHECK(outcomes(read_all(R"([{"title":"]},{ \" \\"},{"title":"Two"}])")) == Lines{"file#1 ]},{ \" \\", "file#2 Two"});
}

TEST_CASE("a broken element does not cost its neighbours") {
  const auto [name, broken] = GENERATE(table<const char*, const char*>({
      {"a bare word", R"({"title": oops})"},
      {"a missing closing brace", R"({"title": "Broken")"},
      {"a missing closing bracket", R"({"title": "Broken", "tags": ["a", "b"})"},
      {"a bracket too many", R"({"title": "Broken", "tags": "a"]})"},
      {"a missing value", R"({"title": , "body": "B"})"},
      {"a quote that is never closed", "{\"title\": \"Broken}"},
      {"no object at all", "12"},
      {"a string", R"("a, b ]")"},
      {"rubbish", "!?"},
  }));
  INFO(name);
  const std::vector<ReadArticle> records =
      read_all("[\n{\"title\": \"Before\"},\n" + std::string(broken) + ",\n{\"title\": \"After\"}\n]");
  REQUIRE(records.size() >= 3);
  CHECK(outcomes(records).front() == "file#1 Before");
  CHECK(outcomes(records).back() == "file#3 After");
  CHECK(records[1].article.has_value() == false);
}

TEST_CASE("an array that is cut short gives what came before") {
  CHECK(outcomes(read_all(R"([{"title":"One"},{"title":"Tw)")) ==
        Lines{"file#1 One", "file#2 bad_json: the file ends in the middle of its JSON: it was cut short"});
  CHECK(outcomes(read_all(R"([{"title":"One"},)")) ==
        Lines{"file#1 One", "file#1 bad_json: the file ends in the middle of its JSON: it was cut short"});
}

TEST_CASE("what follows the array is pointed out") {
  CHECK(outcomes(read_all(R"([{"title":"One"}] [{"title":"Two"}])")) ==
        Lines{"file#1 One", "file#2 bad_json: more follows after the end of the array"});
}

TEST_CASE("an element over the limit is passed over without being held") {
  ReadOptions options = options_of_2025();
  options.max_record_bytes = 1000;
  CHECK(outcomes(read_all("[{\"title\":\"" + std::string(300'000, 'x') + "\"},{\"title\":\"Two\"}]", options)) ==
        Lines{"file#1 too_large: the record of 293.0 kB is over the limit of 1.0 kB", "file#2 Two"});
}

TEST_CASE("rubbish is one record, however much there is of it") {
  CHECK(outcomes(read_all("[{\"title\":\"One\"}" + std::string(1'000'000, '}') + ",{\"title\":\"Three\"}]")) ==
        Lines{"file#1 One", "file#2 bad_json: expected a JSON object with an article's fields", "file#3 Three"});
}

TEST_CASE("hostile depth is counted, not followed") {
  const std::size_t depth = 3'000'000;
  CHECK(outcomes(read_all("[" + std::string(depth, '[') + std::string(depth, ']') + ",{\"title\":\"Two\"}]")) ==
        Lines{"file#1 bad_json: expected a JSON object with an article's fields", "file#2 Two"});
  CHECK(outcomes(read_all("[" + std::string(depth, '['))) ==
        Lines{"file#1 bad_json: the file ends in the middle of its JSON: it was cut short"});
}
