#include "server/search/query_lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "common/analyzer.h"
#include "server/search/query_signs.h"

namespace newssearch {
namespace {

constexpr std::uint32_t kNearDistance = 10;

constexpr std::array<QueryField, 18> kFields = {{{"headline", QueryField::Kind::headline},
                                                 {"title", QueryField::Kind::headline},
                                                 {"intitle", QueryField::Kind::headline},
                                                 {"author", QueryField::Kind::value, Facet::author},
                                                 {"byline", QueryField::Kind::value, Facet::author},
                                                 {"section", QueryField::Kind::value, Facet::section},
                                                 {"tag", QueryField::Kind::value, Facet::tag},
                                                 {"place", QueryField::Kind::value, Facet::place},
                                                 {"lang", QueryField::Kind::value, Facet::lang},
                                                 {"language", QueryField::Kind::value, Facet::lang},
                                                 {"source", QueryField::Kind::value, Facet::source},
                                                 {"site", QueryField::Kind::value, Facet::source},
                                                 {"domain", QueryField::Kind::value, Facet::source},
                                                 {"before", QueryField::Kind::before},
                                                 {"after", QueryField::Kind::after},
                                                 {"date", QueryField::Kind::date},
                                                 {"when", QueryField::Kind::when},
                                                 {"like", QueryField::Kind::like}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The n of "NEAR/n"; 10 of a bare "NEAR"; nothing where the word is another.
std::optional<std::uint32_t> near_distance(std::string_view word) {
  if (!word.starts_with("NEAR")) return std::nullopt;
  word.remove_prefix(4);
  if (word.empty()) return kNearDistance;
  std::uint32_t distance = 0;
  if (word.front() != '/' || word.size() < 2 || word.size() > 8) return std::nullopt;
  const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), distance);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return distance;
}

bool is_operator(std::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<Warning>& warnings) : text_(text), warnings_(warnings) {}

  std::vector<QueryItem> items() {
    std::vector<QueryItem> items;
    for (;;) {
      while (twin() == ' ') skip();
      if (at_ == text_.size()) return items;
      items.push_back(next());
    }
  }

 private:
  Sign sign() const { return at_ < text_.size() ? sign_at(text_, at_) : Sign{}; }
  char twin() const { return sign().twin; }
  void skip() { at_ += sign().bytes; }
  /// A word, a group or a quote may follow here.
  bool something_at(std::size_t at) const {
    if (at >= text_.size()) return false;
    const char next = sign_at(text_, at).twin;
    return next != ' ' && next != ')';
  }

  QueryItem next() {
    QueryItem item;
    item.begin = static_cast<std::uint32_t>(at_);
    if ((twin() == '+' || twin() == '-') && something_at(at_ + sign().bytes)) {
      item.sign = twin();
      skip();
    }
    item.field = take_field();
    switch (twin()) {
      case '(':
      case ')':
        take_parenthesis(item);
        break;
      case '"':
        take_quoted(item);
        break;
      default:
        take_word(item);
    }
    item.end = static_cast<std::uint32_t>(at_);
    return item;
  }

  const QueryField* take_field() {
    std::size_t colon = at_;
    for (; colon < text_.size(); colon += sign_at(text_, colon).bytes)
      if (sign_at(text_, colon).twin != 0) break;
    if (colon == at_ || colon == text_.size() || sign_at(text_, colon).twin != ':') return nullptr;
    const std::string name = fold(text_.substr(at_, colon - at_));
    const std::size_t behind = colon + sign_at(text_, colon).bytes;
    const auto field =
        std::find_if(kFields.begin(), kFields.end(), [&](const QueryField& f) { return f.name == name; });
    if (field == kFields.end()) {
      const bool looks_like_one =
          name.size() > 1 && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      if (looks_like_one && something_at(behind) && !text_.substr(colon).starts_with("://"))
        warn("there is no field '" + name + "'; read as words", at_, behind);
      return nullptr;
    }
    if (!something_at(behind)) {
      warn("'" + name + ":' needs its value right behind it; read as a word", at_, behind);
      return nullptr;
    }
    at_ = behind;
    return field;
  }

  void take_parenthesis(QueryItem& item) {
    item.kind = twin() == '(' ? QueryItem::Kind::open : QueryItem::Kind::close;
    const std::size_t from = at_;
    skip();
    item.text = text_.substr(from, at_ - from);
  }

  void take_quoted(QueryItem& item) {
    const std::size_t quote_at = at_;
    skip();
    const std::size_t from = at_;
    while (at_ < text_.size() && twin() != '"') skip();
    item.text = text_.substr(from, at_ - from);
    item.kind = at_ < text_.size() ? QueryItem::Kind::quoted : QueryItem::Kind::text;
    if (at_ < text_.size())
      skip();
    else
      warn("this quote is never closed; read as words", quote_at, text_.size());
  }

  void take_word(QueryItem& item) {
    const std::size_t from = at_;
    int open = 0;  // f(x) is a word of its own; only an unmatched ')' ends one
    constexpr std::size_t kNone = std::string_view::npos;
    std::size_t quote = kNone;
    for (; at_ < text_.size() && twin() != ' ' && !(twin() == ')' && open == 0); skip()) {
      if ((twin() == '(' || twin() == '"') && is_operator(text_.substr(from, at_ - from))) break;  // AND(oil)
      if (twin() == '(') ++open;
      if (twin() == ')') --open;
      if (twin() == '"' && quote != kNone)
        quote = kNone;
      else if (twin() == '"' && !is_digit(text_[at_ - 1]))  // 5" are inches
        quote = at_;
    }
    item.text = text_.substr(from, at_ - from);
    item.kind = QueryItem::Kind::text;
    if (quote != kNone) warn("this quote is never opened; read as words", quote, quote + sign_at(text_, quote).bytes);
    if (item.sign != 0 || item.field) return;
    if (item.text == "AND") item.kind = QueryItem::Kind::op_and;
    if (item.text == "OR") item.kind = QueryItem::Kind::op_or;
    if (item.text == "NOT") item.kind = QueryItem::Kind::op_not;
    if (const std::optional<std::uint32_t> distance = near_distance(item.text)) {
      item.kind = QueryItem::Kind::op_near;
      item.distance = *distance;
    }
  }

  void warn(std::string message, std::size_t begin, std::size_t end) {
    warnings_.push_back({std::move(message), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  std::string_view text_;
  std::vector<Warning>& warnings_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<QueryItem> lex_query(std::string_view text, std::vector<Warning>& warnings) {
  return Lexer(text, warnings).items();
}

}  // namespace newssearch
