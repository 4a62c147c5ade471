# SPDX-License-Identifier: GPL-3.0-or-later
"""A D-Bus of somebody without rights, on which no service is started by itself."""

import subprocess
import time

from .system import FlatpakError, as_user

PATIENCE_S = 30
CONFIGURATION = """<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Bus:
    """Runs until it is ended."""

    def __init__(self, path, environment):
        self.address = f"unix:path={path}"
        configuration = path.with_suffix(".conf")
        configuration.write_text(CONFIGURATION.format(path=path), encoding="ascii")
        configuration.chmod(0o644)
        self._process = subprocess.Popen(as_user(["dbus-daemon", f"--config-file={configuration}", "--nofork"]),
                                         env=environment, cwd="/", stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_S
        while not path.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.end()
                raise FlatpakError("dbus-daemon did not start")
            time.sleep(0.05)

    def end(self):
        """Ends it."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
