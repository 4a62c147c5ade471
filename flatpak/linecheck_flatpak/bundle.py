# SPDX-License-Identifier: GPL-3.0-or-later
"""From the manifest to a single file, without a network, by somebody without rights."""

import json
import os
import pathlib
import shutil
import tarfile

from . import sources, stand_in
from .system import PLACE, TOP, FlatpakError, as_user, flatpak_environment, give_directory, run

BUILD = PLACE / "build"
LOG = PLACE / "bundle.log"
LEFT_OUT = {".git", "node_modules", "__pycache__"}


def load_manifest(development=False):
    """The manifest in the tree."""
    name = f"tv.quicklink.Linecheck{'.Devel' if development else ''}.json"
    return json.loads((TOP / "flatpak" / name).read_text(encoding="utf-8"))


def copy_tree(target):
    """Copies what somebody wrote, so that no build can change it."""

    def ignore(directory, names):
        at_top = pathlib.Path(directory) == TOP
        return {name for name in names if name in LEFT_OUT or (at_top and name.lstrip("_").startswith("build"))}

    shutil.copytree(TOP, target, ignore=ignore, symlinks=True)


def prepare(manifest):
    """Makes the stand-ins and fetches the sources. Returns the tarballs by the module's name; that
    of a module is None where it cannot be had, and then the stand-ins have its library."""
    stand_in.make_debian()
    tarballs = {name: sources.fetch(name, url, wanted) for name, url, wanted in sources.archives(manifest)}
    lacking = [sources.DEVELOPMENT_PACKAGES[name] for name, path in tarballs.items() if path is None]
    stand_in.make(manifest["runtime-version"], lacking)
    return tarballs


def make(development=False):
    """Builds the manifest and returns (path of the bundle, tarballs by module)."""
    manifest = load_manifest(development)
    tarballs = prepare(manifest)
    # Flatpak builds again only what has changed, but does not see that the stand-ins have.
    stamp = BUILD / "stand-in"
    kept = {"state"} if stamp.exists() and stamp.read_text() == stand_in.STAMP.read_text() else set()
    for name in {"app", "home", "repo", "state", "tree", "user"} - kept:
        shutil.rmtree(BUILD / name, ignore_errors=True)
    give_directory(BUILD)
    shutil.copyfile(stand_in.STAMP, stamp)
    LOG.unlink(missing_ok=True)
    copy_tree(BUILD / "tree")
    manifest["modules"] = [module for module in manifest["modules"] if tarballs.get(module["name"], True)]
    path = BUILD / "tree/flatpak/local.json"
    path.write_text(json.dumps(manifest, indent=2))
    for name, url, wanted in sources.archives(manifest):
        place = BUILD / "state/downloads" / wanted
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tarballs[name], place / url.rsplit("/", 1)[1])
    run(["chown", "-R", f"--reference={BUILD}", BUILD])
    environment = flatpak_environment(BUILD / "home", BUILD / "user")
    for directory in (BUILD / "home", BUILD / "home/run", BUILD / "user"):
        give_directory(directory)
    # In a namespace with no network at all: what is not here cannot be had.
    run(["unshare", "--net", "--", *as_user([
        "flatpak-builder", "--disable-download", "--disable-updates", "--disable-rofiles-fuse", "--force-clean",
        f"--jobs={len(os.sched_getaffinity(0))}", f"--state-dir={BUILD / 'state'}", f"--repo={BUILD / 'repo'}", BUILD / "app", path])],
        LOG, env=environment, cwd=BUILD)
    bundle = BUILD / f"{manifest['id']}.flatpak"
    run(as_user(["flatpak", "build-bundle", BUILD / "repo", bundle, manifest["id"],
                 manifest["branch"]]), LOG, env=environment, cwd=BUILD)
    return bundle, tarballs
