#pragma once
#include <string>
#include <vector>

#include "common/article.h"

namespace newssearch {

/// What a reader took from a record, as it stood there, before finish_article makes an article of it. The article's
/// dates are left absent.
struct Draft {
  Article article;
  std::string stated_published, stated_updated;  ///< in any form read_date knows; empty where not stated
  DateSource dates_from = DateSource::metadata;
  std::vector<std::string> warnings;
};

}  // namespace newssearch
