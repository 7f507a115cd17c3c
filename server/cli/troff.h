#pragma once
#include <string>
#include <vector>

#include "server/cli/program_text.h"

namespace newssearch::troff {

/// The pieces of a manual page in troff's man macros. What is given is text, and becomes no request.
std::string title(const std::string& name, int section, const std::string& version, const std::string& manual);
std::string escaped(const std::string& text);
std::string line(const std::string& text);
std::string paragraph(const std::string& text);
std::string heading(const std::string& text);
std::string subheading(const std::string& text);
/// What is explained, in bold, and its explanation.
std::string term(const std::string& name, const std::string& explanation);
std::string term(const OptionText& option);
/// Lines as they are, indented.
std::string example(const std::vector<std::string>& lines);

}  // namespace newssearch::troff
