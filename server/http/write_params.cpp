#include "server/http/write_params.h"

namespace newssearch {
namespace {

using Reason = std::optional<std::string>;  ///< why a value is no good
using Entry = ParameterOf<WriteRequest>;

constexpr std::size_t kLongestReason = 1000;  ///< bytes
constexpr const char* kFlag = R"({"type":"string","enum":["0","1"],"default":"0"})";

Reason read_flag(bool& flag, const std::string& value) {
  if (value != "0" && value != "1") return "must be 0 or 1";
  flag = value == "1";
  return std::nullopt;
}

Reason read_wait(WriteRequest& request, const std::string& value) {
  if (value != "durable" && value != "searchable") return "must be durable or searchable";
  request.wait = value == "searchable" ? WriteWait::searchable : WriteWait::durable;
  return std::nullopt;
}

Reason read_reason(WriteRequest& request, const std::string& value) {
  if (value.size() > kLongestReason) return "is longer than " + std::to_string(kLongestReason) + " bytes";
  request.reason = value;
  return std::nullopt;
}

Entry wait_parameter() {
  return {{"wait", "When to answer: once it cannot be lost any more (202), or once searches find it (200)",
           R"({"type":"string","enum":["durable","searchable"],"default":"durable"})", "searchable"},
          read_wait};
}

/// The revision in an entity tag: 3 for "\"3\"", and for "\"3-0123456789abcdef\"", which reading gives.
std::optional<std::uint32_t> revision_in(std::string_view tag) {
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
  std::uint32_t revision = 0;
  tag = tag.substr(1, tag.size() - 2);
  if (read_number(revision, tag.substr(0, tag.find('-'))) || revision == 0) return std::nullopt;
  return revision;
}

}  // namespace

std::span<const Entry> put_parameters() {
  static const std::vector<Entry> table = {wait_parameter()};
  return table;
}

std::span<const Entry> delete_parameters() {
  using Value = const std::string;
  static const std::vector<Entry> table = {
      wait_parameter(),
      {{"purge", "1: for good. Its words leave every file, it is answered with 410 and never taken again", kFlag, "1"},
       [](WriteRequest& r, Value& v) { return read_flag(r.purge, v); }},
      {{"reason", "Of a purge, for its record", R"({"type":"string","maxLength":1000})", "court order 4711"},
       read_reason},
  };
  return table;
}

std::span<const Entry> reindex_parameters() {
  static const std::vector<Entry> table = {
      {{"force", "1: even where the new index answers worse or slower than the old", kFlag, "1"},
       [](WriteRequest& r, const std::string& v) { return read_flag(r.force, v); }},
  };
  return table;
}

std::variant<WriteRequest, std::vector<InvalidParameter>> read_write_request(std::span<const Entry> table,
                                                                             const Params& params) {
  WriteRequest request;
  auto invalid = read_parameters(table, params, UnknownParameter::refused, request);
  if (!request.reason.empty() && !request.purge) {
    invalid.push_back({"reason", request.reason, "is of a purge alone: send purge=1 with it"});
  }
  if (!invalid.empty()) return invalid;
  return request;
}

Result<std::optional<std::uint32_t>> read_precondition(const HttpRequest& request) {
  const auto match = header(request, "if-match"), none_match = header(request, "if-none-match");
  if (match.empty() && none_match.empty()) return std::optional<std::uint32_t>();
  if (!match.empty() && !none_match.empty()) {
    return Error{"bad_precondition", "If-Match and If-None-Match exclude each other"};
  }
  if (!none_match.empty()) {
    if (none_match == "*" && request.method == "PUT") return std::optional<std::uint32_t>(0);
    return Error{"bad_precondition", "If-None-Match takes * alone, and of a PUT alone: that there be no such article"};
  }
  const auto revision = revision_in(match);
  if (revision) return revision;
  return Error{"bad_precondition", "If-Match takes one revision as a write answers it: \"3\""};
}

}  // namespace newssearch
