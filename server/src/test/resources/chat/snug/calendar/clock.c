/*
 * Moves the clock on the wall for one program and for those that it starts: preloaded, it stands before the C
 * library's calls and adds CLOCK_SHIFT seconds, to the times of files as well. Only that clock: what waits
 * counts by the monotonic one.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static time_t shift;
static __typeof__(&clock_gettime) next_clock_gettime;

__attribute__((constructor)) static void begin(void) {
  const char *seconds = getenv("CLOCK_SHIFT");
  shift = seconds == NULL ? 0 : strtoll(seconds, NULL, 10);
  next_clock_gettime = NEXT(clock_gettime);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (next_clock_gettime == NULL) {
    begin();
  }
  int result = next_clock_gettime(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    now->tv_sec += shift;
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec time;
  int result = clock_gettime(CLOCK_REALTIME, &time);
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return result;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != NULL) {
    *result = now.tv_sec;
  }
  return now.tv_sec;
}

int statx(int folder, const char *restrict path, int flags, unsigned int mask, struct statx *restrict file) {
  int result = NEXT(statx)(folder, path, flags, mask, file);
  if (result == 0) {
    file->stx_mtime.tv_sec += shift;
    file->stx_atime.tv_sec += shift;
    file->stx_ctime.tv_sec += shift;
    file->stx_btime.tv_sec += shift;
  }
  return result;
}
