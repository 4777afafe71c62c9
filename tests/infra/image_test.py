"""The image, checked by its steps: no container engine is needed, and none may be at hand."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))

import parley_process  # noqa: E402

INFRA = ROOT / "infra"
DOCKERFILE = (INFRA / "Dockerfile").read_text()


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def direct_libraries(binary):
    """What the binary itself is linked with, as file names; what those bring is their packages' business."""
    names = set(re.findall(r"NEEDED.*\[(\S+)\]", output("readelf", "--dynamic", binary)))
    found = dict(re.findall(r"(\S+) => (/\S+)", output("ldd", binary)))
    return {os.path.basename(os.path.realpath(path)) for name, path in found.items() if name in names}


def owner_of(library):
    """Its package. Asked by name: Debian knows some libraries below /lib and some below /usr/lib."""
    return output("dpkg", "-S", f"*-linux-gnu/{library}").split(":")[0]


def run_list():
    """The packages of the release that this test runs on: an image of Debian 13 would take that one's."""
    release = re.search(r"^VERSION_CODENAME=(\w+)", pathlib.Path("/etc/os-release").read_text(), re.M)[1]
    lines = (ROOT / f"deps/debian/{release}/run.list").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def status_of(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:  # 503 while the documents are being read
        refused.close()
        return refused.code


class Image(unittest.TestCase):
    def test_everything_that_is_copied_in_from_the_tree_is_there(self):
        copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) \S+$", DOCKERFILE, re.M)
        self.assertIn("infra/container-start", copied)
        for path in copied:
            self.assertTrue((ROOT / path).exists(), path)

    def test_its_shell_steps_are_shell(self):
        steps = re.findall(r"^RUN (.*?)(?<!\\)$", DOCKERFILE, re.M | re.S)
        self.assertGreaterEqual(len(steps), 2)
        for step in steps:
            subprocess.run(["sh", "-n", "-c", step.replace("\\\n", "")], check=True)
        subprocess.run(["sh", "-n", INFRA / "container-start"], check=True)

    def test_it_installs_the_packages_of_the_libraries_that_the_binary_is_linked_with(self):
        owners = {owner_of(library) for library in direct_libraries(parley_process.PARLEY)}
        # In every Debian; and the sanitizers of a development build.
        owners -= {"libc6", "libgcc-s1", "libasan8", "libubsan1"}
        owners = {name for name in owners if not name.startswith("libboost-container")}  # by Boost.JSON
        programs = {"ca-certificates", "poppler-data", "poppler-utils"}
        self.assertEqual(run_list(), owners | programs)

    def test_it_runs_as_a_user_with_no_rights_and_keeps_the_store_where_that_user_may_write(self):
        self.assertRegex(DOCKERFILE, r"(?m)^USER parley$")
        store = re.search(r"PARLEY_DATA=(\S+)", DOCKERFILE)[1]
        self.assertIn(f"--owner parley --group parley {store}", DOCKERFILE)

    def start_and_stop(self, folder, documents):
        """What one start of the container says until it is ready; it is stopped then."""
        binary = folder / "bin"
        binary.mkdir(exist_ok=True)
        if not (binary / "parley").exists():
            (binary / "parley").symlink_to(parley_process.PARLEY)
        env = parley_process.environment(
            PATH=f"{binary}:{os.environ['PATH']}",
            PARLEY_DATA=f"{folder}/store",
            PARLEY_DOCUMENTS=str(documents),
            PARLEY_PORT="0",
        )
        start = subprocess.Popen([INFRA / "container-start"], env=env, stdout=subprocess.PIPE, text=True)
        said, address = "", ""
        try:
            for line in start.stdout:
                said += line
                if found := re.findall(r"http://\S+", line):
                    address = found[0]
                    break
            self.assertTrue(address, said)
            readiness = address.rstrip("/.") + "/readyz"
            parley_process.wait_until(lambda: status_of(readiness) == 200, "readiness")
        finally:
            start.terminate()
            status = start.wait(timeout=60)
            start.stdout.close()
        self.assertEqual(status, 0)
        return said

    def test_its_start_takes_in_the_documents_then_serves_and_passes_the_stop_signal_on(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            documents = parley_process.write_texts(folder / "documents")
            (documents / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")  # must not keep the rest away
            self.assertIn("3 added", self.start_and_stop(folder, documents))

    def test_a_second_start_serves_what_is_left_when_most_documents_went(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            documents = parley_process.write_texts(folder / "documents")
            self.assertIn("3 added", self.start_and_stop(folder, documents))
            for name in ("leave.md", "security.txt"):
                (documents / name).unlink()
            self.assertIn("2 removed", self.start_and_stop(folder, documents))

    def test_an_empty_folder_of_documents_takes_nothing_from_the_store(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            documents = parley_process.write_texts(folder / "documents")
            self.assertIn("3 added", self.start_and_stop(folder, documents))
            (folder / "unmounted").mkdir()
            self.assertIn("0 removed", self.start_and_stop(folder, folder / "unmounted"))
            self.assertIn("3 unchanged", self.start_and_stop(folder, documents))


if __name__ == "__main__":
    unittest.main()
