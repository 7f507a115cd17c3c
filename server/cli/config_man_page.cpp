#include <algorithm>
#include <string_view>

#include "server/cli/man_page.h"
#include "server/cli/troff.h"

namespace newssearch {
namespace {

constexpr const char* kDescription =
    ".SH NAME\nnewssearch.conf \\- configuration file of newssearch\n"
    ".SH SYNOPSIS\n.I /etc/newssearch.conf\n(the service),\n.I \\(ti/.config/newssearch.conf\n"
    ".SH DESCRIPTION\n"
    "Keys are the long options of\n.BR newssearch (1),\nthose of a command under its name in brackets. A text stands in "
    "quotes, a number and \\fItrue\\fR or \\fIfalse\\fR do not; several values are a list in brackets. A line that begins "
    "with # is a comment. A key that does not exist is refused, so that nothing misspelt goes unheeded. The command line "
    "and \\fB$NEWSSEARCH_DATA\\fR have the last word.\n"
    ".PP\nThe file that is read is the one of \\fB\\-\\-config\\fR, else \\fI$XDG_CONFIG_HOME/newssearch.conf\\fR, which is "
    "\\fI/etc/newssearch.conf\\fR for the service.\n"
    ".PP\n\\fBnewssearch serve \\-\\-check\\-config\\fR says what is wrong with it. A running server reads it anew at "
    "SIGHUP: limits, keys, the certificate and logs follow it; the rest at the next start.\n";

constexpr const char* kSeeAlso = ".SH SEE ALSO\n.BR newssearch (1),\n.BR newssearch\\-api (7)\n";

/// "listen = ADDRESS", "trusted-proxy = [\"VALUE\", ...]"
std::string key(const OptionText& option) {
  const std::string value = option.value.empty() ? "true" : option.value;
  return option.long_name.substr(2) + " = " + (option.repeatable ? "[" + value + ", ...]" : value);
}

/// What asks for one thing once, and is no key: tests/end_to_end tries those that are.
bool is_key(const OptionText& option) {
  constexpr std::string_view kOnce[] = {"--help", "--version", "--config", "--check-config", "--parent"};
  return std::find(std::begin(kOnce), std::end(kOnce), option.long_name) == std::end(kOnce);
}

std::string keys(const std::vector<OptionText>& options) {
  std::string text;
  for (const OptionText& option : options)
    if (is_key(option)) text += troff::term(key(option), explanation(option) + ".");
  return text;
}

}  // namespace

std::string config_man_page(const ProgramText& program) {
  std::string text = troff::title("NEWSSEARCH.CONF", 5, program.version, "File Formats") + kDescription +
                     troff::heading("EXAMPLE") +
                     troff::example({"data = \"/var/lib/newssearch\"", "", "[serve]", "listen = \"127.0.0.1:8080\"",
                                     "trusted-proxy = [\"127.0.0.1\"]", "rate = 20", "access-log = true"}) +
                     troff::heading("KEYS OF EVERY COMMAND") + keys(program.options);
  std::string others;
  for (const CommandText& command : program.commands) {
    if (command.name == "serve" || command.name == "writer")
      text += troff::heading("KEYS UNDER [" + command.name + "]") + troff::paragraph(command.summary + ".") +
              keys(command.options);
    else if (!command.options.empty())
      others += (others.empty() ? "[" : ", [") + command.name + "]";
  }
  return text + troff::heading("KEYS OF OTHER COMMANDS") +
         troff::line("The options that newssearch(1) has of each, under " + others + ".") + kSeeAlso;
}

}  // namespace newssearch
