#include "server/search/query_parser.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "server/search/query_lexer.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

QueryNode leaf(Kind kind, std::vector<std::string> words, bool in_headline = false) {
  QueryNode node;
  node.kind = kind;
  node.words = std::move(words);
  node.in_headline = in_headline;
  return node;
}

QueryNode group(Kind kind, std::vector<QueryNode> children) {
  if (kind != Kind::none && children.size() == 1) return std::move(children.front());
  QueryNode node;
  node.kind = children.empty() ? Kind::everything : kind;
  node.children = std::move(children);
  return node;
}

/// "7d", "2w", "3m", "1y" before `today`, as the first day meant.
std::optional<Day> days_back(std::string_view text, Day today) {
  int count = 0;
  const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 1 || count > 10'000 || unit + 1 != text.data() + text.size()) return std::nullopt;
  const std::chrono::year_month_day date{today};
  const auto last_of_month = [](std::chrono::year_month_day day) {
    return day.ok() ? Day{day} : Day{day.year() / day.month() / std::chrono::last};
  };
  switch (*unit) {
    case 'h':
      return today - std::chrono::days{count / 24};
    case 'd':
      return today - std::chrono::days{count - 1};
    case 'w':
      return today - std::chrono::days{7 * count - 1};
    case 'm':
      return last_of_month(date - std::chrono::months{count});
    case 'y':
      return last_of_month(date - std::chrono::years{count});
    default:
      return std::nullopt;
  }
}

Result<Day> read_day(std::string_view text, Day today, bool last) {
  const std::string word = fold(text);
  if (word == "today") return today;
  if (word == "yesterday") return today - std::chrono::days{1};
  return last ? parse_range_end(text) : parse_range_start(text);
}

Result<DayRange> read_days(const QueryItem& item, Day today) {
  if (item.field->kind == QueryField::Kind::when) {
    if (const auto from = days_back(item.text, today)) return DayRange{from, today};
    return Error{"bad_date", "expected a span like 7d, 2w, 3m or 1y"};
  }
  DayRange range;
  std::string_view from = item.text, to = item.text;
  if (item.field->kind == QueryField::Kind::date)
    if (const std::size_t dots = item.text.find(".."); dots != std::string_view::npos) {
      from = item.text.substr(0, dots);
      to = item.text.substr(dots + 2);
    }
  if (item.field->kind != QueryField::Kind::before && !from.empty()) {
    const Result<Day> day = read_day(from, today, false);
    if (!day) return day.error();
    range.from = *day;
  }
  if (item.field->kind == QueryField::Kind::before) {  // before:2020 ends with 2019
    const Result<Day> day = read_day(to, today, false);
    if (!day) return day.error();
    range.to = *day - std::chrono::days{1};
  } else if (item.field->kind == QueryField::Kind::date && !to.empty()) {
    const Result<Day> day = read_day(to, today, true);
    if (!day) return day.error();
    range.to = *day;
  }
  if (range.from && range.to && *range.from > *range.to) return Error{"bad_date", "it ends before it begins"};
  return range;
}

/// Recursive descent over the items:
///   any  := all (OR all)*        all := one (AND? one)*        one := NOT one | ( any ) | text
class Parser {
 public:
  Parser(std::vector<QueryItem> items, Analyzer& analyzer, Day today, const QueryLimits& limits,
         std::vector<Warning>& warnings)
      : items_(std::move(items)), analyzer_(analyzer), today_(today), limits_(limits), warnings_(warnings) {}

  QueryNode parse() {
    std::vector<QueryNode> parts;
    while (at_ < items_.size()) {
      QueryNode part = parse_any();
      if (part.kind != Kind::everything) parts.push_back(std::move(part));
      if (at_ < items_.size()) {  // parse_any stops before a ')' that closes nothing
        warn("this ')' closes nothing; ignored", items_[at_]);
        ++at_;
      }
    }
    return group(Kind::all, std::move(parts));
  }

  std::optional<std::string> exceeded() const { return exceeded_; }

 private:
  const QueryItem& peek(std::size_t ahead = 0) const {
    static const QueryItem end;
    return at_ + ahead < items_.size() ? items_[at_ + ahead] : end;
  }
  static bool begins_operand(const QueryItem& item) {
    return item.kind == QueryItem::Kind::text || item.kind == QueryItem::Kind::quoted ||
           item.kind == QueryItem::Kind::open || item.kind == QueryItem::Kind::op_not;
  }
  void warn(std::string message, const QueryItem& item) {
    warnings_.push_back({std::move(message), item.begin, item.end});
  }
  void exceed(std::string limit) {
    if (!exceeded_) exceeded_ = std::move(limit);
  }
  void count_operator() {
    if (++operators_ > limits_.operators) exceed(std::to_string(limits_.operators) + " operators");
  }

  QueryNode parse_any() {
    std::vector<QueryNode> parts;
    for (bool more = true; more;) {
      QueryNode part = parse_all();
      if (part.kind != Kind::everything) parts.push_back(std::move(part));
      more = peek().kind == QueryItem::Kind::op_or;
      if (more) {
        count_operator();
        ++at_;
      }
    }
    return group(Kind::any, std::move(parts));
  }

  QueryNode parse_all() {
    std::vector<QueryNode> parts;
    for (;;) {
      const QueryItem& item = peek();
      if (item.kind == QueryItem::Kind::end || item.kind == QueryItem::Kind::close) break;
      if (item.kind == QueryItem::Kind::op_or && !parts.empty() && begins_operand(peek(1))) break;
      if (item.kind == QueryItem::Kind::op_and && !parts.empty() && begins_operand(peek(1))) {
        count_operator();
        ++at_;
        continue;
      }
      parse_one(parts);
    }
    return group(Kind::all, std::move(parts));
  }

  /// Appends what the next item means: nothing, one node, or several words.
  void parse_one(std::vector<QueryNode>& parts) {
    const QueryItem item = peek();
    ++at_;
    switch (item.kind) {
      case QueryItem::Kind::op_not:
        if (!begins_operand(peek())) return stray(item, parts);
        count_operator();
        return parse_negated(parts);
      case QueryItem::Kind::op_and:
      case QueryItem::Kind::op_or:
        return stray(item, parts);
      case QueryItem::Kind::open:
        return parse_parenthesis(item, parts);
      default:
        break;
    }
    if (item.sign != '-') return parse_text(item, parts);
    std::vector<QueryNode> negated;
    parse_text(item, negated);
    add_negation(std::move(negated), parts);
  }

  void parse_negated(std::vector<QueryNode>& parts) {
    std::vector<QueryNode> negated;
    if (++depth_ > limits_.depth) exceed("a depth of " + std::to_string(limits_.depth));
    if (!exceeded_)
      parse_one(negated);
    else
      ++at_;
    --depth_;
    add_negation(std::move(negated), parts);
  }

  static void add_negation(std::vector<QueryNode> negated, std::vector<QueryNode>& parts) {
    if (negated.empty()) return;
    parts.push_back(group(Kind::none, {group(Kind::all, std::move(negated))}));
  }

  void parse_parenthesis(const QueryItem& open, std::vector<QueryNode>& parts) {
    if (++depth_ > limits_.depth) exceed("a depth of " + std::to_string(limits_.depth));
    if (exceeded_) {  // no further down: the query is refused anyway
      at_ = items_.size();
      return;
    }
    QueryNode inner = parse_any();
    --depth_;
    if (peek().kind == QueryItem::Kind::close)
      ++at_;
    else
      warn("this '(' is never closed; read as if it were closed at the end", open);
    if (inner.kind == Kind::everything) return;
    if (open.sign == '-')
      add_negation({std::move(inner)}, parts);
    else
      parts.push_back(std::move(inner));
  }

  /// AND, OR and NOT with nothing to join are the words they hold.
  void stray(const QueryItem& item, std::vector<QueryNode>& parts) {
    warn("'" + std::string(item.text) + "' has nothing to join here; read as a word", item);
    add_words(item, parts);
  }

  void parse_text(const QueryItem& item, std::vector<QueryNode>& parts) {
    if (!item.field)
      return item.kind == QueryItem::Kind::quoted ? add_quoted(item, false, parts) : add_words(item, parts);
    switch (item.field->kind) {
      case QueryField::Kind::headline:
        return item.kind == QueryItem::Kind::quoted ? add_quoted(item, true, parts) : add_words(item, parts, true);
      case QueryField::Kind::value:
        return add_value(item, parts);
      default:
        return add_days(item, parts);
    }
  }

  std::vector<Token> tokens_of(const QueryItem& item) {
    std::vector<Token> tokens = analyzer_.analyze(item.text);
    if ((words_ += tokens.size()) > limits_.words) exceed(std::to_string(limits_.words) + " words");
    return tokens;
  }

  static std::vector<std::string> words_of(const std::vector<Token>& tokens) {
    std::vector<std::string> words;
    for (const Token& token : tokens) words.push_back(token.word);
    return words;
  }

  void add_quoted(const QueryItem& item, bool in_headline, std::vector<QueryNode>& parts) {
    std::vector<std::string> words = words_of(tokens_of(item));
    if (words.size() > limits_.phrase_words) exceed("a phrase of " + std::to_string(limits_.phrase_words) + " words");
    if (words.empty()) return warn("there is no word in these quotes; ignored", item);
    parts.push_back(leaf(words.size() == 1 ? Kind::exact : Kind::phrase, std::move(words), in_headline));
  }

  /// One item can hold several words: joined by signs (covid-19) they stand side by side in the text too; from a
  /// script without blanks they need not, since its words depend on their neighbours.
  void add_words(const QueryItem& item, std::vector<QueryNode>& parts, bool in_headline = false) {
    if (item.text == "*" || (item.text.empty() && !item.field)) return;
    const std::vector<Token> tokens = tokens_of(item);
    if (item.text.ends_with('*') && !tokens.empty()) warn("'*' is read as the end of the word", item);
    if (tokens.empty()) return warn("there is no word here; ignored", item);
    const bool ideographic =
        std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.ideographic; });
    const bool blanks = std::any_of(item.text.begin(), item.text.end(), is_blank);
    if (tokens.size() > 1 && !ideographic && !blanks) {
      parts.push_back(leaf(Kind::phrase, words_of(tokens), in_headline));
    } else {
      for (const Token& token : tokens) {
        parts.push_back(leaf(Kind::word, {token.word}, in_headline));
        parts.back().required = item.sign == '+';
      }
    }
  }

  void add_value(const QueryItem& item, std::vector<QueryNode>& parts) {
    QueryNode node = leaf(Kind::value, words_of(tokens_of(item)));
    if (node.words.empty()) return warn("there is no value for this field; ignored", item);
    node.field = item.field->facet;
    parts.push_back(std::move(node));
  }

  void add_days(const QueryItem& item, std::vector<QueryNode>& parts) {
    Result<DayRange> days = read_days(item, today_);
    if (!days) {
      warn(std::string(item.field->name) + ": " + days.error().message + "; read as words", item);
      return add_words(item, parts);
    }
    QueryNode node;
    node.kind = Kind::dates;
    node.days = *days;
    parts.push_back(std::move(node));
  }

  std::vector<QueryItem> items_;
  std::size_t at_ = 0;
  Analyzer& analyzer_;
  Day today_;
  const QueryLimits& limits_;
  std::vector<Warning>& warnings_;
  std::size_t words_ = 0, operators_ = 0, depth_ = 0;
  std::optional<std::string> exceeded_;
};

Error too_large(const std::string& limit) {
  return Error{"query_too_large", "the query has more than " + limit + "; make it shorter"};
}

}  // namespace

Result<ParsedQuery> parse_query(std::string_view text, Analyzer& analyzer, Day today, const QueryLimits& limits) {
  if (text.size() > limits.bytes) return too_large(std::to_string(limits.bytes) + " bytes");
  ParsedQuery query;
  Parser parser(lex_query(text, query.warnings), analyzer, today, limits, query.warnings);
  query.root = parser.parse();
  if (parser.exceeded()) return too_large(*parser.exceeded());
  return query;
}

QueryNode any_words(std::string_view text, Analyzer& analyzer) {
  std::vector<QueryNode> words;
  for (Token& token : analyzer.analyze(text)) words.push_back(leaf(Kind::word, {std::move(token.word)}));
  return group(Kind::any, std::move(words));
}

}  // namespace newssearch
