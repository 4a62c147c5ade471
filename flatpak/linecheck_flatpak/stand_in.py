# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for org.gnome.Platform and org.gnome.Sdk, made from Debian 13.

It has the libraries that Linecheck asks of the GNOME runtime, in Debian's versions and in the
same places. What the manifest builds itself is not in it, so that a module that is missing from
the manifest is found out."""

import hashlib
import inspect
import json
import shutil

from .system import DEBIAN_ROOT, PLACE, SYSTEM_DIRECTORY, FlatpakError, run

SUITE = "trixie"
DEBIAN = PLACE / "debian"
LOG = PLACE / "stand-in.log"
STAMP = SYSTEM_DIRECTORY / "linecheck-stamp"
PACKAGES = [
    "adwaita-icon-theme", "appstream", "appstream-compose", "appstream-util", "bzip2", "ca-certificates", "desktop-file-utils",
    "fonts-dejavu-core", "gcc", "gettext", "glib-networking", "libadwaita-1-dev", "libglib2.0-dev-bin",
    "libgnutls28-dev", "libgtk-4-dev", "libjson-glib-dev", "librsvg2-common", "libsoup-3.0-dev", "make", "meson",
    "ninja-build", "patch", "pkg-config", "xz-utils",
]
# What of Debian's /etc is of use in a sandbox.
ETC = ["alternatives", "fonts", "gai.conf", "host.conf", "mime.types", "nsswitch.conf", "os-release", "protocols",
       "services", "ssl", "xdg"]
LD_SO_CONF = """include /run/flatpak/ld.so.conf.d/app-*.conf
/app/lib
include /etc/ld.so.conf.d/*.conf
include /run/flatpak/ld.so.conf.d/runtime-*.conf
"""
# Only the Sdk has these.
DEVELOPMENT = ["include", "lib/gcc", "lib/*/pkgconfig", "lib/*/cmake", "share/pkgconfig", "share/aclocal",
               "lib/*/*.a", "lib/*/*.o", "bin/*-gcc*", "bin/*-ld*", "bin/meson", "bin/ninja", "bin/make",
               "libexec/gcc", "share/gir-1.0"]
# The certificates of the authorities, in a directory of their own: a directory of that name in an
# installation takes the place of it, which is how a test makes a sandbox trust its servers.
TRUST = "org.gnome.Platform.Trust"
TRUST_DIRECTORY = "share/linecheck-trust"
BUNDLE_NAME = "ca-certificates.crt"


def metadata(name, arch, branch):
    """What a runtime says about itself."""
    lines = ["[Runtime]", f"name={name}", f"runtime=org.gnome.Platform/{arch}/{branch}",
             f"sdk=org.gnome.Sdk/{arch}/{branch}", "", f"[Extension {TRUST}]", f"directory={TRUST_DIRECTORY}",
             "no-autodownload=true"]
    return "\n".join(lines) + "\n"


def fill(files):
    """Puts what a runtime consists of into a directory, by hard links where that can be."""
    run(["cp", "-al", DEBIAN / "usr", files])
    etc = files / "etc"
    etc.mkdir()
    for name in ETC:
        run(["cp", "-a", DEBIAN / "etc" / name, etc / name])
    run(["cp", "-a", DEBIAN / "etc/ld.so.conf.d", etc / "ld.so.conf.d"])
    (etc / "ld.so.conf").write_text(LD_SO_CONF)
    # Flatpak makes the cache of libraries with this, and looks for it in bin only.
    if not (files / "bin/ldconfig").exists():
        (files / "bin/ldconfig").symlink_to("../sbin/ldconfig")
    # meson takes a directory of that name for the place of libraries.
    loaders = [*(files / "lib64").glob("ld-linux-*")]
    if loaders:
        libraries = loaders[0].resolve().parent.name
        shutil.rmtree(files / "lib64")
        (files / "lib64").symlink_to(f"lib/{libraries}")
    trust = files / TRUST_DIRECTORY
    trust.mkdir()
    bundle = etc / "ssl/certs" / BUNDLE_NAME
    bundle.rename(trust / BUNDLE_NAME)
    bundle.symlink_to(f"/usr/{TRUST_DIRECTORY}/{BUNDLE_NAME}")


def remove_development(files):
    """Makes a Platform of an Sdk."""
    for pattern in DEVELOPMENT:
        for path in files.glob(pattern):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def make_debian():
    """Makes the Debian that all comes from, unless it is there."""
    run([DEBIAN_ROOT, "make", SUITE, DEBIAN, *PACKAGES], LOG)


def make(branch, further_packages):
    """Makes the stand-ins, unless they are there already: a Flatpak installation in
    SYSTEM_DIRECTORY. Returns whether there was anything to do."""
    packages = sorted({*PACKAGES, *further_packages})
    recipe = [branch, packages, ETC, LD_SO_CONF, DEVELOPMENT, metadata("", "", ""),
              inspect.getsource(fill), inspect.getsource(remove_development)]
    stamp = hashlib.sha256(json.dumps(recipe).encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return False
    run([DEBIAN_ROOT, "make", SUITE, DEBIAN, *packages], LOG)
    shutil.rmtree(SYSTEM_DIRECTORY, ignore_errors=True)
    work = PLACE / "stand-in"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        arch = run(["flatpak", "--default-arch"]).strip()
        # Not compressed, so that installing means to link.
        run(["ostree", f"--repo={work / 'repo'}", "init", "--mode=bare-user-only"], LOG)
        environment = {"HOME": str(work), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
                       "FLATPAK_SYSTEM_DIR": str(SYSTEM_DIRECTORY), "FLATPAK_USER_DIR": str(work / "user")}
        for name in ("org.gnome.Sdk", "org.gnome.Platform"):
            runtime = work / name
            runtime.mkdir()
            fill(runtime / "files")
            if name == "org.gnome.Platform":
                remove_development(runtime / "files")
            (runtime / "metadata").write_text(metadata(name, arch, branch))
            run(["flatpak", "build-export", "--runtime", "--files=files", "--disable-sandbox", "--no-update-summary",
                 work / "repo", runtime, branch], LOG, env=environment)
            shutil.rmtree(runtime)
        run(["flatpak", "build-update-repo", work / "repo"], LOG, env=environment)
        run(["flatpak", "--system", "remote-add", "--no-gpg-verify", "stand-in", work / "repo"], LOG, env=environment)
        for name in ("org.gnome.Sdk", "org.gnome.Platform"):
            run(["flatpak", "--system", "install", "--noninteractive", "--no-deps", "--no-related", "stand-in",
                 f"runtime/{name}/{arch}/{branch}"], LOG, env=environment)
        run(["flatpak", "--system", "remote-delete", "--force", "stand-in"], LOG, env=environment)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if not STAMP.parent.is_dir():
        raise FlatpakError(f"{SYSTEM_DIRECTORY} was not made, see {LOG}")
    STAMP.write_text(stamp)
    return True
