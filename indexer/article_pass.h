#pragma once
#include <cstdint>
#include <functional>

#include "common/analyzer.h"
#include "indexer/inverter.h"

namespace newssearch {

/// Reads articles [begin, end) on some threads, each with a reader and an analyzer of its own, and calls `visit` from
/// them: in any order, each once. Throws what the first to fail throws.
void for_each_article(std::size_t begin, std::size_t end, const std::function<ArticleReader()>& make_reader,
                      unsigned threads, const std::function<void(std::size_t rank, const Article&, Analyzer&)>& visit);

}  // namespace newssearch
