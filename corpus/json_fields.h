#pragma once
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// The fields of one JSON object, read by name. Where several names are given, the first that says anything counts.
/// What is amiss is noted on the way: as a warning, or as the reason why the object is no article.
class JsonFields {
 public:
  using Names = std::initializer_list<const char*>;

  JsonFields(const nlohmann::json& object, std::vector<std::string>& warnings) : object_(object), warnings_(warnings) {}

  /// Text that the article cannot do without: of another type, it costs the article.
  std::string essential_text(Names names);
  /// The same, but a number will do.
  std::string identity(Names names);
  /// Text, or an object that has a name.
  std::string optional_text(Names names);
  /// A list of texts or named objects, or one of them alone.
  std::vector<std::string> list(Names names);
  /// The same, told apart: an object's name is one thing, a text may name several.
  struct Stated {
    std::string text;
    bool is_name = false;
  };
  std::vector<Stated> stated(Names names);
  std::optional<double> number(Names names);

  /// Why the object is no article, where that is so: code "bad_field".
  const std::optional<Error>& refusal() const { return refusal_; }

 private:
  struct Field {
    const char* name;
    const nlohmann::json* value;
  };
  std::optional<Field> find(Names names) const;
  void refuse(const Field& field, const std::string& expected);
  void leave_out(const Field& field, const nlohmann::json& value, const std::string& expected);

  const nlohmann::json& object_;
  std::vector<std::string>& warnings_;
  std::optional<Error> refusal_;
};

}  // namespace newssearch
