#include "server/cli/troff.h"

namespace newssearch::troff {

std::string title(const std::string& name, int section, const std::string& version, const std::string& manual) {
  const std::string number = std::to_string(section);
  return ".\\\" Printed by `newssearch man " + number + "`: not written by hand.\n.TH " + escaped(name) + " " + number +
         " \"\" \"newssearch " + version + "\" \"" + manual + "\"\n.nh\n.ad l\n";
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '\'')
      result += "\\(aq";
    else if (c == '`')
      result += "\\(ga";
    else if (c == '~')
      result += "\\(ti";
    else if (c == '^')
      result += "\\(ha";
    else
      result += c;
  }
  return result;
}

std::string line(const std::string& text) {
  return (text.starts_with('.') || text.starts_with('\'') ? "\\&" : "") + escaped(text) + "\n";
}

std::string paragraph(const std::string& text) { return ".PP\n" + line(text); }
std::string heading(const std::string& text) { return ".SH " + text + "\n"; }
std::string subheading(const std::string& text) { return ".SS " + escaped(text) + "\n"; }

std::string term(const std::string& name, const std::string& explanation) {
  return ".TP\n\\fB" + escaped(name) + "\\fR\n" + line(explanation);
}

std::string term(const OptionText& option) { return term(newssearch::heading(option), explanation(option) + "."); }

std::string example(const std::vector<std::string>& lines) {
  std::string text = ".PP\n.nf\n.RS\n";
  for (const std::string& one : lines) text += line(one);
  return text + ".RE\n.fi\n";
}

}  // namespace newssearch::troff
