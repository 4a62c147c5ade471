# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of tests/lab/lab."""

import argparse
import json
import os
import signal
import subprocess
import sys

from . import scenario as scenarios
from .errors import LabError
from .lab import Lab, check_machine, set_up_packages
from .system import STOP_SIGNALS


class Interrupted(BaseException):
    """A signal asked the lab to stop."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


def raise_interrupted(number, _frame):
    """Stops what goes on, once: what follows is the way down, which nothing stops."""
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Interrupted(number)


def watch_signals():
    """From here on a signal ends in Interrupted."""
    for each in STOP_SIGNALS:
        signal.signal(each, raise_interrupted)


def status_of(process):
    """The exit status as a shell would show it."""
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def run_in_client(lab, command, user):
    """Runs a command in the client's namespace and returns its status. When a signal comes,
    the command gets it too, and two seconds to end by itself."""
    process = lab.start_client(command, user)
    try:
        process.wait()
    except Interrupted as interrupted:
        try:
            process.wait(0.1)  # a terminal has told it already
        except subprocess.TimeoutExpired:
            process.send_signal(interrupted.number)
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        raise
    return status_of(process)


def command_up(lab, arguments):
    """lab up"""
    lab.up(arguments.scenario, arguments.seed)
    print(f"up with {arguments.scenario!r} in {lab.record['up_s']:.2f} s; "
          f"next: lab exec -- COMMAND, lab shell, lab apply SCENARIO, lab down")
    return 0


def command_down(lab, _arguments):
    """lab down"""
    lab.down()
    return 0


def command_apply(lab, arguments):
    """lab apply"""
    lab.attach()
    lab.apply(arguments.scenario, arguments.seed)
    return 0


def command_revert(lab, _arguments):
    """lab revert"""
    lab.attach()
    lab.apply("healthy")
    return 0


def command_exec(lab, arguments):
    """lab exec"""
    lab.attach()
    lab.unlock()
    return run_in_client(lab, arguments.command, arguments.user)


def command_shell(lab, arguments):
    """lab shell"""
    lab.attach()
    lab.unlock()
    shell = os.environ.get("SHELL", "/bin/sh")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for what runs in the shell
    process = lab.start_client([shell], arguments.user,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    process.wait()
    return status_of(process)


def command_run(lab, arguments):
    """lab run"""
    scenarios.load(arguments.scenario)
    lab.up(arguments.scenario, arguments.seed, kind="run")
    try:
        return run_in_client(lab, arguments.command, arguments.user)
    finally:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        lab.down()


def command_status(lab, arguments):
    """lab status"""
    record = lab.read_record()
    whole = record is not None and lab.is_whole(record)
    if arguments.json:
        wan = lab.statistics() if whole else None
        print(json.dumps({"name": lab.name, "up": whole, "wan": wan,
                          **{key: record[key] for key in ("scenario", "seed", "rtt_ms", "up_s")
                             if whole and key in record}}))
    elif record is None:
        print(f"the lab {lab.name!r} is down")
    elif not whole:
        print(f"the lab {lab.name!r} is broken or on its way up or down")
    else:
        print(f"the lab {lab.name!r} is up with {record['scenario']!r}, seed {record['seed']}")
        for name, (pid, _started) in record["processes"].items():
            print(f"  {pid:>8} {name}")
    return 0 if whole else 1


def command_list(_lab, _arguments):
    """lab list"""
    found = scenarios.load_all()
    width = max(len(name) for name in found)
    for name, each in found.items():
        print(f"{name:<{width}}  {each['description']}")
    return 0


def command_setup(_lab, _arguments):
    """lab setup"""
    if set_up_packages():
        print("the web servers' packages are installed")
    return 0


# name: (function, needs the machine, takes the lock, help)
COMMANDS = {
    "run": (command_run, True, True, "bring a lab up, run a command in it, take it down"),
    "up": (command_up, True, True, "bring a lab up and leave it standing"),
    "apply": (command_apply, True, True, "change the standing lab to a scenario"),
    "revert": (command_revert, True, True, "make the standing lab healthy again"),
    "exec": (command_exec, True, True, "run a command in the standing lab"),
    "shell": (command_shell, True, True, "open a shell in the standing lab"),
    "down": (command_down, True, True, "take a lab down, also a broken one"),
    "status": (command_status, False, False, "tell whether a lab stands, and its processes"),
    "list": (command_list, False, False, "list the scenarios"),
    "setup": (command_setup, False, False, "install the packages of the web servers"),
}


def make_parser():
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="lab", description="A replica of the network between a user and the service.",
        epilog="LINECHECK_LAB=NAME makes a lab of that name beside others.")
    commands = parser.add_subparsers(dest="name", required=True, metavar="COMMAND")
    for name, (_function, _machine, _lock, help_text) in COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if name in ("run", "apply"):
            sub.add_argument("scenario")
        if name == "up":
            sub.add_argument("scenario", nargs="?", default="healthy")
        if name in ("run", "apply", "up"):
            sub.add_argument("--seed", type=int, default=0,
                             help="another day: delays, jitter and loss differ a little")
        if name in ("run", "exec", "shell"):
            sub.add_argument("--user", default="root", help="who runs the command (root)")
        if name == "status":
            sub.add_argument("--json", action="store_true", help="with the WAN's counters")
    return parser


def main(argv):
    """Runs one command line and returns the exit status."""
    before, _dashes, command = (argv[:argv.index("--")], "--", argv[argv.index("--") + 1:]) \
        if "--" in argv else (argv, "", [])
    parser = make_parser()
    arguments = parser.parse_args(before)
    arguments.command = command
    if arguments.name in ("run", "exec") and not command:
        parser.error(f"{arguments.name}: expected -- COMMAND, found nothing")
    function, needs_machine, takes_lock, _help = COMMANDS[arguments.name]
    try:
        watch_signals()
        lab = Lab()
        if needs_machine:
            check_machine()
        if takes_lock:
            lab.lock()
        return function(lab, arguments)
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 125
    except Interrupted as interrupted:
        return 128 + interrupted.number
