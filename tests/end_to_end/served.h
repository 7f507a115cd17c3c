#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/end_to_end/workplace.h"

namespace newssearch {

/// `newssearch serve` on a free port of the loopback interface.
class Served {
 public:
  explicit Served(const Workplace& place, std::vector<std::string> more = {})
      : program_(start(place, std::move(more))) {
    page_ = program_.read_line();
    REQUIRE_THAT(page_, Catch::StartsWith("http://127.0.0.1:") && Catch::EndsWith("/search"));
  }
  const std::string& page() const { return page_; }
  std::string url(const std::string& path) const { return page_.substr(0, page_.rfind('/')) + path; }
  void signal(int number) { program_.signal(number); }
  int stop(int signal) {
    program_.signal(signal);
    return program_.wait().code;
  }

 private:
  static Start start(const Workplace& place, std::vector<std::string> more) {
    more.insert(more.begin(), {"serve", "--listen", "127.0.0.1:0"});
    return place.start(std::move(more));
  }

  RunningProgram program_;
  std::string page_;
};

}  // namespace newssearch
