/* Loaded before a program's libraries (LD_PRELOAD): puts on tape what it does to files below TAPE_ROOT.
 *
 * One record for each operation, appended to the file TAPE by a single write: records of all threads and processes
 * are in one order. An operation is on tape after it was done; a sync is on tape twice, before and after: what it
 * makes safe is what was on tape before it began. mmap is not seen; SQLite uses it for its -shm alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC_BEGINS, SYNCED, RENAME, UNLINK, MKDIR, RMDIR, LINK };

struct head {
    uint32_t op, path_length, other_length, data_length;
    uint64_t inode, offset, nanoseconds;
} __attribute__((packed));

#define MOST_FILES 65536
static char *known[MOST_FILES]; /* the path of each descriptor below the root */
static int tape = -1;
static char root[PATH_MAX];
static size_t root_length;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
    const char *name = getenv("TAPE"), *below = getenv("TAPE_ROOT");
    if (!name || !below)
        return;
    snprintf(root, sizeof root, "%s", below);
    root_length = strlen(root);
    int handle = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (handle >= 0) { /* out of the way of programs that count on low numbers */
        tape = fcntl(handle, F_DUPFD_CLOEXEC, 1000);
        syscall(SYS_close, handle);
    }
}

static int is_on(void)
{
    pthread_once(&once, begin);
    return tape >= 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The absolute path, where it is below the root; else NULL. */
static const char *below_root(int folder, const char *path, char *room)
{
    if (!is_on() || !path)
        return NULL;
    if (path[0] == '/') {
        snprintf(room, PATH_MAX, "%s", path);
    } else {
        char at[PATH_MAX];
        if (folder == AT_FDCWD) {
            if (!getcwd(at, sizeof at))
                return NULL;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, at, sizeof at - 1);
            if (length < 0)
                return NULL;
            at[length] = 0;
        }
        if (snprintf(room, PATH_MAX, "%s/%s", at, path) >= PATH_MAX)
            return NULL;
    }
    if (strncmp(room, root, root_length) || (room[root_length] != '/' && room[root_length]))
        return NULL;
    return room;
}

static void put(uint32_t op, uint64_t inode, const char *path, const char *other, uint64_t offset,
                const struct iovec *data, int pieces, size_t length)
{
    int kept = errno;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct head head = {op, path ? strlen(path) : 0, other ? strlen(other) : 0, length, inode, offset,
                        (uint64_t)now.tv_sec * 1000000000u + now.tv_nsec};
    char *all = malloc(sizeof head + head.path_length + head.other_length + length), *at = all;
    if (!all)
        abort();
    at = mempcpy(at, &head, sizeof head);
    at = mempcpy(at, path, head.path_length);
    at = mempcpy(at, other, head.other_length);
    for (int i = 0; i < pieces && length; i++) {
        size_t part = data[i].iov_len < length ? data[i].iov_len : length;
        at = mempcpy(at, data[i].iov_base, part);
        length -= part;
    }
    if (syscall(SYS_write, tape, all, at - all) != at - all)
        abort();
    free(all);
    errno = kept;
}

static uint64_t inode_of(int fd)
{
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static void opened(int fd, const char *path, int flags, int existed)
{
    if (fd < 0 || fd >= MOST_FILES)
        return;
    free(known[fd]);
    known[fd] = NULL;
    if (!path)
        return;
    known[fd] = strdup(path);
    if ((flags & O_CREAT) && !existed)
        put(CREATE, inode_of(fd), path, NULL, 0, NULL, 0, 0);
    else if ((flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY)
        put(TRUNCATE, inode_of(fd), path, NULL, 0, NULL, 0, 0);
}

static int open_any(int folder, const char *path, int flags, mode_t mode)
{
    char room[PATH_MAX];
    const char *ours = below_root(folder, path, room);
    struct stat found;
    int existed = ours && !lstat(ours, &found);
    int fd = (int)syscall(SYS_openat, folder, path, flags, mode);
    opened(fd, ours, flags, existed);
    return fd;
}

#define MODE(flags)                                                                                                    \
    mode_t mode = 0;                                                                                                   \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                                           \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode = va_arg(more, mode_t);                                                                                   \
        va_end(more);                                                                                                  \
    }

int open(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return open_any(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return open_any(folder, path, flags, mode); }
int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __openat_2(int folder, const char *path, int flags) { return open_any(folder, path, flags, 0); }
int __openat64_2(int folder, const char *path, int flags) { return open_any(folder, path, flags, 0); }
int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int close(int fd)
{
    if (fd == tape && tape >= 0)
        return 0; /* programs that close whatever they did not open */
    if (fd >= 0 && fd < MOST_FILES && known[fd]) {
        free(known[fd]);
        known[fd] = NULL;
    }
    return (int)syscall(SYS_close, fd);
}

static int is_ours(int fd) { return fd >= 0 && fd < MOST_FILES && known[fd] && is_on(); }

static void written(int fd, off_t offset, const struct iovec *data, int pieces, ssize_t length)
{
    if (length <= 0 || !is_ours(fd))
        return;
    if (offset < 0)
        offset = lseek(fd, 0, SEEK_CUR) - length;
    put(WRITE, inode_of(fd), known[fd], NULL, offset, data, pieces, length);
}

ssize_t write(int fd, const void *data, size_t length)
{
    ssize_t done = syscall(SYS_write, fd, data, length);
    struct iovec one = {(void *)data, length};
    written(fd, -1, &one, 1, done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    ssize_t done = syscall(SYS_pwrite64, fd, data, length, offset);
    struct iovec one = {(void *)data, length};
    written(fd, offset, &one, 1, done);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t writev(int fd, const struct iovec *data, int pieces)
{
    ssize_t done = syscall(SYS_writev, fd, data, pieces);
    written(fd, -1, data, pieces, done);
    return done;
}

ssize_t pwritev64(int fd, const struct iovec *data, int pieces, off64_t offset)
{
    ssize_t done = REAL(pwritev64)(fd, data, pieces, offset);
    written(fd, offset, data, pieces, done);
    return done;
}
ssize_t pwritev(int fd, const struct iovec *data, int pieces, off_t offset) { return pwritev64(fd, data, pieces, offset); }

/* Copies within the kernel: what arrived is read back. */
static void copied(int fd, off_t offset, ssize_t length)
{
    if (length <= 0 || !is_ours(fd))
        return;
    if (offset < 0)
        offset = lseek(fd, 0, SEEK_CUR) - length;
    int handle = (int)syscall(SYS_openat, AT_FDCWD, known[fd], O_RDONLY | O_CLOEXEC, 0);
    struct iovec all = {malloc(length), length};
    if (handle < 0 || !all.iov_base || pread(handle, all.iov_base, length, offset) != length)
        abort();
    put(WRITE, inode_of(fd), known[fd], NULL, offset, &all, 1, length);
    free(all.iov_base);
    syscall(SYS_close, handle);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t length)
{
    ssize_t done = syscall(SYS_sendfile, to, from, offset, length);
    copied(to, -1, done);
    return done;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t length) { return sendfile64(to, from, offset, length); }

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *offset, size_t length, unsigned int flags)
{
    off64_t before = offset ? *offset : -1;
    ssize_t done = syscall(SYS_copy_file_range, from, at, to, offset, length, flags);
    copied(to, before, done);
    return done;
}

int ftruncate64(int fd, off64_t length)
{
    int failed = (int)syscall(SYS_ftruncate, fd, length);
    if (!failed && is_ours(fd))
        put(TRUNCATE, inode_of(fd), known[fd], NULL, length, NULL, 0, 0);
    return failed;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static void grown(int fd, int failed, off_t end)
{
    struct stat found;
    if (!failed && is_ours(fd) && !fstat(fd, &found) && found.st_size <= end)
        put(TRUNCATE, found.st_ino, known[fd], NULL, found.st_size, NULL, 0, 0);
}
int posix_fallocate64(int fd, off64_t offset, off64_t length)
{
    int failed = REAL(posix_fallocate64)(fd, offset, length);
    grown(fd, failed, offset + length);
    return failed;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }
int fallocate64(int fd, int mode, off64_t offset, off64_t length)
{
    int failed = (int)syscall(SYS_fallocate, fd, mode, offset, length);
    grown(fd, failed, offset + length);
    return failed;
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }

static int synced(int fd, long call)
{
    int ours = is_ours(fd);
    uint64_t inode = ours ? inode_of(fd) : 0;
    if (ours)
        put(SYNC_BEGINS, inode, known[fd], NULL, 0, NULL, 0, 0);
    int failed = (int)syscall(call, fd);
    if (ours && !failed)
        put(SYNCED, inode, known[fd], NULL, 0, NULL, 0, 0);
    return failed;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static void named(uint32_t op, int failed, int from, const char *path, int to, const char *other)
{
    char room[PATH_MAX], more[PATH_MAX];
    if (failed)
        return;
    const char *ours = below_root(from, path, room), *theirs = other ? below_root(to, other, more) : NULL;
    struct stat found = {0};
    if (ours || theirs) {
        lstat(theirs ? theirs : ours, &found);
        put(op, found.st_ino, ours, theirs, 0, NULL, 0, 0);
    }
}

int renameat2(int from, const char *path, int to, const char *other, unsigned int flags)
{
    int failed = (int)syscall(SYS_renameat2, from, path, to, other, flags);
    named(RENAME, failed, from, path, to, other);
    return failed;
}
int renameat(int from, const char *path, int to, const char *other) { return renameat2(from, path, to, other, 0); }
int rename(const char *path, const char *other) { return renameat2(AT_FDCWD, path, AT_FDCWD, other, 0); }

int linkat(int from, const char *path, int to, const char *other, int flags)
{
    int failed = (int)syscall(SYS_linkat, from, path, to, other, flags);
    named(LINK, failed, from, path, to, other);
    return failed;
}
int link(const char *path, const char *other) { return linkat(AT_FDCWD, path, AT_FDCWD, other, 0); }

int unlinkat(int folder, const char *path, int flags)
{
    int failed = (int)syscall(SYS_unlinkat, folder, path, flags);
    named(flags & AT_REMOVEDIR ? RMDIR : UNLINK, failed, folder, path, 0, NULL);
    return failed;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path)
{
    struct stat found;
    return !lstat(path, &found) && S_ISDIR(found.st_mode) ? rmdir(path) : unlink(path);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    int failed = (int)syscall(SYS_mkdirat, folder, path, mode);
    named(MKDIR, failed, folder, path, 0, NULL);
    return failed;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
