#pragma once
// What every driver of the comparison shares: the neutral corpus file, and the lines on standard input and output.
//
//   PROGRAM build CORPUS.tsv INDEX    makes the folder INDEX anew, durable when it returns
//   PROGRAM serve INDEX               answers requests until its input ends
//
// The corpus has one article a line: id, published, section, source, headline, body, with a tab between them; tabs,
// newlines and backslashes inside are written \t, \n, \\. `published` is seconds since 1970, or nothing.
//
// A request is a line too: mode, kind, words, from, to, article, with a tab between them. The answer is
//   microseconds <tab> total <tab> buckets <tab> id,id,...
// with "-" for a total that was not asked for, or "unsupported", or "error <tab> why". The time is that of the whole
// work of the query on one thread, by a steady clock. The first line a driver writes is "ready".
//
// Drivers that can answer from several threads also take
//   at_once <tab> threads <tab> count
// before so many requests. They are read first, then answered, each thread taking the next one; the answers are as
// above, in the order of the requests, and a last line has the microseconds from the first start to the last end.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace peers {

struct Article {
  std::string id;
  std::optional<std::int64_t> published;  ///< seconds since 1970
  std::string section, source, headline, body;
};

/// Modes: top10, total, facets, range, range_months, newest, page, related. What each asks for is in README.md.
struct Request {
  std::string mode;
  std::string kind;  ///< or, and, phrase; article for `related`
  std::vector<std::string> words;
  std::int64_t from = 0, to = 0;  ///< seconds since 1970, both inclusive: whole days
  std::string article;
  bool in_range() const { return mode == "range" || mode == "range_months"; }
  bool counts_facets() const { return mode == "facets" || mode == "page"; }
  bool counts_months() const { return counts_facets() || mode == "range_months"; }
  bool wants_total() const { return mode != "top10" && mode != "newest" && mode != "related"; }
};

struct Answer {
  std::vector<std::string> ids;
  std::optional<std::uint64_t> total;
  std::size_t buckets = 0;  ///< sections, sources and months that at least one match has
};

/// No answer: the engine has no such thing.
using Answering = std::function<std::optional<Answer>(const Request&)>;

inline std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = line.find(separator);
    parts.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return parts;
    line.remove_prefix(end + 1);
  }
}

inline std::string unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    if (escape) ++i;
    plain += escape && text[i] == 't' ? '\t' : escape && text[i] == 'n' ? '\n' : text[i];
  }
  return plain;
}

inline Article read_article(std::string_view line) {
  const std::vector<std::string_view> fields = split(line, '\t');
  if (fields.size() != 6)
    throw std::runtime_error("corpus: a line does not have six fields: " + std::string(line, 0, 80));
  Article article;
  article.id = unescaped(fields[0]);
  if (!fields[1].empty()) article.published = std::stoll(std::string(fields[1]));
  article.section = unescaped(fields[2]);
  article.source = unescaped(fields[3]);
  article.headline = unescaped(fields[4]);
  article.body = unescaped(fields[5]);
  return article;
}

inline void for_each_line(const std::string& path, const std::function<void(const std::string&)>& use) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be opened");
  for (std::string line; std::getline(file, line);) use(line);
}

inline void for_each_article(const std::string& path, const std::function<void(const Article&)>& use) {
  for_each_line(path, [&](const std::string& line) { use(read_article(line)); });
}

/// Months since year 0 of a moment, in UTC; 0 where there is none.
inline int month_of(std::optional<std::int64_t> published) {
  if (!published) return 0;
  const std::chrono::sys_seconds moment{std::chrono::seconds(*published)};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(moment)};
  return int(date.year()) * 12 + static_cast<int>(unsigned(date.month())) - 1;
}

inline Request read_request(const std::string& line) {
  const std::vector<std::string_view> fields = split(line, '\t');
  if (fields.size() != 6) throw std::runtime_error("a request has six fields, with a tab between them");
  Request request;
  request.mode = fields[0];
  request.kind = fields[1];
  for (const std::string_view word : split(fields[2], ' '))
    if (!word.empty()) request.words.emplace_back(word);
  request.from = std::atoll(std::string(fields[3]).c_str());
  request.to = std::atoll(std::string(fields[4]).c_str());
  request.article = fields[5];
  return request;
}

inline std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// What is written for a request.
inline std::string answer_line(const Answering& answer, const std::string& line) {
  try {
    const Request request = read_request(line);
    const auto start = std::chrono::steady_clock::now();
    const std::optional<Answer> answered = answer(request);
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    if (!answered) return "unsupported";
    return std::to_string(took.count()) + '\t' + (answered->total ? std::to_string(*answered->total) : "-") + '\t' +
           std::to_string(answered->buckets) + '\t' + joined(answered->ids, ",");
  } catch (const std::exception& error) {
    return std::string("error\t") + error.what();
  }
}

inline void answer_at_once(const Answering& answer, const std::string& line) {
  const std::vector<std::string_view> fields = split(line, '\t');
  if (fields.size() != 3) throw std::runtime_error("at_once has two numbers, with a tab between them");
  std::vector<std::string> requests(std::stoul(std::string(fields[2]))), answers(requests.size());
  for (std::string& request : requests) std::getline(std::cin, request);
  std::atomic<std::size_t> next = 0;
  const auto answer_some = [&] {
    for (std::size_t i; (i = next++) < requests.size();) answers[i] = answer_line(answer, requests[i]);
  };
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads(std::stoul(std::string(fields[1])));
    for (std::jthread& thread : threads) thread = std::jthread(answer_some);
  }
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
  for (const std::string& answered : answers) std::cout << answered << '\n';
  std::cout << took.count() << std::endl;
}

enum class Threads { one, several };  ///< that may call an Answering at once

/// Answers every line of standard input.
inline void serve(const Answering& answer, Threads threads = Threads::one) {
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    if (threads == Threads::several && line.starts_with("at_once\t"))
      answer_at_once(answer, line);
    else
      std::cout << answer_line(answer, line) << std::endl;
  }
}

/// The main of a driver.
inline int run(int count, char** words, const std::function<void(const std::string&, const std::string&)>& build,
               const std::function<void(const std::string&)>& serve_index) {
  try {
    const std::string command = count > 1 ? words[1] : "";
    if (command == "build" && count == 4) return build(words[2], words[3]), 0;
    if (command == "serve" && count == 3) return serve_index(words[2]), 0;
    std::cerr << "usage: " << words[0] << " build CORPUS.tsv INDEX | serve INDEX\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << words[0] << ": " << error.what() << "\n";
    return 1;
  }
}

}  // namespace peers
