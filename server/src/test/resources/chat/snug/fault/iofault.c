/*
 * Makes the disk fail for one program, when a file says so: preloaded, it stands before the C library's
 * calls. In the folder named by IOFAULT_CONTROL a file "eio" makes every fsync of a database file fail,
 * a file "enospc" every write to one.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int asked_for(const char *fault) {
  const char *folder = getenv("IOFAULT_CONTROL");
  char path[PATH_MAX];
  if (folder == NULL) {
    return 0;
  }
  snprintf(path, sizeof path, "%s/%s", folder, fault);
  return access(path, F_OK) == 0;
}

static int is_database(int fd) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) {
    return 0;
  }
  path[length] = 0;
  return strstr(path, "snug.db") != NULL;
}

static int fails(int fd, const char *fault, int error) {
  if (asked_for(fault) && is_database(fd)) {
    errno = error;
    return 1;
  }
  return 0;
}

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return fails(fd, "eio", EIO) ? -1 : NEXT(fsync)(fd); }

int fdatasync(int fd) { return fails(fd, "eio", EIO) ? -1 : NEXT(fdatasync)(fd); }

ssize_t write(int fd, const void *buffer, size_t count) {
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(write)(fd, buffer, count);
}

ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset) {
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(pwrite)(fd, buffer, count, offset);
}

ssize_t pwrite64(int fd, const void *buffer, size_t count, off64_t offset) {
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(pwrite64)(fd, buffer, count, offset);
}
