#include "indexer/background_merge.h"

#include <catch2/catch.hpp>
#include <future>

#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

/// A generation said to have so many parts beside its own, whose files are not there.
Generation with_parts(const std::filesystem::path& folder, std::size_t added) {
  Generation generation{folder, {}};
  generation.manifest.number = 7;
  for (std::size_t part = 0; part < added; ++part)
    generation.manifest.parts.push_back({"added/" + std::to_string(part), 0, 1, 1});
  generation.manifest.parts.push_back({"", 0, 1, 1});
  return generation;
}

}  // namespace

TEST_CASE("nothing is merged where there are few parts", "[merge]") {
  const TemporaryFolder folder;
  BackgroundMerge merge(folder.path() / "merging", [](const std::string&) {});
  merge.start_if_due(with_parts(folder.path(), 3));
  CHECK(merge.parts().empty());
  CHECK(merge.generation() == 0);
}

TEST_CASE("a merge that fails says why, leaves the parts as they are, and is not tried again at once", "[merge]") {
  const TemporaryFolder folder;
  std::promise<std::string> ended;
  BackgroundMerge merge(folder.path() / "merging", [&](const std::string& failure) { ended.set_value(failure); });
  const Generation generation = with_parts(folder.path() / "gen-000007", 5);
  merge.start_if_due(generation);
  CHECK(ended.get_future().get().find("gen-000007") != std::string::npos);
  CHECK(merge.parts().empty());
  CHECK(merge.generation() == 0);
  CHECK_FALSE(merge.is_done());
  merge.start_if_due(generation);  // a second end would throw: a promise is kept once
  CHECK(merge.parts().empty());
}
