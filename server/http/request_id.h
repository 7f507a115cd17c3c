#pragma once
#include <random>
#include <string>

namespace newssearch {

/// Names for requests: 16 random hexadecimal digits each. Not safe to share between threads.
class RequestIds {
 public:
  std::string next();

 private:
  std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace newssearch
