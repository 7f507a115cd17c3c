#include "server/search/query_lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "common/analyzer.h"

namespace newssearch {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::array<QueryField, 17> kFields = {{{"headline", QueryField::Kind::headline},
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
                                                 {"when", QueryField::Kind::when}}};

std::optional<std::size_t> quote_length(std::string_view text) {
  for (const std::string_view quote : {"\"", "\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB"})
    if (text.starts_with(quote)) return quote.size();
  return std::nullopt;
}

/// Cuts the text into items. Quotes, signs and parentheses count only where a word begins.
class Lexer {
 public:
  Lexer(std::string_view text, std::vector<Warning>& warnings) : text_(text), warnings_(warnings) {}

  std::vector<QueryItem> items() {
    std::vector<QueryItem> items;
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) items.push_back(next());
    return items;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  std::string_view rest() const { return text_.substr(at_); }

  QueryItem next() {
    QueryItem item;
    item.begin = static_cast<std::uint32_t>(at_);
    if (rest().front() == '(' || rest().front() == ')') {
      item.kind = rest().front() == '(' ? QueryItem::Kind::open : QueryItem::Kind::close;
      item.text = text_.substr(at_++, 1);
    } else {
      if ((rest().front() == '+' || rest().front() == '-') && rest().size() > 1 && !is_blank(rest()[1]))
        item.sign = text_[at_++];
      item.field = take_field();
      if (rest().starts_with("(") && !item.field) {
        item.kind = QueryItem::Kind::open;
        item.text = text_.substr(at_++, 1);
      } else if (const auto quote = quote_length(rest())) {
        take_quoted(item, *quote);
      } else {
        take_word(item);
      }
    }
    item.end = static_cast<std::uint32_t>(at_);
    return item;
  }

  const QueryField* take_field() {
    const std::size_t colon = rest().find(':');
    if (colon == std::string_view::npos || colon + 1 >= rest().size() || is_blank(rest()[colon + 1])) return nullptr;
    const std::string name = fold(rest().substr(0, colon));
    const auto field =
        std::find_if(kFields.begin(), kFields.end(), [&](const QueryField& known) { return known.name == name; });
    if (field != kFields.end()) {
      at_ += colon + 1;
      return field;
    }
    const bool looks_like_one =
        colon > 1 && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (looks_like_one && !rest().substr(colon).starts_with("://"))
      warn("there is no field '" + name + "'; read as words", at_, at_ + colon + 1);
    return nullptr;
  }

  void take_quoted(QueryItem& item, std::size_t opening) {
    const std::size_t quote_at = at_;
    at_ += opening;
    const std::size_t from = at_;
    while (at_ < text_.size() && !quote_length(rest())) ++at_;
    item.text = text_.substr(from, at_ - from);
    item.kind = QueryItem::Kind::quoted;
    if (at_ < text_.size()) {
      at_ += *quote_length(rest());
    } else {
      item.kind = QueryItem::Kind::text;
      warn("this quote is never closed; read as words", quote_at, text_.size());
    }
  }

  void take_word(QueryItem& item) {
    const std::size_t from = at_;
    int open = 0;  // f(x) is a word of its own; only an unmatched ')' ends one
    while (at_ < text_.size() && !is_blank(text_[at_]) && !(text_[at_] == ')' && open == 0)) {
      open += text_[at_] == '(' ? 1 : text_[at_] == ')' ? -1 : 0;
      ++at_;
    }
    item.text = text_.substr(from, at_ - from);
    item.kind = QueryItem::Kind::text;
    if (item.sign != 0 || item.field) return;
    if (item.text == "AND") item.kind = QueryItem::Kind::op_and;
    if (item.text == "OR") item.kind = QueryItem::Kind::op_or;
    if (item.text == "NOT") item.kind = QueryItem::Kind::op_not;
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
