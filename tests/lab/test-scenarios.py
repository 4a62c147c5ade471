#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Linecheck in every scenario of the lab and compares what it says with what is true.

test-scenarios.py [--cli PROGRAM] [--jobs N] [--seeds N] [--patient] [SCENARIO-PATTERN...]

A healthy network is tried with several seeds, and must never get a warning. Several labs
work side by side, because a run mostly waits. TAP on standard output."""

import argparse
import fnmatch
import json
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import time
import traceback

import jsonschema

from linecheck_lab import judge, scenario as scenarios
from linecheck_lab.command import STOP_SIGNALS, Interrupted, watch_signals
from linecheck_lab.disturbance import Watch, wait_for_calm
from linecheck_lab.errors import LabError
from linecheck_lab.lab import Lab, check_machine, set_up_packages

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

# A run ends by itself long before; this is for one that hangs.
PATIENCE_S = 30
# So often is a run tried in all when a busy machine spoiled it. What fails on a machine that
# was not busy has failed.
TRIES = 6


def check_schema(run):
    """What data/run-2.schema.json has against a saved run."""
    schema = json.loads((pathlib.Path(__file__).resolve().parents[2] / "data/run-2.schema.json").read_text())
    return [f"{fault.json_path}: {fault.message[:200]}"
            for fault in jsonschema.Draft202012Validator(schema).iter_errors(run)]


def choose_user(lab, program):
    """Nobody, as an ordinary user has no rights either; root where nobody may not start the
    program because of where it was built."""
    probe = lab.start_client([program, "--version"], "nobody", stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    return "nobody" if probe.wait() == 0 else "root"


def run_once(lab, program, user, name, expect, patient):
    """One run in a lab that has the scenario; returns (complaints, remark)."""
    arguments = expect.get("arguments", [])
    started = time.monotonic()
    process = lab.start_client([program, "--format", "json", *arguments], user,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        lab.change_during(process)
        output, errors = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        lab.end_clients()
        output, errors = process.communicate()
        return [f"it did not end within {PATIENCE_S} s\n{errors}"], ""
    elapsed_s = time.monotonic() - started
    try:
        run = json.loads(output)
    except ValueError as error:
        return [f"standard output is no JSON ({error}); exit status {process.returncode}\n"
                f"{output[:500]}\n{errors[-2000:]}"], ""
    if patient:
        expect = {**expect, "max_duration_s": PATIENCE_S}
    complaints = judge.compare(run, process.returncode, elapsed_s, expect)
    if not patient:
        complaints += check_schema(run)
    if errors.strip():
        complaints.append(f"standard error: expected nothing, found\n{errors[-2000:]}")
    directory = os.environ.get("LINECHECK_LAB_RUNS")
    if directory:
        with open(os.path.join(directory, f"{name}.json"), "w", encoding="utf-8") as file:
            file.write(output)
    return complaints, f"{elapsed_s:.2f} s as {user}"


def run_undisturbed(lab, program, user, name, expect, patient):
    """The first run that is as it should be, or that no busy machine can have spoiled."""
    remarks = []
    for attempt in range(1, TRIES + 1):
        with Watch(lab.servers.processes) as watch:
            complaints, remark = run_once(lab, program, user, name, expect, patient)
        remarks.append(remark)
        if not complaints:
            break
        remarks.append(describe_wan(lab))
        disturbances = watch.complaints()
        if not disturbances or attempt == TRIES:
            remarks += disturbances
            break
        remarks += ["tried again, because the machine was busy:", *disturbances, *complaints]
        wait_for_calm()
        lab.apply(lab.record["scenario"], lab.record["seed"])
    return complaints, "\n".join(remarks)


def work(number, program, patient, tasks, results):
    """One worker: a lab of its own, one scenario after another."""
    watch_signals()
    lab = Lab(f"test-{number}")
    user = None
    try:
        lab.lock()
        while (task := tasks.get()) is not None:
            name, seed, label = task
            try:
                if user is None:
                    lab.up(name, seed, kind="run")
                    user = choose_user(lab, program)
                lab.apply(name, seed)
                complaints, remark = run_undisturbed(lab, program, user, label,
                                                     scenarios.load(name)["expect"], patient)
            except Exception:  # pylint: disable=broad-except
                complaints, remark = [traceback.format_exc()], ""
                lab.down()
                user = None
            results.put((label, complaints, remark))
    except Interrupted:
        pass
    finally:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        lab.down()
        results.put(None)


def describe_wan(lab):
    """What the WAN has counted, for whoever looks for packets that are missing."""
    counted = lab.statistics()
    lanes = [f"{each['prefix']} {each['up']['packets']} up ({each['up']['lost']} lost) "
             f"{each['down']['packets']} down ({each['down']['lost']} lost)"
             for each in counted["classes"] if each["up"]["packets"]]
    return f"the WAN: {'; '.join(lanes)}; {counted['full_packets']} for want of room"


def list_tasks(patterns, seeds, patient):
    """What to run: (scenario, seed, name of the test). What asks patiently watches no network."""
    tasks = [(name, 0, name) for name, scenario in scenarios.load_all().items()
             if not (patient and "disturbance" in scenario["expect"])]
    tasks += [("healthy", seed, f"healthy-seed-{seed}") for seed in range(1, seeds + 1)]
    return [task for task in tasks
            if not patterns or any(fnmatch.fnmatchcase(task[2], each) for each in patterns)]


def main():
    """Runs everything and reports."""
    parser = argparse.ArgumentParser(description="Linecheck in every scenario of the lab")
    parser.add_argument("--cli", default=os.environ.get("LINECHECK_CLI"),
                        help="the program (LINECHECK_CLI)")
    parser.add_argument("--jobs", type=int, default=3, help="labs side by side (3)")
    parser.add_argument("--seeds", type=int, default=20, help="seeds of a healthy network (20)")
    parser.add_argument("--patient", action="store_true", help="overlook how long a run takes")
    parser.add_argument("patterns", nargs="*", metavar="SCENARIO-PATTERN")
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        skip_all("the lab makes network namespaces and needs root")
    if not arguments.cli:
        parser.error("expected --cli PROGRAM or LINECHECK_CLI, found neither")
    try:
        check_machine()
        set_up_packages()
        work_list = list_tasks(arguments.patterns, arguments.seeds, arguments.patient)
    except LabError as error:
        print(f"Bail out! {error}")
        return 1

    tap = Tap()
    tasks, results = multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue()
    jobs = max(1, min(arguments.jobs, len(work_list)))
    for task in work_list + [None] * jobs:
        tasks.put(task)
    program = os.path.abspath(arguments.cli)
    workers = [multiprocessing.Process(target=work, args=(number, program, arguments.patient,
                                                      tasks, results))
               for number in range(jobs)]
    for worker in workers:
        worker.start()
    watch_signals()
    try:
        while jobs:
            result = results.get()
            if result is None:
                jobs -= 1
            else:
                tap.result(*result)
    except Interrupted:
        for worker in workers:
            worker.terminate()
    for worker in workers:
        worker.join()
    if tap.count != len(work_list):
        tap.result("every scenario was run",
                   [f"expected {len(work_list)} results, found {tap.count}"])
    return tap.finish()


sys.exit(main())
