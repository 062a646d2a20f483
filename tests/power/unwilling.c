/* Loaded before a program's libraries (LD_PRELOAD): a disk below DISK_ROOT that does what the file DISK_MODE says.
 *
 * full: writing is refused with ENOSPC, but for what the reserve (DISK_ROOT/reserve.bin) gave back; readonly: with
 * EROFS; slow: each write and sync takes two seconds. Anything else, or no such file: a disk like any other.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int is_below(int fd)
{
    const char *root = getenv("DISK_ROOT");
    char link[64], path[PATH_MAX];
    if (!root || fd < 3)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return !strncmp(path, root, strlen(root));
}

static char mode(void)
{
    char read_in[16] = "";
    const char *name = getenv("DISK_MODE");
    int fd = name ? (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC, 0) : -1;
    if (fd < 0)
        return '-';
    if (syscall(SYS_read, fd, read_in, sizeof read_in - 1) < 0)
        read_in[0] = '-';
    syscall(SYS_close, fd);
    return read_in[0];
}

static int has_reserve(void)
{
    char path[PATH_MAX];
    struct stat found;
    snprintf(path, sizeof path, "%s/reserve.bin", getenv("DISK_ROOT"));
    return !stat(path, &found);
}

/* 0: go on; else the error. */
static int refusal(int fd)
{
    if (!is_below(fd))
        return 0;
    switch (mode()) {
    case 'f':
        return has_reserve() ? ENOSPC : 0;
    case 'r':
        return EROFS;
    case 's':
        nanosleep(&(struct timespec){2, 0}, NULL);
    }
    return 0;
}

ssize_t write(int fd, const void *data, size_t length)
{
    int error = refusal(fd);
    if (error) {
        errno = error;
        return -1;
    }
    return syscall(SYS_write, fd, data, length);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    int error = refusal(fd);
    if (error) {
        errno = error;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, data, length, offset);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

int fsync(int fd)
{
    refusal(fd);
    return (int)syscall(SYS_fsync, fd);
}
int fdatasync(int fd)
{
    refusal(fd);
    return (int)syscall(SYS_fdatasync, fd);
}

static void full(struct statvfs *found)
{
    if (mode() == 'f')
        found->f_bavail = found->f_bfree = has_reserve() ? 0 : 8 * 1024 * 1024 / found->f_frsize;
}
int statvfs64(const char *path, struct statvfs64 *found)
{
    int failed = ((int (*)(const char *, struct statvfs64 *))dlsym(RTLD_NEXT, "statvfs64"))(path, found);
    if (!failed)
        full((struct statvfs *)found);
    return failed;
}
int statvfs(const char *path, struct statvfs *found) { return statvfs64(path, (struct statvfs64 *)found); }
