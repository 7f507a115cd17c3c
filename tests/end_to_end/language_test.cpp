#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

class Newsroom : public Workplace {
 public:
  Newsroom() {
    run({"index", "-"},
        R"({"id":"visit","title":"Putin flies to Astana","body":"Vladimir Putin said on Monday that U.S. talks on covid-19 vaccines would go on. Rolls-Royce engines were named.","published":"2024-03-04","lang":"en"}
{"id":"besuch","title":"Путин прилетел в Астану","body":"В понедельник президент Путин прилетел в Астану.","published":"2024-03-04","lang":"ru"}
{"id":"us","title":"Give us more time","body":"They told us that the Rolls Royce was late. Mr Mueller asked us for email.","published":"2024-03-05","lang":"en"}
{"id":"tokyo","title":"東京都知事選挙","body":"東京都知事選挙の結果が発表された。","published":"2024-03-06","lang":"ja"}
)");
  }
  json search(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"search", "--output", "json"});
    return json::parse(run(std::move(arguments)).out);
  }
  std::vector<std::string> ids(const std::string& query) const {
    std::vector<std::string> ids;
    const json answer = search({"--sort", "oldest", query});
    for (const json& hit : answer.at("hits")) ids.push_back(hit.at("id"));
    return ids;
  }
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("an article is found however its words are typed") {
  const Newsroom newsroom;
  CHECK(newsroom.ids("U.S.") == Ids{"visit"});
  CHECK(newsroom.ids("covid19") == Ids{"visit"});
  CHECK(newsroom.ids("COVID 19") == Ids{"visit"});
  CHECK(newsroom.ids("rollsroyce") == Ids{"visit", "us"});
  CHECK(newsroom.ids("Rolls-Royce") == Ids{"visit", "us"});
  CHECK(newsroom.ids("Müller") == Ids{"us"});
  CHECK(newsroom.ids("e-mail") == Ids{"us"});
  CHECK(newsroom.ids("都知") == Ids{"tokyo"});
  CHECK(newsroom.ids("結果") == Ids{"tokyo"});
  const Ids both = newsroom.ids("putin");
  CHECK(both.size() == 2);
  CHECK(newsroom.ids("Путин").size() == 2);
  CHECK(newsroom.search({"--no-names", "Путин"}).at("total").at("value") == 1);
}

TEST_CASE("a misspelled word is offered as the index has it, and used where nothing else is found") {
  const Newsroom newsroom;
  const json alone = newsroom.search({"vacines"});
  CHECK(alone.at("query").at("corrected") == "vaccines");
  CHECK(alone.at("total").at("value") == 1);
  const json beside = newsroom.search({"vacines putin"});
  CHECK(beside.at("query").at("corrected").is_null());
  CHECK(beside.at("query").at("dropped") == json{"vacines"});
  CHECK(beside.at("did_you_mean").at("text") == "vaccines putin");
  CHECK(newsroom.search({"--no-spelling", "vacines"}).at("total").at("value") == 0);
  CHECK(newsroom.search({"2023"}).at("query").at("corrected").is_null());
}

TEST_CASE("synonyms and stop words beside the index are read when they are there") {
  const Newsroom newsroom;
  CHECK(newsroom.ids("jab").empty());
  std::filesystem::create_directories(newsroom.data());
  newsroom.write("data/synonyms.txt", "jab => vaccine\n=>\n");
  newsroom.write("data/stopwords.txt", "the\n");
  const json found = newsroom.search({"the jab"});
  CHECK(found.at("total").at("value") == 1);
  CHECK(found.at("query").at("parsed") == "[the] AND jab|vaccine");
  CHECK_THAT(newsroom.run({"search", "jab"}).err, Contains("synonyms.txt:2"));
  CHECK(newsroom.search({"--no-synonyms", "jab"}).at("total").at("value") == 0);
}

TEST_CASE("the doctor says which part of a search an article does not pass") {
  const Newsroom newsroom;
  const Ended missed = newsroom.run({"doctor", "--missing", "visit", "putin", "\"talks vaccines\"", "--since", "2025"});
  CHECK(missed.code == 1);
  CHECK_THAT(missed.out, Contains("This search does not find it"));
  CHECK_THAT(missed.out, Contains("it holds these words, but not side by side"));
  CHECK_THAT(missed.out, Contains("published on 2024-03-04"));
  const Ended found = newsroom.run({"doctor", "--missing", "visit", "vaccines", "--output", "json"});
  CHECK(found.code == 0);
  CHECK(json::parse(found.out).at("position") == 1);
  const Ended unknown = newsroom.run({"doctor", "--missing", "nobody", "putin"});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Contains("there is no article 'nobody'"));
}
