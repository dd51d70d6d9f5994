/*
 * Between a program and its disk, by LD_PRELOAD: from the FAULT_AFTER-th call on that changes
 * something below the folder FAULT_BELOW, FAULT_SPAN of them fail with FAULT_ERROR, or the first
 * one ends the process as `kill -9` does (FAULT_ERROR=KILL). The memory that a log's index is
 * mapped to is no such call.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long calls;
static const char *below;
static long after, span;
static int error;

__attribute__((constructor)) static void begin(void) {
  const char *word = getenv("FAULT_ERROR");
  below = getenv("FAULT_BELOW");
  after = getenv("FAULT_AFTER") ? atol(getenv("FAULT_AFTER")) : 0;
  span = getenv("FAULT_SPAN") ? atol(getenv("FAULT_SPAN")) : 1;
  error = word && !strcmp(word, "ENOSPC") ? ENOSPC : word && !strcmp(word, "KILL") ? -1 : EIO;
}

/* Whether this call is to fail, `errno` set. */
static int fails(const char *path) {
  if (!below || !path || strncmp(path, below, strlen(below))) return 0;
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (call < after || call >= after + span) return 0;
  if (error < 0) kill(getpid(), SIGKILL);
  errno = error;
  return 1;
}

static int failsAt(int file) {
  char link[32], path[PATH_MAX];
  if (!below) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return fails(path);
}

#define NEXT(name) \
  static __typeof__(name) *next; \
  if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);

#define AT_FILE(result, name, parameters, ...) \
  result name parameters { \
    NEXT(name) \
    int saved = errno; \
    if (failsAt(file)) return -1; \
    errno = saved; \
    return next(__VA_ARGS__); \
  }

#define AT_PATH(name, parameters, ...) \
  int name parameters { \
    NEXT(name) \
    int saved = errno; \
    if (fails(path)) return -1; \
    errno = saved; \
    return next(__VA_ARGS__); \
  }

AT_FILE(ssize_t, write, (int file, const void *data, size_t size), file, data, size)
AT_FILE(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), file, data, size, at)
AT_FILE(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), file, data, size, at)
AT_FILE(int, ftruncate, (int file, off_t size), file, size)
AT_FILE(int, ftruncate64, (int file, off64_t size), file, size)
AT_FILE(int, fsync, (int file), file)
AT_FILE(int, fdatasync, (int file), file)
AT_PATH(unlink, (const char *path), path)
AT_PATH(rename, (const char *path, const char *to), path, to)
