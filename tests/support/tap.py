# SPDX-License-Identifier: GPL-3.0-or-later
"""Test results as TAP, the Test Anything Protocol."""

import sys
import traceback


class Tap:
    """Prints results as they come; the plan comes last."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def result(self, name, complaints=(), remark=""):
        """One test: passed when there are no complaints."""
        self.count += 1
        self.failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {self.count} - {name}", flush=True)
        for text in [*complaints, remark]:
            self.say(text)

    def skip(self, name, reason):
        """One test that was not done, and why."""
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)

    @staticmethod
    def say(text):
        """Something for people."""
        for line in text.splitlines():
            print(f"# {line}", flush=True)

    def finish(self):
        """Prints the plan and returns the exit status."""
        print(f"1..{self.count}", flush=True)
        sys.stdout.flush()
        return 1 if self.failed or not self.count else 0


def run_tests(namespace):
    """Runs every function of a module whose name begins with "test_"; returns the exit status."""
    tap = Tap()
    for name, test in [*namespace.items()]:
        if name.startswith("test_") and callable(test):
            try:
                test()
                tap.result(name)
            except Exception:  # pylint: disable=broad-except
                tap.result(name, [traceback.format_exc()])
    return tap.finish()


def skip_all(reason):
    """Ends a test program of which nothing can be done."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(77)
