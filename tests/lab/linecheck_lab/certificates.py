# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificate authority of the lab and what it signs, good and bad, by openssl."""

import pathlib
import shutil
import time

from . import system
from .errors import LabError

SYSTEM_BUNDLE = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
SYSTEM_CONFIG = pathlib.Path("/etc/ssl/openssl.cnf")
DAY = 86400

# kind: (first day, last day, signed by, names), days counted from today. None: the right names.
KINDS = {
    "good": (-30, 60, "ca", None),
    "expired": (-90, -3, "ca", None),
    "not-yet-valid": (3, 90, "ca", None),
    "wrong-name": (-30, 60, "ca", ["www.hotel-wifi.example"]),
    "unknown-ca": (-30, 60, "proxy", None),
    "self-signed": (-30, 60, None, None),
}

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = placeholder
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = lab
[lab]
database = {directory}/{file}.index
new_certs_dir = {directory}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
email_in_dn = no
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = {names}
"""


class Certificates:
    """The keys and certificates in one directory; each is made when first wanted."""

    def __init__(self, directory, hosts):
        self.directory = pathlib.Path(directory)
        self.hosts = hosts

    def path(self, name):
        """A file of the directory."""
        return self.directory / name

    def _openssl(self, *arguments):
        return system.run(["openssl", *arguments])

    def _config(self, file, names):
        path = self.path(f"{file}.cnf")
        alternatives = ", ".join(f"DNS:{name}" for name in names)
        path.write_text(CONFIG.format(directory=self.directory, file=file, names=alternatives))
        self.path(f"{file}.index").write_text("")
        return path

    def _key(self, name):
        path = self.path(f"{name}.key")
        if not path.exists():
            self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)
        return path

    def authority(self, name):
        """The certificate of an authority: "ca", which the client trusts, or "proxy"."""
        path = self.path(f"{name}.pem")
        if not path.exists():
            subject = {"ca": "/CN=Linecheck Lab CA", "proxy": "/CN=Example Web Filter CA"}[name]
            self._openssl("req", "-x509", "-new", "-key", self._key(name), "-subj", subject,
                          "-days", "90", "-extensions", "root", "-out", path,
                          "-config", self._config(name, ["unused.example"]))
        return path

    def leaf(self, kind):
        """The certificate chain of a kind of KINDS; its key is that of key()."""
        path = self.path(f"{kind}.pem")
        if path.exists():
            return path
        if kind not in KINDS:
            raise LabError(f"certificate: expected one of {', '.join(KINDS)}, found {kind!r}")
        first, last, signer, names = KINDS[kind]
        names = names or self.hosts
        config = self._config(kind, names)
        request = self.path(f"{kind}.csr")
        self._openssl("req", "-new", "-key", self.key(), "-subj", f"/CN={names[0]}",
                      "-config", config, "-out", request)
        by = (["-selfsign", "-keyfile", self.key()] if signer is None else
              ["-cert", self.authority(signer), "-keyfile", self._key(signer)])
        self._openssl("ca", "-batch", "-notext", "-config", config, "-in", request, "-out", path,
                      "-startdate", date(first), "-enddate", date(last), *by)
        return path

    def key(self):
        """The key of all leaf certificates."""
        return self._key("leaf")

    def trust_in(self, directory):
        """Writes an /etc/ssl for the client: the system's authorities and the lab's."""
        certificates = pathlib.Path(directory) / "certs"
        certificates.mkdir(parents=True)
        bundle = SYSTEM_BUNDLE.read_bytes() if SYSTEM_BUNDLE.exists() else b""
        (certificates / "ca-certificates.crt").write_bytes(
            bundle + self.authority("ca").read_bytes())
        if SYSTEM_CONFIG.exists():
            shutil.copy(SYSTEM_CONFIG, pathlib.Path(directory) / "openssl.cnf")


def date(days):
    """A day from now as openssl ca takes it."""
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + days * DAY))
