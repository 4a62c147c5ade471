# SPDX-License-Identifier: GPL-3.0-or-later
"""Namespaces and processes: the few things that the lab asks of the kernel."""

import ctypes
import os
import pathlib
import signal
import subprocess
import time

from .errors import LabError

NAMESPACE_DIRECTORY = pathlib.Path("/run/netns")
CLONE_NEWNET = 0x40000000
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_libc = ctypes.CDLL(None, use_errno=True)


def enter_namespace(name):
    """Moves this process into a named network namespace."""
    fd = os.open(NAMESPACE_DIRECTORY / name, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if _libc.setns(fd, CLONE_NEWNET) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), name)
    finally:
        os.close(fd)


def start(argv, namespace, **options):
    """Starts a process in a namespace, or in none. A signal that comes meanwhile waits: else
    there would be a process that is not in its namespace yet and that nobody knows of."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

    def prepare():
        if namespace:
            enter_namespace(namespace)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    try:
        return subprocess.Popen([str(each) for each in argv], preexec_fn=prepare, **options)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def run(argv, stdin=None, namespace=None, check=True):
    """Runs a tool to its end and returns what it wrote; LabError when it fails."""
    with start(argv, namespace, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
               stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE) as process:
        try:
            output, errors = process.communicate(stdin)
        except BaseException:
            process.kill()
            raise
    if check and process.returncode != 0:
        words = " ".join(str(each) for each in argv)
        raise LabError(f"{words}: {errors.strip() or process.returncode}")
    return output


def call_in(namespace, function):
    """Calls a function in a child that has entered a namespace; it must succeed."""
    pid = os.fork()
    if pid == 0:
        try:
            enter_namespace(namespace)
            function()
            os._exit(0)
        except BaseException as error:  # pylint: disable=broad-except
            os.write(2, f"lab: in {namespace}: {error}\n".encode())
            os._exit(1)
    if os.waitpid(pid, 0)[1] != 0:
        raise LabError(f"setting up the namespace {namespace} failed")


def spawn(argv, namespace, log):
    """Starts a server in a namespace, away from the terminal and its signals."""
    with open(log, "ab") as output:
        return start(argv, namespace, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                     start_new_session=True, close_fds=True)


def start_time(pid):
    """When a process started, in clock ticks: with its pid, its identity. None when it is
    gone or only waits to be reaped."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def processes_in(namespaces):
    """The pids of all processes in the named namespaces."""
    wanted = set()
    for name in namespaces:
        try:
            status = os.stat(NAMESPACE_DIRECTORY / name)
        except FileNotFoundError:
            continue
        wanted.add((status.st_dev, status.st_ino))
    found = []
    for entry in os.listdir("/proc") if wanted else ():
        if not entry.isdigit():
            continue
        try:
            status = os.stat(f"/proc/{entry}/ns/net")
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in wanted:
            found.append(int(entry))
    return found


def kill_namespaces(namespaces, signal_number=signal.SIGKILL, timeout=3.0):
    """Ends every process in the named namespaces and waits until none is left."""
    deadline = time.monotonic() + timeout
    while True:
        alive = [pid for pid in processes_in(namespaces) if start_time(pid) is not None]
        if not alive:
            return
        if time.monotonic() > deadline:
            raise LabError(f"processes {alive} do not end")
        for pid in alive:
            try:
                os.kill(pid, signal_number)
            except ProcessLookupError:
                pass
        time.sleep(0.005)


def kill_process(pid, started, timeout=3.0):
    """Ends one process, if it is still the one that started then, and waits for that."""
    deadline = time.monotonic() + timeout
    while started is not None and start_time(pid) == started:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        if time.monotonic() > deadline:
            raise LabError(f"process {pid} does not end")
        time.sleep(0.002)


def run_first(pid):
    """Puts a process before all ordinary ones, with the threads that it is going to start,
    where that is allowed: a server that waits for a processor looks like a slow network."""
    try:
        os.sched_setscheduler(pid, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pass


def bound_ports(pid):
    """What processes in the namespace of a process listen on: a set of
    ("udp" or "tcp", port, address in the kernel's hexadecimal form)."""
    found = set()
    for table, protocol, state in (("udp", "udp", "07"), ("udp6", "udp", "07"),
                                   ("tcp", "tcp", "0A"), ("tcp6", "tcp", "0A")):
        try:
            lines = pathlib.Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == state:
                address, port = fields[1].rsplit(":", 1)
                found.add((protocol, int(port, 16), address))
    return found


def kernel_address(address):
    """An IPv4 address as /proc/net shows it."""
    return "".join(f"{int(part):02X}" for part in reversed(address.split(".")))


def wait_until(condition, what, timeout=10.0):
    """Waits until a condition holds, which is asked every few milliseconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise LabError(f"gave up waiting for {what} after {timeout:g} s")
        time.sleep(0.004)
