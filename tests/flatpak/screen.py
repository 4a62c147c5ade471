# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen that nobody looks at, of somebody without rights."""

import os
import pathlib
import shutil
import subprocess
import time

from linecheck_flatpak.system import FlatpakError, as_user

PATIENCE_S = 60


def missing_tools():
    """What this computer lacks for a screen."""
    return [tool for tool in ("Xvfb", "dbus-daemon", "xdotool", "import") if not shutil.which(tool)]


def wait_until(condition, what):
    """Waits until a condition holds and returns what it gave."""
    deadline = time.monotonic() + PATIENCE_S
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise FlatpakError(f"gave up waiting for {what} after {PATIENCE_S} s")
        time.sleep(0.1)
    return value


class Screen:
    """Use it in a with statement."""

    def __init__(self, sandbox):
        self.environment = dict(sandbox.environment)
        self._processes = []

    def __enter__(self):
        try:
            self._start_display()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def _start(self, argv, **options):
        process = subprocess.Popen(as_user([str(word) for word in argv]), env=self.environment, cwd="/",
                                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        self._processes.append(process)
        return process

    def _start_display(self):
        reader, writer = os.pipe()
        # The socket is a file: an abstract one is not seen from another network namespace.
        self._start(["Xvfb", "-displayfd", writer, "-screen", "0", "1024x1024x24", "-nolisten", "tcp",
                     "-nolisten", "abstract", "-noreset", "-ac"], pass_fds=[writer], stdout=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader, encoding="ascii") as pipe:
            number = pipe.readline().strip()
        if not number:
            raise FlatpakError("Xvfb did not start")
        self.environment["DISPLAY"] = f":{number}"

    def window(self, title):
        """The number of the window with a title, when it is there."""
        done = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.split()[:1]

    def press(self, window, key):
        """Presses a key in a window."""
        subprocess.run(["xdotool", "windowfocus", "--sync", window, "key", key], env=self.environment, check=True)

    def picture(self, path):
        """Takes a picture of the whole screen."""
        subprocess.run(["import", "-window", "root", pathlib.Path(path)], env=self.environment, check=True)
