/* newssearch_fault_shim: makes the N-th of a program's system calls fail, as a bad disk, a full one or a kill would,
 * or moves its wall clock.
 *
 *   FAULT_CALLS=fdatasync,pwrite FAULT_AT=3 FAULT_ERRNO=EIO LD_PRELOAD=.../libnewssearch_fault_shim.so PROGRAM ...
 *
 * FAULT_CALLS       which calls count, of: write pwrite fsync fdatasync rename open openat ftruncate mkdir link unlink
 *                   malloc; the 64-bit names of glibc (open64, pwrite64, ...) are the same calls, and so are remove
 *                   and unlinkat as unlink
 * FAULT_AT          N: the N-th of them all fails, counted over all threads; 0 or none: all are only counted
 * FAULT_STICKY=1    so do all after it
 * FAULT_ERRNO       what it fails with: EIO (the default), ENOSPC, EMFILE, EACCES; or SHORT: a write or pwrite writes
 *                   half, rounded up, and no other call fails; malloc always says ENOMEM
 * FAULT_KILL=1      instead of failing, the process is killed (SIGKILL) just before the call
 * FAULT_PATH        only calls on files whose path contains this count (and no malloc does): the path as it is given,
 *                   or that of a descriptor as /proc/self/fd has it
 * FAULT_PROGRAM     only a process whose command line, its words joined by blanks, contains this is hit
 * FAULT_COUNT_FILE  where exit() writes how many calls were counted, as a decimal number
 * FAULT_IGNORE      fsync fdatasync, or one of them: such a call does nothing, and says that it has succeeded, as a
 *                   disk that lies does. It is counted and fails as any other where FAULT_CALLS has it too
 * FAULT_CLOCK       a file of 8 bytes, a signed number of seconds in the machine's byte order: the wall clock
 *                   (clock_gettime of CLOCK_REALTIME and CLOCK_REALTIME_COARSE, time, gettimeofday) is that much ahead.
 *                   It is mapped into memory, so that whoever writes it in place moves the clock at once, for all
 *                   processes that were started with it. Monotonic clocks, and the times of files, stay as they are
 *
 * A process that was forked counts nothing and is not hit until it executes a program; that begins to count anew. Calls
 * that glibc makes inside itself (fopen, fwrite, opendir) are not seen.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum call { WRITE, PWRITE, FSYNC, FDATASYNC, RENAME, OPEN, OPENAT, FTRUNCATE, MKDIR, LINK, UNLINK, MALLOC, CALLS };
static const char* const names[CALLS] = {"write",  "pwrite",    "fsync", "fdatasync", "rename", "open",
                                         "openat", "ftruncate", "mkdir", "link",      "unlink", "malloc"};

enum fate { GOES_ON, FAILS, SHORTENED };

extern void* __libc_malloc(size_t bytes);

static int counted[CALLS], ignored[CALLS];
static long fault_at;
static int sticky, kills, shortens, error_number = EIO;
static const char *path_part, *count_file;
static pid_t hit_process; /* 0: none, or not yet known */
static atomic_long seen;
static const _Atomic int64_t* ahead; /* seconds of the wall clock; NULL: none */

static int is_set(const char* name) {
  const char* value = getenv(name);
  return value && *value && strcmp(value, "0") != 0;
}

static void choose_calls(const char* list, int* chosen) {
  while (list && *list) {
    size_t length = strcspn(list, ",");
    size_t known = length > 2 && strncmp(list + length - 2, "64", 2) == 0 ? length - 2 : length;
    for (int call = 0; call < CALLS; ++call)
      if (strlen(names[call]) == known && strncmp(list, names[call], known) == 0) chosen[call] = 1;
    list += length + (list[length] == ',');
  }
}

static void choose_error(const char* name) {
  if (!name) return;
  shortens = strcmp(name, "SHORT") == 0;
  if (strcmp(name, "ENOSPC") == 0) error_number = ENOSPC;
  if (strcmp(name, "EMFILE") == 0) error_number = EMFILE;
  if (strcmp(name, "EACCES") == 0) error_number = EACCES;
}

static int is_program(const char* part) {
  char line[4096];
  if (!part) return 1;
  long file = syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  long bytes = syscall(SYS_read, file, line, sizeof line - 1);
  syscall(SYS_close, file);
  if (bytes <= 0) return 0;
  line[bytes] = '\0';
  for (long i = 0; i + 1 < bytes; ++i)
    if (line[i] == '\0') line[i] = ' ';
  return strstr(line, part) != NULL;
}

static void map_clock(const char* path) {
  if (!path) return;
  long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void* memory = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, (int)file, 0);
  if (memory != MAP_FAILED) ahead = memory;
  syscall(SYS_close, file);
}

__attribute__((constructor)) static void begin(void) {
  const char* at = getenv("FAULT_AT");
  choose_calls(getenv("FAULT_CALLS"), counted);
  choose_calls(getenv("FAULT_IGNORE"), ignored);
  map_clock(getenv("FAULT_CLOCK"));
  choose_error(getenv("FAULT_ERRNO"));
  fault_at = at ? atol(at) : 0;
  sticky = is_set("FAULT_STICKY");
  kills = is_set("FAULT_KILL");
  path_part = getenv("FAULT_PATH");
  count_file = getenv("FAULT_COUNT_FILE");
  if (is_program(getenv("FAULT_PROGRAM"))) hit_process = getpid();
}

__attribute__((destructor)) static void end(void) {
  char text[32];
  if (!count_file || hit_process != getpid()) return;
  int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&seen));
  long file = syscall(SYS_openat, AT_FDCWD, count_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  syscall(SYS_write, file, text, length);
  syscall(SYS_close, file);
}

/* Counts a call, and says what becomes of it; errno is set where it fails. */
static enum fate fate_of(enum call call) {
  long number = atomic_fetch_add(&seen, 1) + 1;
  if (fault_at <= 0 || number < fault_at || (number > fault_at && !sticky)) return GOES_ON;
  if (kills) kill(hit_process, SIGKILL);
  if (shortens) return call == WRITE || call == PWRITE ? SHORTENED : GOES_ON;
  errno = call == MALLOC ? ENOMEM : error_number;
  return FAILS;
}

static int ignores(enum call call) { return ignored[call] && hit_process && hit_process == getpid(); }

static int counts(enum call call) { return counted[call] && hit_process && hit_process == getpid(); }

static enum fate fate_on_paths(enum call call, const char* path, const char* other) {
  if (!counts(call)) return GOES_ON;
  if (path_part && !strstr(path, path_part) && !strstr(other, path_part)) return GOES_ON;
  return fate_of(call);
}

static enum fate fate_on_path(enum call call, const char* path) { return fate_on_paths(call, path, ""); }

static enum fate fate_on_descriptor(enum call call, int descriptor) {
  char link_name[64], path[4096];
  int before = errno;
  if (!counts(call)) return GOES_ON;
  if (!path_part) return fate_of(call);
  snprintf(link_name, sizeof link_name, "/proc/self/fd/%d", descriptor);
  ssize_t bytes = readlink(link_name, path, sizeof path - 1);
  errno = before;
  path[bytes > 0 ? bytes : 0] = '\0';
  return fate_on_path(call, path);
}

static size_t half(size_t bytes) { return bytes - bytes / 2; }

/* `real` is the function of that name that would have been called. */
#define FIND_REAL(name)                 \
  static __typeof__(&name) real = NULL; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

void* malloc(size_t bytes) {
  if (counts(MALLOC) && !path_part && fate_of(MALLOC) == FAILS) return NULL;
  return __libc_malloc(bytes);
}

ssize_t write(int descriptor, const void* from, size_t bytes) {
  FIND_REAL(write);
  enum fate fate = fate_on_descriptor(WRITE, descriptor);
  return fate == FAILS ? -1 : real(descriptor, from, fate == SHORTENED ? half(bytes) : bytes);
}

ssize_t pwrite(int descriptor, const void* from, size_t bytes, off_t offset) {
  FIND_REAL(pwrite);
  enum fate fate = fate_on_descriptor(PWRITE, descriptor);
  return fate == FAILS ? -1 : real(descriptor, from, fate == SHORTENED ? half(bytes) : bytes, offset);
}

ssize_t pwrite64(int descriptor, const void* from, size_t bytes, off64_t offset) {
  FIND_REAL(pwrite64);
  enum fate fate = fate_on_descriptor(PWRITE, descriptor);
  return fate == FAILS ? -1 : real(descriptor, from, fate == SHORTENED ? half(bytes) : bytes, offset);
}

int fsync(int descriptor) {
  FIND_REAL(fsync);
  if (fate_on_descriptor(FSYNC, descriptor) == FAILS) return -1;
  return ignores(FSYNC) ? 0 : real(descriptor);
}

int fdatasync(int descriptor) {
  FIND_REAL(fdatasync);
  if (fate_on_descriptor(FDATASYNC, descriptor) == FAILS) return -1;
  return ignores(FDATASYNC) ? 0 : real(descriptor);
}

int ftruncate(int descriptor, off_t bytes) {
  FIND_REAL(ftruncate);
  return fate_on_descriptor(FTRUNCATE, descriptor) == FAILS ? -1 : real(descriptor, bytes);
}

int ftruncate64(int descriptor, off64_t bytes) {
  FIND_REAL(ftruncate64);
  return fate_on_descriptor(FTRUNCATE, descriptor) == FAILS ? -1 : real(descriptor, bytes);
}

int rename(const char* from, const char* to) {
  FIND_REAL(rename);
  return fate_on_paths(RENAME, from, to) == FAILS ? -1 : real(from, to);
}

int link(const char* from, const char* to) {
  FIND_REAL(link);
  return fate_on_paths(LINK, from, to) == FAILS ? -1 : real(from, to);
}

int unlink(const char* path) {
  FIND_REAL(unlink);
  return fate_on_path(UNLINK, path) == FAILS ? -1 : real(path);
}

int unlinkat(int folder, const char* path, int flags) {
  FIND_REAL(unlinkat);
  return fate_on_path(UNLINK, path) == FAILS ? -1 : real(folder, path, flags);
}

int remove(const char* path) {
  FIND_REAL(remove);
  return fate_on_path(UNLINK, path) == FAILS ? -1 : real(path);
}

int mkdir(const char* path, mode_t mode) {
  FIND_REAL(mkdir);
  return fate_on_path(MKDIR, path) == FAILS ? -1 : real(path, mode);
}

/* The mode that follows the flags, where one does. */
#define TAKE_MODE(flags)                            \
  mode_t mode = 0;                                  \
  if ((flags & O_CREAT) || (flags & __O_TMPFILE)) { \
    va_list rest;                                   \
    va_start(rest, flags);                          \
    mode = va_arg(rest, mode_t);                    \
    va_end(rest);                                   \
  }

int open(const char* path, int flags, ...) {
  FIND_REAL(open);
  TAKE_MODE(flags);
  return fate_on_path(OPEN, path) == FAILS ? -1 : real(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  FIND_REAL(open64);
  TAKE_MODE(flags);
  return fate_on_path(OPEN, path) == FAILS ? -1 : real(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  FIND_REAL(openat);
  TAKE_MODE(flags);
  return fate_on_path(OPENAT, path) == FAILS ? -1 : real(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  FIND_REAL(openat64);
  TAKE_MODE(flags);
  return fate_on_path(OPENAT, path) == FAILS ? -1 : real(folder, path, flags, mode);
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  FIND_REAL(clock_gettime);
  int result = real(clock, now);
  if (result == 0 && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += atomic_load(ahead);
  return result;
}

time_t time(time_t* to) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (to) *to = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone) {
  FIND_REAL(gettimeofday);
  int result = real(now, zone);
  if (result == 0 && ahead) now->tv_sec += atomic_load(ahead);
  return result;
}
