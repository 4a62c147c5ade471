#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs linecheck-cli where the client of the lab is, and watches it from outside.

    client.py run CLI OPTION...           one run
    client.py watch CLI OPTION...         one run; also counts its open files
    client.py interrupt N CLI OPTION...   N runs, each interrupted at another moment
    client.py fping ADDRESS...            what fping says of these addresses

Prints JSON, because it runs behind `lab exec`.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

SAMPLES = 20
INTERVAL_MS = 50
FIRST_INTERRUPT_S = 0.05
LAST_INTERRUPT_S = 1.4


def read_run(path):
    """The run that linecheck-cli wrote, or None."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def count_files(pid):
    """How many files and how many sockets a process has open."""
    files = sockets = 0
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            files += 1
            try:
                sockets += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
            except OSError:
                pass
    except OSError:
        pass
    return files, sockets


def start(command, output):
    """Starts one run that writes JSON."""
    return subprocess.Popen([*command, "--format", "json", "--output", output], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process, begin, output):
    """Waits for a run and tells what it cost."""
    _pid, status, usage = os.wait4(process.pid, 0)
    end = time.monotonic()
    process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "status": process.returncode,
        "wall_s": end - begin,
        "user_s": usage.ru_utime,
        "system_s": usage.ru_stime,
        "peak_kib": usage.ru_maxrss,
        "errors": process.stderr.read().decode(errors="replace")[:2000],
        "run": read_run(output),
    }


def run(command, watch=False):
    """One run from start to end."""
    with tempfile.TemporaryDirectory() as directory:
        output = os.path.join(directory, "run.json")
        begin = time.monotonic()
        process = start(command, output)
        files = sockets = 0
        while watch and not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            now_files, now_sockets = count_files(process.pid)
            files, sockets = max(files, now_files), max(sockets, now_sockets)
            time.sleep(0.01)
        result = finish(process, begin, output)
        if watch:
            result["files"], result["sockets"] = files, sockets
        return result


def interrupt(command, count):
    """Runs that are interrupted at random moments; how long each took to end after that."""
    moments = random.Random(2026)
    results = []
    with tempfile.TemporaryDirectory() as directory:
        output = os.path.join(directory, "run.json")
        for _ in range(count):
            after_s = moments.uniform(FIRST_INTERRUPT_S, LAST_INTERRUPT_S)
            begin = time.monotonic()
            process = start(command, output)
            time.sleep(after_s)
            signalled = time.monotonic()
            process.send_signal(signal.SIGINT)
            result = finish(process, begin, output)
            results.append({"after_s": after_s, "took_s": begin + result["wall_s"] - signalled,
                            "status": result["status"],
                            "interrupted": bool(result["run"] and result["run"]["interrupted"])})
    return results


def fping(addresses):
    """The round trips in ms that fping saw, by address."""
    done = subprocess.run(["fping", "-q", "-C", str(SAMPLES), "-p", str(INTERVAL_MS), "-t", "2000", *addresses],
                          capture_output=True, text=True, check=False)
    trips = {}
    for line in done.stderr.splitlines():
        match = re.match(r"(\S+)\s*:\s*(.*)", line)
        if match:
            trips[match.group(1)] = [float(word) for word in match.group(2).split() if word != "-"]
    return trips


def main():
    mode, *rest = sys.argv[1:]
    if mode == "run":
        answer = run(rest)
    elif mode == "watch":
        answer = run(rest, watch=True)
    elif mode == "interrupt":
        answer = interrupt(rest[1:], int(rest[0]))
    elif mode == "fping":
        answer = fping(rest)
    else:
        sys.exit(f"client.py: unknown mode {mode!r}")
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
