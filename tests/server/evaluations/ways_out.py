"""Ways out of the process of an evaluator: bodies of functions that answer something, if they get it.

Each may use what `HEAD` defines: the server's process is `parent`, `call` makes a system call by its number on x86-64.
`$secret`, `$folder`, `$socket` and `$port` stand for what there is to get.
"""

from __future__ import annotations

HEAD = """
import ctypes, os, mmap, struct, threading, time
libc = ctypes.CDLL(None, use_errno=True)
parent = os.getppid()
room = ctypes.create_string_buffer

def checked(result):
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result

def call(number, *arguments):
    passed = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return checked(libc.syscall(ctypes.c_long(number), *passed))

def machine(code):
    room = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(room))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    if result < 0:
        raise OSError(-result, os.strerror(-result))
    return result

def signed(name, *arguments):
    return checked(getattr(libc, name)(*arguments))

def walked():
    descriptor = os.open('.', os.O_RDONLY)
    for _ in range(12):
        descriptor = os.open('..', os.O_RDONLY, dir_fd=descriptor)
    return descriptor
"""

# Those that were seen to get something, or that the guard alone stopped.
KNOWN = {
    "fork_exec again": (
        "import importlib, sys\nsys.modules.pop('_posixsubprocess', None)\n"
        "module = importlib.import_module('_posixsubprocess')\nread, write = 0, 1\n"
        "import subprocess\nreturn subprocess.run(['/bin/true'])"
    ),
    "shared memory again": "import _posixshmem\nreturn _posixshmem.shm_open('/x', os.O_CREAT | os.O_RDWR, mode=0o600)",
    "walk up and read": "return os.open('etc/passwd', os.O_RDONLY, dir_fd=walked())",
    "walk up and write": "return os.open('$secret'[1:], os.O_WRONLY, dir_fd=walked())",
    "walk up and create": "return os.open('tmp/made', os.O_WRONLY | os.O_CREAT, dir_fd=walked())",
    "raw open for reading": "return call(2, b'$secret', 0, 0)",
    "raw open for writing": "return call(2, b'$secret', 2, 0)",
    "raw openat2": "return call(437, -100, b'$secret', struct.pack('QQQ', 0, 0, 0), 24)",
    "raw chmod": "return call(90, b'$secret', 0o777) + 1",
    "raw truncate": "return call(76, b'$secret', 0) + 1",
    "raw rename": "return call(82, b'$secret', b'stolen') + 1",
    "raw link": "return call(86, b'$secret', b'linked') + 1",
    "a link in its folder": "os.symlink('$secret', 'link')\nreturn open('link').read()",
    "signal to the server": "os.kill(parent, 0)\nreturn True",
    "raw signal to the server": "return call(62, parent, 0) + 1",
    "signal to all": "return call(62, -1, 0) + 1",
    "thread signal to the server": "return call(200, parent, 0) + 1",
    "queued signal to the server": "return call(129, parent, 18, room(128)) + 1",
    "pidfd of the server": "return call(434, parent, 0)",
    "pidfd_send_signal": "return call(424, os.open('.', os.O_RDONLY), 0, None, 0) + 1",
    "priority of the server": "os.setpriority(os.PRIO_PROCESS, parent, 19)\nreturn True",
    "raw priority of the server": "return call(141, 0, parent, 19) + 1",
    "affinity of the server": "os.sched_setaffinity(parent, [0])\nreturn True",
    "affinity of the server, read": "return call(204, parent, 128, room(128))",
    "scheduler of the server": "return call(144, parent, 5, struct.pack('i', 0)) + 1",
    "limits of the server": "import resource\nreturn resource.prlimit(parent, resource.RLIMIT_NOFILE, (64, 64))",
    "limits of the server, read": "return call(302, parent, 7, None, room(16)) + 1",
    "own limits": "return call(302, 0, 9, struct.pack('QQ', 2**27, 2**27), None) + 1",
    "environment of the server": "return open(f'/proc/{parent}/environ', 'rb').read()",
    "command line of the server": "return open(f'/proc/{parent}/cmdline', 'rb').read()",
    "memory of the server": "return os.open(f'/proc/{parent}/mem', os.O_RDWR)",
    "files of the server": "return os.listdir(f'/proc/{parent}/fd')",
    "own maps": "return open('/proc/self/maps').read()",
    "processes": "return os.listdir('/proc')",
    "folders of others": "return [name for name in os.listdir('..') if name != os.path.basename(os.getcwd())] or 1/0",
    "the folder of another": "return os.listdir('$folder')",
    "a file of another": "return open('$folder/file').read()",
    "a Unix socket": "import socket\nsocket.socket(socket.AF_UNIX).connect('$socket')\nreturn True",
    "raw Unix socket": "return call(41, 1, 1, 0)",
    "loopback": "import socket\nreturn socket.create_connection(('127.0.0.1', $port), 1) and True",
    "raw internet socket": "return call(41, 2, 1, 0)",
    "fork": "return os.fork() or os._exit(0)",
    "raw fork": "return call(57) or os._exit(0)",
    "raw vfork": "return call(58) or os._exit(0)",
    "raw clone": "return call(56, 17, 0, 0, 0, 0) or os._exit(0)",
    "raw clone3": "return call(435, struct.pack('11Q', 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0), 88) or os._exit(0)",
    "exec": "os.execv('/bin/true', ['true'])",
    "posix_spawn": "return os.posix_spawn('/bin/true', ['true'], {})",
    "raw exec": "return call(59, b'/bin/true', None, None)",
    "exec from memory": "return call(322, 3, b'', None, None, 0x1000)",
    "a file in memory": "return os.memfd_create('x')",
    "ptrace": "return call(101, 16, parent, 0, 0) + 1",
    "read another's memory": "return call(310, parent, None, 0, None, 0, 0) + 1",
    "write another's memory": "return call(311, parent, None, 0, None, 0, 0) + 1",
    "io_uring": "return call(425, 8, room(120))",
    "too many threads": (
        "stop = threading.Event()\nstarted = []\ntry:\n"
        "    for _ in range(32):\n        threading.Thread(target=stop.wait, daemon=True).start()\n"
        "        started.append(1)\n"
        "except RuntimeError as error:\n    raise OSError(str(error))\nfinally:\n    stop.set()\nreturn len(started)"
    ),
    "memory bomb": "kept = []\nwhile True:\n    kept.append(bytearray(16 * 2**20))",
    "shared memory bomb": "kept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 16 * 2**20))",
}

# Others that were thought of here.
OTHERS = {
    "32-bit system call": "return machine(bytes.fromhex('b814000000cd80c3'))",
    "x32 system call": "return call(0x40000000 + 39)",
    "chroot": "return call(161, b'.') + 1",
    "mount": "return call(165, b'proc', b'.', b'proc', 0, None) + 1",
    "unmount": "return call(166, b'/', 2) + 1",
    "open_tree": "return call(428, -100, b'/', 0)",
    "move_mount": "return call(429, -100, b'/', -100, b'.', 0) + 1",
    "fsopen": "return call(430, b'proc', 0)",
    "new user namespace": "return call(272, 0x10000000) + 1",
    "another's namespace": "return call(308, 0, 0) + 1",
    "file handle": "return call(303, -100, b'/', room(136), room(8), 0) + 1",
    "open by handle": "return call(304, -100, room(136), 0)",
    "signals of a file to the server": (
        "import fcntl\nreturn fcntl.fcntl(os.open('f', os.O_CREAT | os.O_RDWR), 8, parent) + 1"
    ),
    "abstract Unix socket": "import socket\nsocket.socket(socket.AF_UNIX).bind('\\0x')\nreturn True",
    "pair of sockets": "import socket\nreturn socket.socketpair()",
    "netlink": "return call(41, 16, 3, 0)",
    "vsock": "return call(41, 40, 1, 0)",
    "packets": "return call(41, 17, 3, 0)",
    "large pipe": "import fcntl\nreturn fcntl.fcntl(os.pipe()[1], 1031, 2**20)",
    "System V memory": "return call(29, 1234, 4096, 0o1600)",
    "System V semaphores": "return call(64, 1234, 1, 0o1600)",
    "System V messages": "return call(68, 1234, 0o1600)",
    "POSIX messages": "return call(240, b'x', 0o100, 0o600, None)",
    "keys of the kernel": "return call(248, b'user', b'x', b'y', 1, -1)",
    "bpf": "return call(321, 0, room(64), 64)",
    "performance events": "return call(298, room(128), 0, -1, -1, 0)",
    "userfaultfd": "return call(323, 1)",
    "personality": "return call(135, 0x0040000) + 1",
    "another filter": "return call(317, 1, 0, struct.pack('HxxxxxxP', 1, 0)) + 1",
    "new program name space": "return call(157, 1, 0, 0, 0, 0) + 1",
    "raw setuid": "return call(105, 0) + 1",
    "capabilities": "return call(126, struct.pack('=Ii', 0x20080522, 0), struct.pack('=6I', *[1] * 6)) + 1",
    "host name": "return call(170, b'x', 1) + 1",
    "set the clock": "return call(227, 0, struct.pack('qq', 0, 0)) + 1",
    "device": "return os.mknod('zero', 0o20666, os.makedev(1, 5)) or True",
    "pipe with a name": "return os.mkfifo('pipe') or True",
    "memory of the machine": "return open('/dev/mem', 'rb')",
    "terminal": "return os.open('/dev/tty', os.O_RDWR)",
    "shared folder": "return open('/dev/shm/x', 'w')",
    "a library": "open('x.py', 'w').write('x')\nreturn open(os.__file__, 'a')",
    "rights of a library": "return os.chmod(os.__file__, 0o777) or True",
    "watch files": "return call(254, call(253), b'/', 0xfff)",
    "swap": "return call(167, b'f', 0) + 1",
    "sync of all disks": "return call(306, os.open('.', os.O_RDONLY)) + 1",
    "lock memory": "return call(149, room(8192), 8192) + 1",
    "timer that signals": "return call(222, 0, None, room(8)) + 1",
    "attributes": "return os.setxattr('.', 'user.x', b'y') or True",
    "owner": "return os.chown('.', 0, 0) or True",
    "17 MB of files": (
        "for number in range(17):\n    with open(f'{number}', 'wb') as file:\n        file.write(bytes(2**20))\n"
        "return True"
    ),
    "101 files": "for number in range(101):\n    os.close(call(2, str(number).encode(), 0o101, 0o600))\nreturn True",
    "101 folders": "for number in range(101):\n    call(83, b'd' + str(number).encode(), 0o700)\nreturn True",
    "the next priority": "return os.nice(-5) or True",
    "wait for the server": "return call(247, 0, parent, room(128), 4, None) + 1",
    "reboot": "return call(169, 0xfee1dead, 672274793, 0, None) + 1",
    "module of the kernel": "return call(175, b'', 0, b'') + 1",
    "what is there": "return os.stat('$secret').st_size",
    "what is there, by access": "return os.access('$secret', os.F_OK) or 1 / 0",
    "where a link leads": "return os.readlink('/proc/self/exe')",
    "system binaries": "return os.listdir('/bin')",
    "settings of the system": "return os.listdir('/etc')",
    "an executable file": "open('x', 'w').write('x')\nreturn call(90, b'x', 0o755) + call(59, b'x', None, None)",
}
