# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen that nobody looks at and a session bus, both of somebody without rights."""

import os
import pathlib
import shutil
import subprocess
import time

from linecheck_flatpak.system import FlatpakError, as_user

PATIENCE_S = 60
BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


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
    """Use it in a with statement. No service can be started on its bus: there is no portal."""

    def __init__(self, sandbox):
        self.place = sandbox.place / "screen"
        self.environment = dict(sandbox.environment)
        self._processes = []

    def __enter__(self):
        self.place.mkdir()
        shutil.chown(self.place, *self._owner())
        try:
            self._start_display()
            self._start_bus()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def _owner(self):
        parent = self.place.parent.stat()
        return parent.st_uid, parent.st_gid

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

    def _start_bus(self):
        path = self.place / "bus"
        configuration = self.place / "bus.conf"
        configuration.write_text(BUS.format(path=path), encoding="ascii")
        configuration.chmod(0o644)
        self._start(["dbus-daemon", f"--config-file={configuration}", "--nofork"], stdout=subprocess.DEVNULL)
        wait_until(path.exists, "the session bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={path}"

    def window(self, title):
        """The number of the window with a title, when it is there."""
        done = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.split()[:1]

    def close(self, window):
        """Asks a window to close, as its button does."""
        subprocess.run(["xdotool", "windowquit", window], env=self.environment, check=True)

    def picture(self, path):
        """Takes a picture of the whole screen."""
        subprocess.run(["import", "-window", "root", pathlib.Path(path)], env=self.environment, check=True)
