/*
 * Makes the disk fail for one program, when a file says so: preloaded, it stands before the C library's
 * calls. In the folder named by IOFAULT_CONTROL a file "eio" makes every fsync of a database file fail, and
 * what was written since the last good one is lost, as Linux drops the pages that it could not write; a file
 * "enospc" makes every write to one fail, a file "slow" makes its fsync take a third of a second. The files "die-before-sync", "die-after-sync", "die-in-write" (half of
 * it is written) and "die-in-checkpoint" kill the program at that point.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* What stood where something was written and not yet synced, the latest first. */
struct overwritten {
  struct overwritten *earlier;
  dev_t device;
  ino_t file;
  off64_t offset;
  off64_t size;
  ssize_t length;
  char bytes[];
};

static struct overwritten *unsynced;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void remember(int fd, size_t count, off64_t offset) {
  struct stat file;
  if (!is_database(fd) || fstat(fd, &file) != 0) {
    return;
  }
  struct overwritten *before = malloc(sizeof *before + count);
  before->device = file.st_dev;
  before->file = file.st_ino;
  before->offset = offset;
  before->size = file.st_size;
  pthread_mutex_lock(&lock);
  before->length = pread64(fd, before->bytes, count, offset);
  before->earlier = unsynced;
  unsynced = before;
  pthread_mutex_unlock(&lock);
}

/* Forgets what stood in the file before, or brings it back. */
static void settle(int fd, int lost) {
  struct stat file;
  if (!is_database(fd) || fstat(fd, &file) != 0) {
    return;
  }
  pthread_mutex_lock(&lock);
  for (struct overwritten **at = &unsynced; *at != NULL;) {
    struct overwritten *before = *at;
    if (before->device != file.st_dev || before->file != file.st_ino) {
      at = &before->earlier;
      continue;
    }
    if (lost && before->length > 0) {
      NEXT(pwrite64)(fd, before->bytes, before->length, before->offset);
    }
    if (lost && ftruncate(fd, before->size) != 0) {
      abort();
    }
    *at = before->earlier;
    free(before);
  }
  pthread_mutex_unlock(&lock);
}

static int sync_with(int (*next)(int), int fd) {
  die_if("die-before-sync", is_database(fd));
  if (asked_for("slow") && is_database(fd)) {
    usleep(300000);
  }
  int failing = fails(fd, "eio", EIO);
  int result = failing ? -1 : next(fd);
  if (result == 0 || failing) {
    settle(fd, failing);
  }
  if (failing) {
    errno = EIO;
  }
  die_if("die-after-sync", is_database(fd));
  return result;
}

int fsync(int fd) {
  return sync_with(NEXT(fsync), fd);
}

int fdatasync(int fd) {
  return sync_with(NEXT(fdatasync), fd);
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
  remember(fd, count, offset);
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(pwrite)(fd, buffer, count, offset);
}

ssize_t pwrite64(int fd, const void *buffer, size_t count, off64_t offset) {
  die_in_write(fd, buffer, count, offset);
  remember(fd, count, offset);
  return fails(fd, "enospc", ENOSPC) ? -1 : NEXT(pwrite64)(fd, buffer, count, offset);
}
