"""Seccomp: which system calls the kernel lets this process make. What is not listed is refused with `EPERM`.

Audit hooks see what Python does; the kernel sees what the process does. Code that has found its way to `syscall` itself
meets this filter.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import TYPE_CHECKING, NamedTuple

from humanloop.server.evaluation.confined.kernel import library_call

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each call with its number on x86-64 and on the architectures that came later, which share theirs.
_FILES = """
    read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69 pwritev:296:70
    preadv2:327:286 pwritev2:328:287 lseek:8:62 close:3:57 close_range:436:436 dup:32:23 dup2:33: dup3:292:24
    sendfile:40:71 copy_file_range:326:285 fsync:74:82 fdatasync:75:83 ftruncate:77:46 fallocate:285:47
    fadvise64:221:223 flock:73:32 open:2: openat:257:56 stat:4: fstat:5:80 lstat:6: newfstatat:262:79 statx:332:291
    access:21: faccessat:269:48 faccessat2:439:439 readlink:89: readlinkat:267:78 getcwd:79:17 chdir:80:49
    fchdir:81:50 getdents64:217:61 statfs:137:43 fstatfs:138:44 mkdir:83: mkdirat:258:34 rmdir:84: unlink:87:
    unlinkat:263:35 rename:82: renameat:264:38 renameat2:316:276 link:86: linkat:265:37 symlink:88: symlinkat:266:36
    umask:95:166 poll:7: ppoll:271:73 select:23: pselect6:270:72 epoll_create:213: epoll_create1:291:20
    epoll_ctl:233:21 epoll_wait:232: epoll_pwait:281:22 epoll_pwait2:441:441 eventfd2:290:19 pipe:22: pipe2:293:59
"""
_MEMORY_AND_TIME = """
    mmap:9:222 munmap:11:215 mprotect:10:226 mremap:25:216 madvise:28:233 brk:12:214 msync:26:227
    futex:202:98 futex_waitv:449:449 set_robust_list:273:99 rseq:334:293 membarrier:324:283 set_tid_address:218:96
    arch_prctl:158: rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigpending:127:136
    rt_sigtimedwait:128:137 rt_sigsuspend:130:133 sigaltstack:131:132 restart_syscall:219:128 pause:34:
    clock_gettime:228:113 clock_getres:229:114 clock_nanosleep:230:115 gettimeofday:96:169 time:201: nanosleep:35:101
    times:100:153 getitimer:36:102 setitimer:38:103 alarm:37: sched_yield:24:124 exit:60:93 exit_group:231:94
    getpid:39:172 gettid:186:178 getppid:110:173 getuid:102:174 geteuid:107:175 getgid:104:176 getegid:108:177
    getresuid:118:148 getresgid:120:150 getgroups:115:158 getpgrp:111: getrlimit:97:163 getrusage:98:165
    getcpu:309:168 uname:63:160 sysinfo:99:179 getrandom:318:278
"""
# They name files, and Landlock does not look at them: only where no other files are.
_WHERE_ALONE = "chmod:90: fchmod:91:52 fchmodat:268:53 utime:132: utimes:235: utimensat:280:88 futimesat:261:"
_TRUNCATE = "truncate:76:45"
_NETWORK = """
    connect:42:203 bind:49:200 listen:50:201 accept:43:202 accept4:288:242 getsockname:51:204 getpeername:52:205
    getsockopt:55:209 setsockopt:54:208 sendto:44:206 recvfrom:45:207 sendmsg:46:211 recvmsg:47:212
    sendmmsg:307:269 recvmmsg:299:243 shutdown:48:210
"""
_SOCKET = "socket:41:198"
_KILL = "kill:62:129 tgkill:234:131"
_CLONE, _CLONE3 = "clone:56:220", "clone3:435:435"
_PRCTL, _FCNTL, _IOCTL = "prctl:157:167", "fcntl:72:25", "ioctl:16:29"
_LIMITS, _AFFINITY = "prlimit64:302:261", "sched_getaffinity:204:123"

# Machine → what the kernel calls it, and the column of its numbers.
_MACHINES = {"x86_64": (0xC000003E, 1), "aarch64": (0xC00000B7, 2), "riscv64": (0xC00000F3, 2)}
_FIRST_OF_X32 = 0x40000000

_THREAD = 0x00010000
_NAME_OF_THREAD = (15, 16)
_INTERNET = (2, 10)
# F_DUPFD to F_SETLKW, those with "open file description" locks, and F_DUPFD_CLOEXEC. Others make the kernel send
# signals to any process, or give a pipe megabytes.
_OF_DESCRIPTORS = (*range(8), *range(36, 39), 1030)
# Whether it is a terminal, how much there is to read, and what closes or waits.
_OF_DEVICES = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_SET_SECCOMP, _WITH_FILTER = 22, 2


class _Check(NamedTuple):
    """What an argument has to be: one of some values, after a mask, in its lower half or in the whole of it."""

    argument: int
    values: Sequence[int]
    mask: int = 0xFFFFFFFF
    whole: bool = False


def confine_calls(*, network: bool, is_alone: bool, can_truncate: bool) -> None:
    """Refuse from now on all system calls that an evaluator has no need of.

    Args:
        network: Whether connections are allowed.
        is_alone: Whether no files but its own can be changed by their names.
        can_truncate: Whether Landlock looks at truncations.

    Raises:
        OSError: The kernel takes no filters, or this machine is not known.
    """
    program = build_filter(
        os.uname().machine, os.getpid(), network=network, is_alone=is_alone, can_truncate=can_truncate
    )
    buffer = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    library_call("prctl", _SET_SECCOMP, _WITH_FILTER, ctypes.c_char_p(header), 0, 0)


def build_filter(machine: str, process: int, *, network: bool, is_alone: bool, can_truncate: bool) -> bytes:
    """Build the program that the kernel runs for each system call.

    Args:
        machine: Name of the architecture.
        process: This process, the only one that may be named in a call.
        network: Whether connections are allowed.
        is_alone: Whether no files but its own can be changed by their names.
        can_truncate: Whether Landlock looks at truncations.

    Raises:
        OSError: This machine is not known.
    """
    if machine not in _MACHINES:
        raise OSError(f"no numbers of system calls are known for {machine}")
    architecture, column = _MACHINES[machine]
    plain = [_FILES, _MEMORY_AND_TIME]
    plain += [_WHERE_ALONE] if is_alone else []
    plain += [_TRUNCATE] if can_truncate else []
    plain += [_NETWORK] if network else []
    only: dict[str, Sequence[_Check]] = {
        _KILL: [_Check(0, (process,))],
        _CLONE: [_Check(0, (_THREAD,), _THREAD)],
        _PRCTL: [_Check(0, _NAME_OF_THREAD)],
        _FCNTL: [_Check(1, _OF_DESCRIPTORS)],
        _IOCTL: [_Check(1, _OF_DEVICES)],
        # Limits can be read, of this process.
        _LIMITS: [_Check(0, (0, process)), _Check(2, (0,), whole=True)],
        _AFFINITY: [_Check(0, (0, process))],
    }
    if network:
        only[_SOCKET] = [_Check(0, _INTERNET)]
    refuse = _statement(_RETURN, _ERROR | errno.EPERM)
    program = [_statement(_LOAD, 4), _jump(_EQUAL, architecture, 1, 0), refuse, _statement(_LOAD, 0)]
    if machine == "x86_64":
        program += [_jump(_AT_LEAST, _FIRST_OF_X32, 0, 1), refuse]
    for number in _numbers(" ".join(plain), column):
        program += [_jump(_EQUAL, number, 0, 1), _statement(_RETURN, _ALLOW)]
    # C libraries do without it where it is not there, and its flags are out of a filter's sight.
    for number in _numbers(_CLONE3, column):
        program += [_jump(_EQUAL, number, 0, 1), _statement(_RETURN, _ERROR | errno.ENOSYS)]
    for names, checks in only.items():
        block = _checked(checks, refuse)
        for number in _numbers(names, column):
            program += [_jump(_EQUAL, number, 0, len(block)), *block]
    return b"".join([*program, refuse])


def _numbers(calls: str, column: int) -> list[int]:
    found = [call.split(":")[column] for call in calls.split()]
    return [int(number) for number in found if number]


def _checked(checks: Sequence[_Check], refuse: bytes) -> list[bytes]:
    block: list[bytes] = []
    for check in checks:
        low = 16 + 8 * check.argument
        block.append(_statement(_LOAD, low))
        if check.mask != _Check._field_defaults["mask"]:
            block.append(_statement(_AND, check.mask))
        # The last value that does not fit leads to the refusal right behind it.
        for left, value in zip(reversed(range(len(check.values))), check.values, strict=True):
            block.append(_jump(_EQUAL, value, left + 1, 0))
        block.append(refuse)
        if check.whole:
            block += [_statement(_LOAD, low + 4), _jump(_EQUAL, 0, 1, 0), refuse]
    return [*block, _statement(_RETURN, _ALLOW)]


def _statement(code: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, 0, 0, value)


def _jump(code: int, value: int, if_so: int, if_not: int) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
