/*
 * What a trial starts beside a container to look at it from within, since the image may hold no shell and no tool at all: a static program
 * without a C library. It joins the container's process namespace and takes commands, a line each, from its standard input:
 *
 *   look              /proc/PID/status of every process, its own excepted; what listens, as process 1 sees its network; the mounts of process 1
 *   signal N          the signal N to every process that descends from process 1, which takes no SIGSTOP from within its own namespace
 *   orphans N         N orphans that end at once: process 1 has to reap them
 *   files PATH        the files below a folder of process 1's root, each with its size; of that file system alone
 *   space PATH        what the files below a folder take on the disk
 *   tail PATH         the last bytes of a file of process 1's root
 *
 * Every answer is frames: a letter, a zero byte, the length of what follows (16 bits), a number (32 bits), all little-endian, then bytes.
 *
 *   s  a piece of the status of the process NUMBER      t T u U  a piece of tcp, tcp6, udp, udp6
 *   m  a piece of mountinfo                             .        the end; NUMBER processes were signalled or orphans made;
 *   f  the path of a file of NUMBER bytes               b        of files, 0 where all were seen; of a tail, 0 where it was read;
 *                                                              of space, KiB
 *
 * Started with `dial ADDRESS PORT` (ADDRESS as a number of eight hexadecimal digits) it joins its streams with a connection instead: one
 * byte first, 0 where it was made, else the error's number.
 */
typedef long word;
typedef unsigned char byte;

#if defined(__x86_64__)
enum { READ = 0, WRITE = 1, CLOSE = 3, LSEEK = 8, GETPID = 39, SOCKET = 41, CONNECT = 42, SHUTDOWN = 48, CLONE = 56, WAIT4 = 61,
       KILL = 62, GETDENTS = 217, EXIT = 231, OPENAT = 257, FSTATAT = 262, PPOLL = 271 };
enum { DIRECTORY = 0x10000, NOT_A_LINK = 0x20000, MODE_AT = 24 };
static word call(word number, word a, word b, word c, word d, word e) {
  word result;
  register word r10 __asm__("r10") = d;
  register word r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return result;
}
__asm__(".globl _start\n_start: mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");
#elif defined(__aarch64__)
enum { READ = 63, WRITE = 64, CLOSE = 57, LSEEK = 62, GETPID = 172, SOCKET = 198, CONNECT = 203, SHUTDOWN = 210, CLONE = 220,
       WAIT4 = 260, KILL = 129, GETDENTS = 61, EXIT = 94, OPENAT = 56, FSTATAT = 79, PPOLL = 73 };
enum { DIRECTORY = 0x4000, NOT_A_LINK = 0x8000, MODE_AT = 16 };
static word call(word number, word a, word b, word c, word d, word e) {
  register word x8 __asm__("x8") = number;
  register word x0 __asm__("x0") = a;
  register word x1 __asm__("x1") = b;
  register word x2 __asm__("x2") = c;
  register word x3 __asm__("x3") = d;
  register word x4 __asm__("x4") = e;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}
__asm__(".globl _start\n_start: mov x0,sp\n bl begin\n");
#endif

enum { HERE = -100, SIGCHLD = 17, STREAM = 1, INET = 2, MOST_COMMAND = 1024, DONT_WAIT = 0x800, ITSELF = 0x100 };
enum { KIND = 0170000, FOLDER = 0040000, PLAIN = 0100000, SIZE_AT = 48, BLOCKS_AT = 64, NOT_A_FOLDER = -20 };
enum { MOST_FILES = 4000, MOST_COUNTED = 200000, DEEPEST = 12, LONGEST_PATH = 1024 };

static byte out[8 + 4096];
static byte entries[16384];

static void leave(word code) { call(EXIT, code, 0, 0, 0, 0); }

static void writeAll(const byte *bytes, word length) {
  while (length > 0) {
    word done = call(WRITE, 1, (word)bytes, length, 0, 0);
    if (done <= 0) leave(1);
    bytes += done;
    length -= done;
  }
}

static void frame(byte kind, word number, word length) {
  out[0] = kind;
  out[1] = 0;
  out[2] = length;
  out[3] = length >> 8;
  for (int i = 0; i < 4; i++) out[4 + i] = number >> (8 * i);
  writeAll(out, 8 + length);
}

static char *decimal(char *at, word value) {
  char digits[24];
  int count = 0;
  do digits[count++] = '0' + value % 10;
  while ((value /= 10) > 0);
  while (count > 0) *at++ = digits[--count];
  return at;
}

static word number(const char *text) {
  word value = 0;
  for (; *text >= '0' && *text <= '9' && value < 100000000; text++) value = value * 10 + (*text - '0');
  return value;
}

static char *append(char *at, const char *text) {
  while (*text) *at++ = *text++;
  return at;
}

static word open(word pid, const char *name) {
  char path[64];
  *append(append(decimal(append(path, "/proc/"), pid), "/"), name) = 0;
  return call(OPENAT, HERE, (word)path, 0, 0, 0);
}

static void show(byte kind, word pid, const char *name) {
  word file = open(pid, name);
  if (file < 0) return;
  for (;;) {
    word length = call(READ, file, (word)(out + 8), sizeof out - 8, 0, 0);
    if (length <= 0) break;
    frame(kind, pid, length);
  }
  call(CLOSE, file, 0, 0, 0, 0);
}

/* The parent of a process; 0 where there is none in this namespace, or no such process. */
static word parentOf(word pid) {
  char text[256];
  word file = open(pid, "stat");
  if (file < 0) return 0;
  word length = call(READ, file, (word)text, sizeof text - 1, 0, 0);
  call(CLOSE, file, 0, 0, 0, 0);
  /* PID (name, which may hold anything) STATE PARENT */
  while (length > 0 && text[length - 1] != ')') length--;
  if (length <= 0) return 0;
  text[255] = 0;
  return number(text + length + 3);
}

/* What came in by exec, and this program, have no parent here. */
static int descends(word pid) {
  for (int depth = 0; depth < 64 && pid > 1; depth++) pid = parentOf(pid);
  return pid == 1;
}

static word eachProcess(void (*act)(word pid, word with), word with) {
  word count = 0;
  word self = call(GETPID, 0, 0, 0, 0, 0);
  word folder = call(OPENAT, HERE, (word) "/proc", DIRECTORY, 0, 0);
  if (folder < 0) return 0;
  for (;;) {
    word length = call(GETDENTS, folder, (word)entries, sizeof entries, 0, 0);
    if (length <= 0) break;
    for (word at = 0; at < length; at += *(unsigned short *)(entries + at + 16)) {
      word pid = number((char *)entries + at + 19);
      if (pid == 0 || pid == self) continue;
      act(pid, with);
      count++;
    }
  }
  call(CLOSE, folder, 0, 0, 0, 0);
  return count;
}

static word signalled;

static void tell(word pid, word unused) {
  (void)unused;
  show('s', pid, "status");
}

static void signalOne(word pid, word which) {
  if (pid != 1 && descends(pid) && call(KILL, pid, which, 0, 0, 0) == 0) signalled++;
}

static void look(void) {
  word count = eachProcess(tell, 0);
  show('t', 1, "net/tcp");
  show('T', 1, "net/tcp6");
  show('u', 1, "net/udp");
  show('U', 1, "net/udp6");
  show('m', 1, "mountinfo");
  frame('.', count, 0);
}

static word fork(void) { return call(CLONE, SIGCHLD, 0, 0, 0, 0); }

static void orphans(word count) {
  word made = 0;
  for (word i = 0; i < count && i < 32; i++) {
    word child = fork();
    if (child == 0) {
      /* This one ends first, so that its child is process 1's. */
      if (fork() == 0) {
        struct { word seconds, nanoseconds; } soon = {0, 50000000};
        call(PPOLL, 0, 0, (word)&soon, 0, 0);
      }
      leave(0);
    }
    if (child > 0 && call(WAIT4, child, 0, 0, 0, 0) == child) made++;
  }
  frame('.', made, 0);
}

static byte about[256];
static char path[LONGEST_PATH];
static word unseen, seen, most, blocks;

/* `length`: of the path so far, which is told relative to where it began. Other file systems are mounts of their own. */
static void below(word folder, word device, word length, int depth) {
  byte list[4096];
  for (;;) {
    word bytes = call(GETDENTS, folder, (word)list, sizeof list, 0, 0);
    if (bytes < 0) unseen = 1;
    if (bytes <= 0) return;
    for (word at = 0; at < bytes; at += *(unsigned short *)(list + at + 16)) {
      const char *name = (const char *)list + at + 19;
      if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0))) continue;
      if (++seen > most) {
        unseen = 1;
        return;
      }
      word end = length;
      path[end++] = '/';
      for (const char *next = name; *next && end < LONGEST_PATH; next++) path[end++] = *next;
      if (end == LONGEST_PATH || call(FSTATAT, folder, (word)name, (word)about, ITSELF, 0) < 0) {
        unseen = 1;
        continue;
      }
      unsigned kind = *(unsigned *)(about + MODE_AT) & KIND;
      if (kind == FOLDER && *(word *)about == device) {
        word child = depth == 0 ? -1 : call(OPENAT, folder, (word)name, DIRECTORY | NOT_A_LINK, 0, 0);
        if (child < 0) unseen = 1;
        else {
          below(child, device, end, depth - 1);
          call(CLOSE, child, 0, 0, 0, 0);
        }
      } else if (kind == PLAIN && most == MOST_COUNTED) blocks += *(word *)(about + BLOCKS_AT);
      else if (kind == PLAIN) {
        word size = *(word *)(about + SIZE_AT);
        for (word i = 0; i < end; i++) out[8 + i] = path[i];
        frame('f', size > 0xffffffffL ? 0xffffffffL : size, end);
      }
    }
  }
}

static word inRoot(const char *place, word flags) {
  char full[MOST_COMMAND + 16];
  *append(append(full, "/proc/1/root"), place) = 0;
  return call(OPENAT, HERE, (word)full, flags, 0, 0);
}

static void walk(const char *place, word count) {
  unseen = seen = blocks = 0;
  most = count;
  word folder = inRoot(place, DIRECTORY);
  if (folder < 0) unseen = folder != NOT_A_FOLDER;
  else {
    if (call(FSTATAT, folder, (word) ".", (word)about, 0, 0) < 0) unseen = 1;
    else below(folder, *(word *)about, 0, DEEPEST);
    call(CLOSE, folder, 0, 0, 0, 0);
  }
  frame('.', count == MOST_COUNTED ? blocks / 2 : unseen, 0);
}

static void tail(const char *place) {
  word file = inRoot(place, NOT_A_LINK | DONT_WAIT);
  word length = -1;
  if (file >= 0) {
    if (call(LSEEK, file, -(word)(sizeof out - 8), 2, 0, 0) < 0) call(LSEEK, file, 0, 0, 0, 0);
    length = call(READ, file, (word)(out + 8), sizeof out - 8, 0, 0);
    if (length > 0) frame('b', 0, length);
    call(CLOSE, file, 0, 0, 0, 0);
  }
  frame('.', length < 0, 0);
}

struct poll { int file; short events, happened; };

static void dial(const char *address, const char *port) {
  byte name[16] = {INET, 0};
  word host = 0;
  for (; *address; address++) host = host * 16 + (*address <= '9' ? *address - '0' : *address - 'a' + 10);
  for (int i = 0; i < 4; i++) name[4 + i] = host >> (24 - 8 * i);
  name[2] = number(port) >> 8;
  name[3] = number(port);
  word connection = call(SOCKET, INET, STREAM, 0, 0, 0);
  word failure = connection < 0 ? connection : call(CONNECT, connection, (word)name, sizeof name, 0, 0);
  out[0] = -failure;
  writeAll(out, 1);
  if (failure < 0) leave(1);
  struct poll both[2] = {{0, 1, 0}, {connection, 1, 0}};
  for (;;) {
    if (call(PPOLL, (word)both, 2, 0, 0, 0) < 0) leave(1);
    if (both[1].happened) {
      word length = call(READ, connection, (word)out, sizeof out, 0, 0);
      if (length <= 0) leave(length < 0);
      writeAll(out, length);
    }
    if (both[0].happened) {
      word length = call(READ, 0, (word)entries, sizeof entries, 0, 0);
      if (length <= 0) {
        call(SHUTDOWN, connection, 1, 0, 0, 0);
        both[0].file = -1;
      }
      for (word at = 0; at < length;) {
        word done = call(WRITE, connection, (word)entries + at, length - at, 0, 0);
        if (done <= 0) leave(1);
        at += done;
      }
    }
  }
}

static int begins(const char *text, const char *with) {
  while (*with) if (*text++ != *with++) return 0;
  return 1;
}

static void obey(const char *command) {
  signalled = 0;
  if (begins(command, "look")) look();
  else if (begins(command, "signal ")) {
    /* Once more: what was forked in between. */
    eachProcess(signalOne, number(command + 7));
    word first = signalled;
    eachProcess(signalOne, number(command + 7));
    frame('.', first, 0);
  } else if (begins(command, "orphans ")) orphans(number(command + 8));
  else if (begins(command, "files ")) walk(command + 6, MOST_FILES);
  else if (begins(command, "space ")) walk(command + 6, MOST_COUNTED);
  else if (begins(command, "tail ")) tail(command + 5);
  else leave(2);
}

__attribute__((used)) void begin(word *stack) {
  char **arguments = (char **)(stack + 1);
  if (stack[0] == 4 && begins(arguments[1], "dial")) dial(arguments[2], arguments[3]);
  char command[MOST_COMMAND + 1];
  word length = 0;
  while (call(READ, 0, (word)(command + length), 1, 0, 0) == 1) {
    if (command[length] != '\n') {
      if (++length == MOST_COMMAND) leave(2);
      continue;
    }
    command[length] = 0;
    length = 0;
    obey(command);
  }
  leave(0);
}
