# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium without a window, driven through chromedriver (W3C WebDriver).

A page is loaded from a file. What the page asks of the network and what it
complains of is written down by the browser itself.
"""

import base64
import contextlib
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 120
CALL_SECONDS = 180
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
]


class Browser:
    """One browser with one tab; use it with "with"."""

    def __init__(self):
        self.stack = contextlib.ExitStack()
        self.driver = None
        self.url = None
        self.session = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, *_):
        self.stack.close()

    def _start(self):
        folder = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        log = folder / "driver.log"
        output = self.stack.enter_context(log.open("wb"))
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=output, stderr=subprocess.STDOUT)
        self.stack.callback(self._stop_driver)
        self.url = f"http://127.0.0.1:{self._wait_for_port(log)}"
        profile = folder / "profile"
        options = {
            "args": [*FLAGS, f"--user-data-dir={profile}"],
            "perfLoggingPrefs": {"enableNetwork": True, "enablePage": False},
        }
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = f"/session/{answer['sessionId']}"
        self.stack.callback(self._call, "DELETE", self.session)

    def _stop_driver(self):
        self.driver.terminate()
        try:
            self.driver.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.driver.kill()
            self.driver.wait()

    def _wait_for_port(self, log):
        """chromedriver says on which port it listens."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.driver.poll() is None:
            text = log.read_text(encoding="utf-8", errors="replace")
            if "successfully on port" in text and text.endswith("\n"):
                return int(text.rsplit("successfully on port", 1)[1].strip().rstrip("."))
            time.sleep(0.05)
        raise RuntimeError("chromedriver did not start:\n" + log.read_text(encoding="utf-8", errors="replace"))

    def _call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=CALL_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.read().decode(errors='replace')}") from error

    def command(self, name, **parameters):
        """A command of the Chrome DevTools Protocol."""
        return self._call("POST", f"{self.session}/goog/cdp/execute", {"cmd": name, "params": parameters})

    def show(self, path, width, scheme="light", height=900):
        """Loads a file in a window of that width, with a "light" or "dark" desktop around it."""
        self.command("Emulation.setDeviceMetricsOverride",
                     width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.log("browser")
        self.log("performance")
        self._call("POST", f"{self.session}/url", {"url": pathlib.Path(path).resolve().as_uri()})

    def evaluate(self, script):
        """The value of "return ...;" in the page, whose own rules allow no script."""
        return self._call("POST", f"{self.session}/execute/sync", {"script": script, "args": []})

    def log(self, kind):
        """What was written since the last time: of the console ("browser") or the protocol ("performance")."""
        return self._call("POST", f"{self.session}/se/log", {"type": kind})

    def requests(self):
        """The addresses that the page asked for since it was shown, its own included; what the
        browser's own page asked for before counts for nothing."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"
                and not m["params"]["documentURL"].startswith("chrome://")]

    def complaints(self):
        """What stands in the console since the page was shown."""
        return [entry["message"] for entry in self.log("browser")]

    def picture(self, path):
        """Writes the whole page as a PNG."""
        answer = self.command("Page.captureScreenshot", captureBeyondViewport=True)
        pathlib.Path(path).write_bytes(base64.b64decode(answer["data"]))

    def print(self, path, paper=(8.27, 11.69)):
        """Writes the page as a PDF, as printing would put it on paper (inches)."""
        answer = self.command("Page.printToPDF", paperWidth=paper[0], paperHeight=paper[1], printBackground=False,
                              preferCSSPageSize=True, displayHeaderFooter=False)
        pathlib.Path(path).write_bytes(base64.b64decode(answer["data"]))
