#include "server/http/rules_api.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <mutex>
#include <system_error>

#include "common/unix_socket.h"
#include "server/http/problem.h"
#include "server/search/followed_files.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlain = "text/plain";
constexpr std::size_t kToldErrors = 20;

struct RuleFile {
  std::string name;  ///< "synonyms"
  fs::path path;
  std::string follows;  ///< who does what it says, and from when on
  std::string example;  ///< of its lines
  /// Which of its lines are not understood.
  std::vector<std::string> (*errors_of)(std::string_view lines, std::string_view name);
};

std::vector<RuleFile> rule_files(const RuleFiles::Paths& files) {
  return {{"synonyms", files.synonyms, "which searches follow from the next on",
           "nhs => national health service\nferry, ferryboat\n",
           [](std::string_view lines, std::string_view name) {
             Vocabulary words;
             Analyzer analyzer;
             words.add_synonyms(lines, name, analyzer);
             return words.errors();
           }},
          {"stopwords", files.stop_words, "which searches follow from the next on", "said\nmr\n",
           [](std::string_view lines, std::string_view name) {
             Vocabulary words;
             Analyzer analyzer;
             words.add_stop_words(lines, name, analyzer);
             return words.errors();
           }},
          {"pins", files.pins, "which articles come first for which queries, from the next on",
           "dam inquiry => kestrel-pellow-report courier-inquiry-announced\n",
           [](std::string_view lines, std::string_view name) {
             Pins pins;
             pins.add_lines(lines, name);
             return pins.errors();
           }},
          {"hidden", files.hidden, "the sources whose articles are on no page and in no answer, from the next on",
           "Kestrel Courier\nkestrel.example\n", [](std::string_view lines, std::string_view name) {
             HiddenSources hidden;
             Analyzer analyzer;
             hidden.add_lines(lines, name, analyzer);
             return hidden.errors();
           }}};
}

HttpResponse plain(std::string text) {
  HttpResponse response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  response.headers["Cache-Control"] = "no-store";
  return response;
}

HttpResponse show(const RuleFile& file, const HttpRequest& http) {
  const Result<std::string> text = read_rule_file(file.path);
  if (!text) return to_response({503, "unreadable", text.error().message}, http);
  return plain(*text);
}

/// Beside, synced, and renamed: who reads it meanwhile, or after a power cut, has the old one or the new one. Throws
/// std::system_error.
void replace(const fs::path& file, const std::string& text) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  const fs::path beside = file.string() + ".new";
  {
    std::ofstream stream(beside, std::ios::binary);
    stream << text << std::flush;
    if (!stream) throw std::system_error(errno, std::generic_category(), beside.string());
  }
  const Descriptor written(::open(beside.c_str(), O_RDONLY | O_CLOEXEC));
  if (::fsync(written.number()) != 0) throw std::system_error(errno, std::generic_category(), beside.string());
  fs::rename(beside, file);
}

HttpResponse put(const RuleFile& file, const HttpRequest& http) {
  if (media_type(http) != kPlain) {
    return to_response({415, "unsupported_media_type", "the body must be text/plain, a line each"}, http);
  }
  if (const auto errors = file.errors_of(http.body, file.name); !errors.empty()) {
    std::vector<InvalidParameter> wrong;
    for (const auto& error : errors) {
      if (wrong.size() < kToldErrors) wrong.push_back({"body", "", error});
    }
    return to_response({400, "bad_lines", "there are lines that make no sense: nothing was changed", wrong}, http);
  }
  std::error_code error;
  if (fs::exists(file.path, error) && !fs::is_regular_file(file.path, error)) {
    return to_response({409, "not_a_file", file.name + " is no file that could be replaced: remove it"}, http);
  }
  replace(file.path, http.body);
  return plain(http.body);
}

}  // namespace

void add_rules_api(Router& router, const RuleFiles::Paths& files) {
  for (const auto& file : rule_files(files)) {
    router.add({"GET",
                "/v1/admin/" + file.name,
                [file](const HttpRequest& http) { return show(file, http); },
                Cost::worker,
                "The lines of the file of " + file.name,
                "Lines",
                {},
                std::nullopt,
                {200},
                kPlain,
                Scope::admin});
    router.add({"PUT",
                "/v1/admin/" + file.name,
                [file](const HttpRequest& http) { return put(file, http); },
                Cost::worker,
                "Replaces the file of " + file.name + ": " + file.follows,
                "Lines",
                {},
                RequestBody{kPlain, "Lines", kMostRuleFileBytes, file.example},
                {200},
                kPlain,
                Scope::admin});
  }
}

}  // namespace newssearch
