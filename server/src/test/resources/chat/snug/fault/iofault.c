/*
 * Makes the disk fail for one program, when a file says so: preloaded, it stands before the C library's
 * calls. In the folder named by IOFAULT_CONTROL a file "eio" makes every fsync of a database file fail,
 * a file "enospc" every write to one. The files "die-before-sync", "die-after-sync", "die-in-write" (half of
 * it is written) and "die-in-checkpoint" kill the program at that point.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
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

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) {
    return 0;
  }
  path[length] = 0;
  return 1;
}

static int is_database(int fd) {
  char path[PATH_MAX];
  return path_of(fd, path) && strstr(path, "snug.db") != NULL;
}

/* What is written to the file itself, not to its log, is a checkpoint. */
static int is_checkpoint(int fd) {
  char path[PATH_MAX];
  return path_of(fd, path) && strlen(path) > 7 && strcmp(path + strlen(path) - 7, "snug.db") == 0;
}

static void die_if(const char *point, int here) {
  if (here && asked_for(point)) {
    kill(getpid(), SIGKILL);
  }
}

static int fails(int fd, const char *fault, int error) {
  if (asked_for(fault) && is_database(fd)) {
    errno = error;
    return 1;
  }
  return 0;
}

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

int fsync(int fd) {
  die_if("die-before-sync", is_database(fd));
  int result = fails(fd, "eio", EIO) ? -1 : NEXT(fsync)(fd);
  die_if("die-after-sync", is_database(fd));
  return result;
}

int fdatasync(int fd) {
  die_if("die-before-sync", is_database(fd));
  int result = fails(fd, "eio", EIO) ? -1 : NEXT(fdatasync)(fd);
  die_if("die-after-sync", is_database(fd));
  return result;
}

ssize_t write(int fd, const void *buffer, size_t count) {
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(write)(fd, buffer, count);
}

static void die_in_write(int fd, const void *buffer, size_t count, off64_t offset) {
  if (asked_for("die-in-write") && is_database(fd)) {
    NEXT(pwrite64)(fd, buffer, count / 2, offset);
    kill(getpid(), SIGKILL);
  }
  die_if("die-in-checkpoint", is_checkpoint(fd));
}

ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset) {
  die_in_write(fd, buffer, count, offset);
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(pwrite)(fd, buffer, count, offset);
}

ssize_t pwrite64(int fd, const void *buffer, size_t count, off64_t offset) {
  die_in_write(fd, buffer, count, offset);
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(pwrite64)(fd, buffer, count, offset);
}
