#include "tests/faults/swap_client.h"

#include <nlohmann/json.hpp>

namespace newssearch::faults {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kHeadline = "Swap ";

std::uint64_t generation_in(const std::string& headline) {
  if (!headline.starts_with(kHeadline)) throw std::runtime_error("'" + headline + "' is not the probe's headline");
  return std::stoull(headline.substr(kHeadline.size()));
}

}  // namespace

Article probe(std::uint64_t generation) {
  Article article;
  article.id = kProbeId;
  article.headline = std::string(kHeadline) + std::to_string(generation);
  article.body = "The swapprobe changes with each generation; the ferry strike and the dam inquiry stay.";
  article.lang = "en";
  return article;
}

void SwapClient::ask_all() {
  for (const std::string path : {"/v1/search?q=swapprobe&date_histogram=auto", "/v1/articles/swap-probe",
                                 "/v1/suggest?q=swa", "/v1/articles/swap-probe/related"}) {
    try {
      const Json answer = get(path);
      if (path.starts_with("/v1/search")) {
        if (answer.at("total").at("value") != 1) throw std::runtime_error("the probe is not found once");
        const std::uint64_t generation = answer.at("index").at("generation");
        if (generation_in(answer.at("hits").at(0).at("headline")) != generation)
          throw std::runtime_error("an answer of two generations");
        see(generation);
      } else if (path.ends_with("/related")) {
        if (answer.at("hits").empty()) throw std::runtime_error("nothing is related");
      } else if (path.starts_with("/v1/articles")) {
        see(generation_in(answer.at("headline")));
      } else {
        see(generation_in(answer.at("suggestions").at(0).at("text")));
      }
    } catch (const std::exception& error) {
      failures_.push_back(path + ": " + error.what());
    }
  }
}

Json SwapClient::get(const std::string& path) {
  const HttpClient::Answer answer = http_.get(path);
  reconnections_ += requests_++ > 0 && answer.new_connection ? 1 : 0;
  if (answer.new_connection) newest_ = 0;  // across connections an answer may lag
  if (answer.status != 200)
    throw std::runtime_error(std::to_string(answer.status) + " " + answer.failure + answer.body);
  return Json::parse(answer.body);
}

void SwapClient::see(std::uint64_t generation) {
  if (generation < newest_)
    throw std::runtime_error("generation " + std::to_string(generation) + " after " + std::to_string(newest_));
  newest_ = generation;
}

}  // namespace newssearch::faults
