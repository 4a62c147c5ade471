#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests scripts/count-tests, scripts/setup and check-tree.py; prints TAP.

    test-scripts.py TOP

Needs root: setup is shown other distributions and other rights.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import run_tests  # noqa: E402  pylint: disable=wrong-import-position

TOP = pathlib.Path(sys.argv[1]).resolve()
COUNT = TOP / "scripts/count-tests"
SETUP = TOP / "scripts/setup"


def expect(condition, *seen):
    if not condition:
        raise AssertionError("\n".join(str(part) for part in seen))


def count(*entries, ci=False, broken=0):
    environment = {**os.environ, "CI": "true" if ci else ""}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
        for name, result, stdout in entries:
            log.write(json.dumps({"name": f"p:net / {name}", "result": result, "stdout": stdout}) + "\n")
        log.flush()
        done = subprocess.run([COUNT, "--broken", str(broken), f"plain={log.name}"],
                              capture_output=True, text=True, env=environment, check=False)
    return done.stdout.splitlines(), done.returncode


def test_all_passed():
    lines, status = count(("a", "OK", "1..2\nok 1 /x\nok 2 /y\n"), ("b", "OK", "no protocol"))
    expect(lines[-1] == "3 passed, 0 failed, 0 skipped" and status == 0, lines, status)


def test_failed():
    lines, status = count(("a", "FAIL", "1..2\nok 1 /x\nnot ok 2 - /y\n"), ("b", "FAIL", ""))
    expect(lines[-1] == "1 passed, 2 failed, 0 skipped" and status == 1, lines, status)
    expect("FAILED plain: a /y: failed" in lines, lines)


def test_what_failures_said():
    lines, _status = count(("a", "FAIL", "1..3\n# before\nnot ok 1 /x\n# of x\nok 2 /y\n# of y\nnot ok 3 /z\n# of z\n"),
                           ("b", "ERROR", "1..2\nok 1 /v\n# last words\nBail out!\n"))
    expect(lines[1:] == ["FAILED plain: a /x: failed", "    # of x",
                         "FAILED plain: a /z: failed", "    # of z",
                         "FAILED plain: b: error after 1 of 2 subtests",
                         "    1..2", "    ok 1 /v", "    # last words", "    Bail out!",
                         "2 passed, 3 failed, 0 skipped"], lines)


def test_run_again():
    with tempfile.TemporaryDirectory() as directory:
        logs = {"first": (("a", "FAIL", "1..2\nok 1 /x\nnot ok 2 /y\n# late\n"), ("b", "OK", "1..1\nok 1 /z\n"),
                          ("c", "TIMEOUT", "1..1\n")),
                "again": (("a", "OK", "1..2\nok 1 /x\nok 2 /y\n"), ("c", "FAIL", "1..1\nnot ok 1 /w\n"))}
        for log, entries in logs.items():
            pathlib.Path(directory, log).write_text("".join(
                json.dumps({"name": f"p:net / {name}", "result": result, "stdout": stdout}) + "\n"
                for name, result, stdout in entries), encoding="utf-8")
        done = subprocess.run([COUNT, "--failed", f"{directory}/first"], capture_output=True, text=True, check=True)
        expect(done.stdout == "a\nc\n", done.stdout)
        done = subprocess.run([COUNT, "--again", f"p={directory}/again", f"p={directory}/first"],
                              capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    expect(lines[-1] == "3 passed, 1 failed, 0 skipped" and done.returncode == 1, lines)
    expect("RUN AGAIN p: a: it failed at first:" in lines and "    # late" in lines, lines)
    expect("RUN AGAIN p: c: it failed at first:" in lines and "FAILED p: c /w: failed" in lines, lines)


def test_crash_and_timeout():
    lines, status = count(("a", "ERROR", "1..3\nok 1 /x\n"), ("b", "TIMEOUT", "1..3\nok 1 /x\n"))
    expect(lines[-1] == "2 passed, 2 failed, 0 skipped" and status == 1, lines, status)


def test_too_few_subtests():
    lines, status = count(("a", "OK", "1..3\nok 1 /x\n"))
    expect(lines[-1] == "1 passed, 1 failed, 0 skipped" and status == 1, lines, status)


def test_skips():
    entries = (("a", "OK", "1..2\nok 1 /x\nok 2 /y # SKIP no IPv6 here\n"), ("b", "SKIP", "1..0 # SKIP no root\n"))
    lines, status = count(*entries)
    expect(lines[-1] == "1 passed, 0 failed, 2 skipped" and status == 0, lines, status)
    expect("SKIPPED plain: a /y: no IPv6 here" in lines and "SKIPPED plain: b: no root" in lines, lines)
    lines, status = count(*entries, ci=True)
    expect(lines[-1] == "1 passed, 0 failed, 2 skipped" and status == 1, lines, status)


def test_skip_without_reason():
    lines, status = count(("a", "OK", "1..2\nok 1 /x\nok 2 /y # SKIP\n"))
    expect(lines[-1] == "1 passed, 1 failed, 0 skipped" and status == 1, lines, status)


def test_nothing_ran():
    lines, status = count()
    expect(lines[-1] == "0 passed, 0 failed, 0 skipped" and status == 1, lines, status)
    lines, status = count(("a", "OK", "fine"), broken=1)
    expect(lines[-1] == "1 passed, 1 failed, 0 skipped" and status == 1, lines, status)


def test_output_of_one_test():
    for text, totals in (("ok 1 - a\nok 2 - b # SKIP why\n1..2\n", "1 passed, 0 failed, 1 skipped"),
                         ("ok 1 - a\nnot ok 2 - b\n1..2\n", "1 passed, 1 failed, 0 skipped"),
                         ("ok 1 - a\n1..2\n", "1 passed, 1 failed, 0 skipped"),
                         ("ok 1 - a\n", "1 passed, 1 failed, 0 skipped")):
        with tempfile.NamedTemporaryFile("w", suffix=".tap") as output:
            output.write(text)
            output.flush()
            done = subprocess.run([COUNT, output.name], capture_output=True, text=True,
                                  env={**os.environ, "CI": ""}, check=False)
        expect(done.stdout.splitlines()[-1] == totals, text, done)


def setup(script):
    """Runs shell lines in mounts of their own, where $setup is the script."""
    return subprocess.run(["unshare", "-m", "sh", "-ec", f"setup={SETUP}\n{script}"],
                          capture_output=True, text=True, check=False)


def test_other_distribution():
    for release in ("ID=fedora\nVERSION_ID=43", "ID=debian\nVERSION_ID=11", "ID=debian"):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(release + "\n")
            file.flush()
            done = setup(f"mount --bind {file.name} \"$(readlink -f /etc/os-release)\"\n$setup build")
        expect(done.returncode == 1, done)
        expect("  libsoup-3.0-dev\n" in done.stderr and "coturn" not in done.stderr, done.stderr)
        expect(done.stdout == "", done.stdout)


WITHOUT_PACKAGES = """
mkdir -p "$work/bin"
printf '#!/bin/sh\\necho not-installed\\n' >"$work/bin/dpkg-query"
printf '#!/bin/sh\\necho "$*" >>"$work/apt"\\n' >"$work/bin/apt-get"
chmod -R a+rx "$work"
chmod +x "$work/bin/dpkg-query" "$work/bin/apt-get"
mount -t tmpfs none /usr/sbin 2>/dev/null
export work PATH="$work/bin:/usr/bin:/bin"
"""


def test_without_root():
    with tempfile.TemporaryDirectory() as work:
        done = setup(f"work={work}\n{WITHOUT_PACKAGES}\n"
                     "cp -r \"$(dirname $setup)\" $work/scripts; chmod -R a+rX $work\n"
                     "setpriv --reuid=65534 --regid=65534 --clear-groups $work/scripts/setup build")
        expect(not (pathlib.Path(work) / "apt").exists(), done)
    expect(done.returncode == 1, done)
    expect("  libsoup-3.0-dev\n" in done.stderr and "As root: apt-get install" in done.stderr, done.stderr)


def test_installs_what_is_missing():
    with tempfile.TemporaryDirectory() as work:
        done = setup(f"work={work}\n{WITHOUT_PACKAGES}\n$setup build run; ls -A /usr/sbin")
        calls = (pathlib.Path(work) / "apt").read_text(encoding="utf-8").splitlines()
    expect(done.returncode == 0, done)
    expect(done.stdout.startswith("setup: installing with apt-get: "), done.stdout)
    expect(len(calls) == 2 and calls[0] == "update -q", calls)
    expect(" libsoup-3.0-dev" in calls[1] and " glib-networking" in calls[1], calls)
    expect(" meson" not in calls[1] and "coturn" not in calls[1], calls)
    expect("policy-rc.d" not in done.stdout, done.stdout)


def test_installs_nothing_twice():
    with tempfile.TemporaryDirectory() as work:
        done = setup(f"work={work}\n{WITHOUT_PACKAGES}\n"
                     "printf '#!/bin/sh\\necho installed\\n' >$work/bin/dpkg-query\n"
                     "$setup; $setup")
        expect(not (pathlib.Path(work) / "apt").exists(), done)
    expect(done.returncode == 0, done)
    expect(done.stdout == "setup: everything is installed.\n" * 2, done.stdout)


def test_unknown_section():
    done = setup("$setup biuld")
    expect(done.returncode == 1 and "unknown section 'biuld'" in done.stderr, done)


# A tree in which every promise is broken. The last file's name is put together
# here, because this file must not break the promises itself.
BROKEN_TREE = {
    "src/meson.build": "# SPDX-License-Identifier: GPL-3.0-or-later\nsubdir('core')\nsubdir('net')\nsubdir('cli')\n",
    "src/core/lc-a.h": "/* no licence */\nvoid lc_a_unused (void);\n",
    "src/core/lc-a.c": '#include <gtk/gtk.h>\n#include "net/lc-b.h"\n/* FIX' 'ME */\nvoid\nlc_a_unused (void)\n{\n}\n'
                       'typedef struct\n{\n} Job;\n'
                       'void\nlc_a (void)\n{\n  lc_b ();\n  lc_facts_set_int (get (x), "typo", 1);\n  lc_recorder_begin_step (x, "dsn");\n}\n',
    "src/net/lc-b.c": "void\nlc_b (void)\n{\n  lc_a ();\n}\n" + "typedef struct\n{\n} Job;\n" + "int x;\n" * 693,
    "src/cli/cli-options.c": '    { "new", 0, 0, 0, NULL, NULL, NULL },\n',
    "data/linecheck-cli.1": ".Dd x\n.It Fl Fl old\n",
    "flatpak/a.json": '{"runtime-version": "1", "finish-args": ["--share=network"], "modules": ['
                      '{"name": "m", "config-opts": [], "sources": [{"type": "archive", "url": "u"}]}]}',
    "flatpak/b.json": '{"runtime-version": "1", "finish-args": [], "modules": []}',
    "flatpak/README.md": "| `--socket=x11` | because |\n",
    "tests/lab/servers/package-lock.json": '{"resolved": "somewhere"}',
    "tests/gone/test-a.py": "x\n",
    "tests/gone/test-a.py": "x\n",
    "scripts/run": "#!/bin/sh\ncd /ho" "me/somebody\n",
}


def test_check_tree_finds_faults():
    with tempfile.TemporaryDirectory() as top:
        for name, text in BROKEN_TREE.items():
            path = pathlib.Path(top) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, TOP / "tests/structure/check-tree.py", top],
                              capture_output=True, text=True, check=False)
    *verdicts, plan = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    expect(plan == f"1..{len(verdicts)}", done)
    expect(all(line.startswith("not ok ") for line in verdicts), done.stdout)
    for fault in ("lc-a.c includes gtk/gtk.h", "core stands above net", "lc-b.c: 701 lines", "lc_a_unused",
                  "Job: src/core/lc-a.c, src/net/lc-b.c", "tests/net has no test", "tests/gone stands for no folder",
                  'src/core/lc-a.c: "typo", which is no fact', 'src/core/lc-a.c: "dsn"',
                  "src/core/lc-a.c needs src/net/lc-b.c needs src/core/lc-a.c",
                  "linecheck-cli --new: not in the manual page",
                  "linecheck-cli --old: not in the program", "scripts/run:2: ",
                  "a.json: --share=network: not in README.md", "a.json: --socket=x11: not in the manifest",
                  "a.json: m: a source that is neither", "b.json: has other modules"):
        expect(fault in done.stdout, fault, done.stdout)


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
