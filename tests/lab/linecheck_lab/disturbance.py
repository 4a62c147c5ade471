# SPDX-License-Identifier: GPL-3.0-or-later
"""What a busy machine did to the lab during a run.

A server of the lab that waits for a processor answers late, and the network is not the one
that the scenario describes. Whoever compares a run with what is true has to know."""

import os
import pathlib
import threading
import time

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
# An ordinary process that sleeps this long...
PULSE_MS = 10
# ...may come late by so much, and a server or the whole machine may wait so long, before the
# run says nothing of the network. Round trips are compared to a fraction of a millisecond, but
# a single late packet in twenty changes no verdict: these are for more than that.
LATE_MS = 60
WAITED_MS = 15
STOLEN_MS = 40


def stolen_ms():
    """How long this machine's processors were taken away by its host since it started."""
    with open("/proc/stat", encoding="ascii") as file:
        return int(file.readline().split()[8]) * TICK_MS


def waited_ms(pids):
    """How long each process was ready to run and did not get a processor: {pid: ms}. Threads that
    only want what nobody else does, those that keep the processors awake, do not count."""
    waited = {}
    for pid in pids:
        total = 0
        for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                if os.sched_getscheduler(int(path.parent.name)) != os.SCHED_IDLE:
                    total += int(path.read_text(encoding="ascii").split()[1])
            except OSError:
                pass  # the thread has ended
        waited[pid] = total / 1e6
    return waited


def wait_for_calm(patience_s=8):
    """Waits until the host leaves this machine its processors for a while, but not for ever."""
    deadline = time.monotonic() + patience_s
    n_calm = 0
    while n_calm < 4 and time.monotonic() < deadline:
        before_ms, before = stolen_ms(), time.monotonic()
        time.sleep(0.25)
        late_ms = (time.monotonic() - before - 0.25) * 1000
        is_calm = stolen_ms() - before_ms <= TICK_MS and late_ms < LATE_MS / 2
        n_calm = n_calm + 1 if is_calm else 0


class Watch:
    """Use it in a with statement, around a run; afterwards complaints() tells."""

    def __init__(self, servers):
        self._pids = {pid: name for name, (pid, _started) in servers.items()
                      if name.startswith("coturn") or name == "emulator"}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._pulse, daemon=True)
        self._late_ms = 0
        self._stolen_ms = 0
        self._waited = {}

    def _pulse(self):
        before = time.monotonic()
        while not self._ended.wait(PULSE_MS / 1000):
            now = time.monotonic()
            self._late_ms = max(self._late_ms, (now - before) * 1000 - PULSE_MS)
            before = now

    def __enter__(self):
        self._stolen_ms = stolen_ms()
        self._waited = waited_ms(self._pids)
        self._thread.start()
        return self

    def __exit__(self, *_exception):
        self._ended.set()
        self._thread.join()
        self._stolen_ms = stolen_ms() - self._stolen_ms
        after = waited_ms(self._pids)
        self._waited = {pid: after[pid] - before for pid, before in self._waited.items()}

    def complaints(self):
        """In words, what spoiled the run; empty when nothing did."""
        found = []
        if self._late_ms > LATE_MS:
            found.append(f"a process woke {self._late_ms:.0f} ms late")
        if self._stolen_ms > STOLEN_MS:
            found.append(f"the host took {self._stolen_ms:.0f} ms away")
        found += [f"{self._pids[pid]} waited {waited:.0f} ms for a processor"
                  for pid, waited in self._waited.items() if waited > WAITED_MS]
        return found
