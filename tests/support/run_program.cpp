#include "tests/support/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace newssearch {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Pipe {
  int read_end = -1, write_end = -1;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
  ~Pipe() {
    close_read();
    close_write();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_read() { close_once(read_end); }
  void close_write() { close_once(write_end); }

 private:
  static void close_once(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

/// In the child: becomes the program.
[[noreturn]] void become(const Start& start) {
  std::vector<std::string> environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  for (const auto& [name, value] : start.environment) environment.push_back(name + "=" + value);
  std::vector<char*> words, settings;
  for (const std::string& argument : start.arguments) words.push_back(const_cast<char*>(argument.c_str()));
  for (const std::string& setting : environment) settings.push_back(const_cast<char*>(setting.c_str()));
  words.push_back(nullptr);
  settings.push_back(nullptr);
  execve(words[0], words.data(), settings.data());
  _exit(127);
}

int exit_code(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0)
    if (errno != EINTR) fail("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Appends what there is to read; false at the end.
bool read_some(int descriptor, std::string& text) {
  char block[65536];
  const ssize_t bytes = read(descriptor, block, sizeof block);
  if (bytes > 0) text.append(block, static_cast<std::size_t>(bytes));
  return bytes > 0;  // a terminal whose other side is gone says EIO: its end
}

/// Feeds and listens at once, so that neither side can wait for the other for ever.
void converse(int& input_end, const std::string& input, Pipe& out, Pipe& err, Ended& ended) {
  std::size_t fed = 0;
  bool out_open = true, err_open = true;
  while (out_open || err_open) {
    pollfd ends[] = {
        {out_open ? out.read_end : -1, POLLIN, 0}, {err_open ? err.read_end : -1, POLLIN, 0}, {input_end, POLLOUT, 0}};
    if (poll(ends, 3, -1) < 0 && errno != EINTR) fail("poll");
    if (ends[0].revents) out_open = read_some(out.read_end, ended.out);
    if (ends[1].revents) err_open = read_some(err.read_end, ended.err);
    if (!ends[2].revents) continue;
    const ssize_t bytes = fed < input.size() ? write(input_end, input.data() + fed, input.size() - fed) : 0;
    if (bytes > 0) fed += static_cast<std::size_t>(bytes);
    if (bytes < 0 || fed == input.size()) {
      close(input_end);
      input_end = -1;
    }
  }
}

}  // namespace

Ended run_program(const Start& start) {
  signal(SIGPIPE, SIG_IGN);  // a program that does not read its input is no failure of the test's
  Pipe in, out, err;
  const pid_t process = fork();
  if (process < 0) fail("fork");
  if (process == 0) {
    signal(SIGPIPE, SIG_DFL);
    const int file = start.stdout_to.empty() ? out.write_end : open(start.stdout_to.c_str(), O_WRONLY);
    dup2(in.read_end, STDIN_FILENO);
    dup2(file, STDOUT_FILENO);
    dup2(err.write_end, STDERR_FILENO);
    become(start);
  }
  in.close_read();
  out.close_write();
  err.close_write();
  Ended ended;
  converse(in.write_end, start.input, out, err, ended);
  ended.code = exit_code(process);
  return ended;
}

Ended run_in_terminal(const Start& start, unsigned short columns) {
  const winsize size{.ws_row = 50, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  int terminal = -1;
  const pid_t process = forkpty(&terminal, nullptr, nullptr, &size);
  if (process < 0) fail("forkpty");
  if (process == 0) become(start);
  Ended ended;
  while (read_some(terminal, ended.out)) {}
  close(terminal);
  ended.code = exit_code(process);
  return ended;
}

RunningProgram::RunningProgram(const Start& start) {
  Pipe out;
  process_ = fork();
  if (process_ < 0) fail("fork");
  if (process_ == 0) {
    dup2(out.write_end, STDOUT_FILENO);
    become(start);
  }
  out_ = dup(out.read_end);
}

RunningProgram::~RunningProgram() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    exit_code(process_);
  }
  close(out_);
}

std::string RunningProgram::read_line() {
  std::string line;
  for (char c; read(out_, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

void RunningProgram::signal(int number) { kill(process_, number); }

Ended RunningProgram::wait() {
  Ended ended;
  while (read_some(out_, ended.out)) {}
  ended.code = exit_code(process_);
  process_ = -1;
  return ended;
}

}  // namespace newssearch
