#include "server/search/query_parser.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "server/search/query_lexer.h"
#include "server/search/query_near.h"
#include "server/search/query_signs.h"
#include "server/search/query_words.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
using Nodes = std::vector<QueryNode>;

constexpr std::size_t kFewestBeforeWildcard = 3;

/// The word of a leaf, or of the first of its variants.
const std::string& first_word(const QueryNode& node) {
  return node.words.empty() ? first_word(node.children.front()) : node.words.front();
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Several nodes under one; a single one needs nothing above it.
QueryNode group(Kind kind, Nodes children) {
  if (kind != Kind::none && children.size() == 1) return std::move(children.front());
  QueryNode node;
  node.kind = children.empty() ? Kind::everything : kind;
  if (!children.empty()) {
    node.begin = children.front().begin;
    node.end = children.back().end;
  }
  node.children = std::move(children);
  return node;
}

void append(Nodes& to, Nodes nodes) {
  to.insert(to.end(), std::make_move_iterator(nodes.begin()), std::make_move_iterator(nodes.end()));
}

void put_into_headline(QueryNode& node) {
  node.in_headline = node.kind != Kind::variants;
  for (QueryNode& child : node.children) put_into_headline(child);
}

/// Recursive descent over the items:
///   any := all (OR all)*     all := one (AND? one)*     one := NOT one | near     near := part (NEAR part)*
///   part := text | field? ( any )
/// What is to be asked for together comes as several nodes, no node where nothing is.
class Parser {
 public:
  Parser(std::string_view text, Analyzer& analyzer, const QueryClock& clock, const QueryLimits& limits,
         NameSpellings spellings, std::vector<Warning>& warnings)
      : text_(text),
        items_(lex_query(text, warnings)),
        analyzer_(analyzer),
        clock_(clock),
        limits_(limits),
        spellings_(spellings),
        warnings_(warnings) {}

  QueryNode parse() {
    Nodes parts;
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

  bool says_and() const { return says_and_; }

  /// The first limit that was exceeded.
  const std::optional<std::string>& exceeded() const { return exceeded_; }

 private:
  const QueryItem& peek(std::size_t ahead = 0) const {
    static const QueryItem end;
    return at_ + ahead < items_.size() ? items_[at_ + ahead] : end;
  }
  static bool begins_part(const QueryItem& item) {
    return item.kind == QueryItem::Kind::text || item.kind == QueryItem::Kind::quoted ||
           item.kind == QueryItem::Kind::open;
  }
  static bool begins_operand(const QueryItem& item) {
    return begins_part(item) || item.kind == QueryItem::Kind::op_not;
  }
  void warn(std::string message, const QueryItem& item) {
    warnings_.push_back({std::move(message), item.begin, item.end});
  }

  void exceed(std::string limit) {
    if (!exceeded_) exceeded_ = std::move(limit);
  }
  void count_words(std::size_t words) {
    if ((words_ += words) > limits_.words) exceed(std::to_string(limits_.words) + " words");
  }
  void take_operator() {
    if (++operators_ > limits_.operators) exceed(std::to_string(limits_.operators) + " operators");
    ++at_;
  }
  void take_wildcard() {
    if (++wildcards_ > limits_.wildcards) exceed(std::to_string(limits_.wildcards) + " wildcards");
  }
  /// False where the query is refused anyway: no further down then.
  bool descend() {
    if (++depth_ > limits_.depth) exceed("a depth of " + std::to_string(limits_.depth));
    return !exceeded_;
  }

  QueryNode parse_any() {
    Nodes parts;
    for (;;) {
      QueryNode part = parse_all();
      if (part.kind != Kind::everything) parts.push_back(std::move(part));
      if (peek().kind != QueryItem::Kind::op_or) break;
      take_operator();
    }
    return group(Kind::any, std::move(parts));
  }

  QueryNode parse_all() {
    Nodes parts;
    bool joinable = false;  // an operator has something on its left
    for (;; joinable = true) {
      const QueryItem& item = peek();
      if (item.kind == QueryItem::Kind::end || item.kind == QueryItem::Kind::close) break;
      const bool joins = joinable && begins_operand(peek(1));
      if (item.kind == QueryItem::Kind::op_or && joins) break;
      if (item.kind == QueryItem::Kind::op_and && joins) {
        take_operator();
        says_and_ = true;
      } else {
        append(parts, parse_one());
      }
    }
    return group(Kind::all, std::move(parts));
  }

  Nodes parse_one() {
    const QueryItem& item = peek();
    switch (item.kind) {
      case QueryItem::Kind::op_not:
        if (begins_operand(peek(1))) return parse_negated();
        [[fallthrough]];
      case QueryItem::Kind::op_and:
      case QueryItem::Kind::op_or:
      case QueryItem::Kind::op_near:
        ++at_;
        return stray(item);
      default:
        return parse_near();
    }
  }

  static Nodes negated(Nodes nodes) {
    if (nodes.empty()) return {};
    return {group(Kind::none, {group(Kind::all, std::move(nodes))})};
  }

  Nodes parse_negated() {
    const bool said_before = says_and_;
    take_operator();
    Nodes nodes;
    if (descend()) nodes = parse_one();
    --depth_;
    says_and_ = said_before;  // what is refused is no wish
    return negated(std::move(nodes));
  }

  /// AND, OR, NOT and NEAR with nothing to join are the words they hold.
  Nodes stray(const QueryItem& item) {
    warn("'" + std::string(item.text) + "' has nothing to join here; read as a word", item);
    return bare_words(item, item.text);
  }

  Nodes parse_near() {
    std::vector<Nodes> sides{parse_part()};
    std::vector<QueryItem> operators;
    while (peek().kind == QueryItem::Kind::op_near && begins_part(peek(1))) {
      operators.push_back(peek());
      take_operator();
      sides.push_back(parse_part());
    }
    return operators.empty() ? std::move(sides.front()) : join_near(std::move(sides), operators, warnings_);
  }

  Nodes parse_part() {
    QueryItem item = peek();
    ++at_;
    if (!item.field) item.field = field_;
    const bool said_before = says_and_;
    Nodes nodes = item.kind == QueryItem::Kind::open ? parse_group(item) : read_text(item);
    if (item.sign != '-') return nodes;
    says_and_ = said_before;
    return negated(std::move(nodes));
  }

  Nodes parse_group(const QueryItem& open) {
    const QueryField* const outer = std::exchange(field_, open.field);
    QueryNode inner;
    if (descend())
      inner = parse_any();
    else
      at_ = items_.size();
    --depth_;
    field_ = outer;
    if (peek().kind == QueryItem::Kind::close)
      ++at_;
    else
      warn("this '(' is never closed; read as if it were closed at the end", open);
    if (inner.kind == Kind::everything) return {};
    return {std::move(inner)};
  }

  Nodes read_text(const QueryItem& item) {
    if (item.kind == QueryItem::Kind::text && without_stars(item.text).empty()) return {};
    if (item.field && item.field->kind != QueryField::Kind::headline) return {read_field(item)};
    Nodes nodes = item.kind == QueryItem::Kind::quoted ? quoted_words(item) : unquoted_words(item);
    if (item.field)
      for (QueryNode& node : nodes) put_into_headline(node);
    return nodes;
  }

  std::uint32_t offset_of(const QueryItem& item) const {
    return static_cast<std::uint32_t>(item.text.data() - text_.data());
  }

  Nodes quoted_words(const QueryItem& item) {
    QueryWords words = read_quoted_words(item.text, offset_of(item), analyzer_);
    count_words(words.count);
    if (words.count > limits_.phrase_words) exceed("a phrase of " + std::to_string(limits_.phrase_words) + " words");
    if (words.nodes.empty()) warn("there is no word in these quotes; ignored", item);
    if (has_star(item.text)) warn("'*' is not read between quotes", item);
    return std::move(words.nodes);
  }

  Nodes unquoted_words(const QueryItem& item) {
    const std::string_view head = without_stars(item.text);
    const bool starred = head.size() < item.text.size();
    if (starred) {
      if (Nodes nodes = prefixed_words(item, head); !nodes.empty()) return nodes;
    } else if (has_star(item.text)) {
      warn("'*' is read at the end of a word only", item);
    }
    return bare_words(item, head);
  }

  /// Nothing, and a warning, where this is no beginning of a word.
  Nodes prefixed_words(const QueryItem& item, std::string_view head) {
    QueryWords words = read_prefix(head, offset_of(item), analyzer_, spellings_);
    if (words.nodes.empty() || has_star(head)) {
      warn("'*' is read behind a single word only", item);
      return {};
    }
    if (characters_in(first_word(words.nodes.front())) < kFewestBeforeWildcard) {
      warn("'*' needs three letters before it; read as a word", item);
      return {};
    }
    take_wildcard();
    count_words(words.count);
    words.nodes.front().required = item.sign == '+';
    return std::move(words.nodes);
  }

  Nodes bare_words(const QueryItem& item, std::string_view text) {
    QueryWords words = read_bare_words(text, offset_of(item), limits_.phrase_words, analyzer_, spellings_);
    count_words(words.count);
    if (words.nodes.empty() && !text.empty()) warn_of_no_word(item, text);
    for (QueryNode& node : words.nodes) node.required = item.sign == '+' && node.kind != Kind::phrase;
    return std::move(words.nodes);
  }

  /// A lone '&' or dash is no doubt about the query, but a sign torn from its word is.
  void warn_of_no_word(const QueryItem& item, std::string_view text) {
    if (text == "+" || text == "-")
      warn("'" + std::string(text) + "' counts only right before a word; ignored", item);
    else if (characters_in(text) > 1)
      warn("there is no word here; ignored", item);
  }

  Nodes read_field(const QueryItem& item) {
    switch (item.field->kind) {
      case QueryField::Kind::value:
        return read_value(item);
      case QueryField::Kind::like:
        return read_like(item);
      default:
        return read_dates(item);
    }
  }

  Nodes read_value(const QueryItem& item) {
    QueryNode node = node_of(item, Kind::value);
    node.field = item.field->facet;
    for (Token& token : analyzer_.analyze(item.text)) node.words.push_back(std::move(token.word));
    count_words(1);
    if (node.words.size() > limits_.words) exceed(std::to_string(limits_.words) + " words");
    if (has_star(item.text)) warn("'*' is not read in " + std::string(item.field->name) + ':', item);
    if (!node.words.empty()) return {std::move(node)};
    warn("there is no value for this field; ignored", item);
    return {};
  }

  Nodes read_like(const QueryItem& item) {
    if (item.text.empty()) {  // like:""
      warn("there is no id for this field; ignored", item);
      return {};
    }
    QueryNode node = node_of(item, Kind::like);
    node.words.emplace_back(item.text);
    count_words(1);
    return {std::move(node)};
  }

  Nodes read_dates(const QueryItem& item) {
    Result<QueryDates> dates = read_query_dates(item.field->kind, item.text, clock_);
    if (!dates) {
      warn(std::string(item.field->name) + ": " + dates.error().message + "; read as words", item);
      return bare_words(item, item.text);
    }
    QueryNode node = node_of(item, Kind::dates);
    node.days = dates->days;
    node.since = dates->since;
    return {std::move(node)};
  }

  static QueryNode node_of(const QueryItem& item, Kind kind) {
    QueryNode node;
    node.kind = kind;
    node.begin = item.begin;
    node.end = item.end;
    return node;
  }

  std::string_view text_;
  std::vector<QueryItem> items_;
  std::size_t at_ = 0;
  const QueryField* field_ = nullptr;  ///< of the group we are in
  Analyzer& analyzer_;
  const QueryClock& clock_;
  const QueryLimits& limits_;
  const NameSpellings spellings_;
  std::vector<Warning>& warnings_;
  std::size_t words_ = 0, operators_ = 0, depth_ = 0, wildcards_ = 0;
  bool says_and_ = false;
  std::optional<std::string> exceeded_;
};

Error too_large(const std::string& limit) {
  return Error{"query_too_large", "the query has more than " + limit + "; make it shorter"};
}

}  // namespace

Result<ParsedQuery> parse_query(std::string_view text, Analyzer& analyzer, const QueryClock& clock,
                                const QueryLimits& limits, NameSpellings spellings) {
  if (text.size() > limits.bytes) return too_large(std::to_string(limits.bytes) + " bytes");
  ParsedQuery query;
  Parser parser(text, analyzer, clock, limits, spellings, query.warnings);
  query.root = parser.parse();
  query.says_and = parser.says_and();
  if (parser.exceeded()) return too_large(*parser.exceeded());
  return query;
}

Result<ParsedQuery> parse_query(std::string_view text, Analyzer& analyzer, Day today, const QueryLimits& limits) {
  static const Calendar utc("UTC");
  return parse_query(text, analyzer, QueryClock{.now = today, .calendar = utc}, limits);
}

QueryNode any_words(std::string_view text, Analyzer& analyzer) {
  return group(Kind::any, read_plain_words(text, analyzer));
}

void mark_unfinished(QueryNode& query, std::size_t bytes) {
  switch (query.kind) {
    case Kind::word:
      query.unfinished = query.end == bytes && characters_in(query.words.front()) >= kFewestBeforeWildcard;
      return;
    case Kind::all:
    case Kind::any:
      return mark_unfinished(query.children.back(), bytes);
    case Kind::variants:  // other ways to write the first
      return mark_unfinished(query.children.front(), bytes);
    default:
      return;
  }
}

}  // namespace newssearch
