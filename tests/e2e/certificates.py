"""Certificate authorities and server certificates, made by openssl for one test and gone with it."""

import pathlib
import ssl
import subprocess

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
# Names come from the request; nothing is looked up outside the authority's folder.
RULES = """[ca]
default_ca = here
[here]
database = issued
new_certs_dir = .
rand_serial = yes
default_md = sha256
unique_subject = no
copy_extensions = copy
policy = names
[names]
commonName = supplied
"""


def openssl(folder, *arguments):
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"openssl {arguments[0]}: {done.stderr}")


class ServerCertificate:
    def __init__(self, folder, name):
        self.pem = folder / f"{name}.pem"
        self.key = folder / f"{name}.key"

    def context(self):
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.pem, self.key)
        return made


def signed_by_itself(folder, alternatives="DNS:localhost"):
    made = ServerCertificate(pathlib.Path(folder), "self")
    wishes = ["-subj", "/CN=localhost", "-addext", f"subjectAltName={alternatives}", "-days", "2"]
    openssl(folder, "req", "-x509", *KEY, "-keyout", made.key, "-out", made.pem, *wishes)
    return made


class Authority:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        (self.folder / "rules").write_text(RULES)
        (self.folder / "issued").touch()
        self.pem = self.folder / "authority.pem"
        wishes = ["-subj", "/CN=Test authority", "-days", "2"]
        openssl(self.folder, "req", "-x509", *KEY, "-keyout", "authority.key", "-out", self.pem, *wishes)

    def certificate(self, name, alternatives="DNS:localhost", valid=("20200101000000Z", "20991231235959Z")):
        made = ServerCertificate(self.folder, name)
        request = ["-subj", "/CN=server", "-addext", f"subjectAltName={alternatives}"]
        openssl(self.folder, "req", "-new", *KEY, "-keyout", made.key, "-out", f"{name}.csr", *request)
        signer = ["-config", "rules", "-cert", self.pem, "-keyfile", "authority.key"]
        dates = ["-startdate", valid[0], "-enddate", valid[1]]
        files = ["-in", f"{name}.csr", "-out", made.pem, "-notext", "-batch"]
        openssl(self.folder, "ca", *signer, *dates, *files)
        return made
