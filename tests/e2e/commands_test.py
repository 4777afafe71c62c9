"""The commands as a person meets them on a terminal."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import tempfile
import unittest

from parley_process import PARLEY, PATIENCE_S, StoreTest, environment, run, wait_until, write_texts


class Usage(unittest.TestCase):
    def test_every_command_explains_itself(self):
        overview = run("--help")
        self.assertEqual(overview.returncode, 0)
        listed = overview.stdout.split("\ncommands:\n")[1].split("\n\n")[0]
        commands = [line.split()[0] for line in listed.splitlines()]
        self.assertGreaterEqual(len(commands), 6, listed)
        for command in commands:
            text = run(command, "--help")
            self.assertEqual(text.returncode, 0)
            self.assertIn(f"usage: parley {command} [options]", text.stdout)
            self.assertRegex(text.stdout, r"\noptions:\n  [-(]")
            self.assertLessEqual(max(map(len, text.stdout.splitlines())), 110)
            asked = run("help", command)
            self.assertEqual((asked.returncode, asked.stdout), (0, text.stdout))
        self.assertEqual(run("help").stdout, overview.stdout)

    def test_wrong_usage_is_status_2_and_names_what_was_meant(self):
        for arguments, hint in (
            ((), "usage: parley"),
            (("serv",), "did you mean serve?"),
            (("help", "ingets"), "did you mean ingest?"),
            (("help", "ask", "serve"), "one command"),
            (("serve", "--prot", "1"), "did you mean --port?"),
            (("serve", "--port"), "see parley serve --help"),
            (("serve", "--port", "99999"), "--port takes a whole number"),
            (("ingest",), "files or folders"),
            (("ask",), "question"),
            (("serve", "--config", "/no/such/file"), "--config"),
        ):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(hint, done.stderr, arguments)
            self.assertEqual(done.stdout, "", arguments)


class FullOutput(StoreTest):
    """/dev/full takes nothing, as a full disk does."""

    def test_what_could_not_be_said_is_status_3(self):
        documents = write_texts(self.folder / "documents")
        ingest = ("ingest", "--json", "--data", self.data, documents)
        for arguments in (("--version",), ("help",), ("ingest", "--help"), ingest, ("token", "--json")):
            with open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [PARLEY, *map(str, arguments)],
                    stdout=full,
                    stderr=subprocess.PIPE,
                    text=True,
                    timeout=PATIENCE_S,
                    env=environment(PATH="/nowhere", AZURE_TOKEN_CREDENTIALS="AzureCliCredential"),
                )
            self.assertEqual(done.returncode, 3, arguments)
            self.assertIn("standard output", done.stderr, arguments)
        self.assertIn("3 unchanged", self.ingest(documents).stdout)


class Ingest(StoreTest):
    def test_a_second_run_changes_nothing_and_says_so(self):
        documents = self.ingest_texts()
        again = self.ingest(documents)
        self.assertEqual(again.returncode, 0)
        self.assertIn("0 added, 0 updated, 3 unchanged", again.stdout)

    def test_a_missing_path_is_an_error_that_names_it_and_makes_no_store(self):
        done = self.ingest(self.folder / "nowhere")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nowhere", done.stderr)
        self.assertFalse(self.data.exists())

    def test_a_folder_without_documents_is_a_problem_that_is_named(self):
        empty = write_texts(self.folder / "empty", {".hidden.md": "Not looked at."})
        done = self.ingest(empty)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"no documents below {empty}\n", done.stderr)
        own = self.ingest(self.data)
        self.assertEqual(own.returncode, 1)
        self.assertIn(f"{self.data} is the folder of the store", own.stderr)

    def test_a_data_folder_that_cannot_be_made_is_named(self):
        documents = write_texts(self.folder / "documents")
        self.data = documents / "leave.md" / "store"
        done = self.ingest(documents)
        self.assertEqual(done.returncode, 3)
        self.assertIn(str(self.data), done.stderr)
        self.assertIn("--data", done.stderr)

    def test_progress_is_drawn_only_on_a_terminal_that_can(self):
        for terminal, errors_too, expected in (
            ("xterm", True, True),
            ("dumb", True, False),
            ("", True, False),
            ("xterm", False, False),
        ):
            with self.subTest(terminal=terminal, errors_too=errors_too):
                text = self.ingest_on_a_terminal(terminal, errors_too)
                self.assertIn("3 added", text)
                self.assertEqual("\x1b" in text, expected, text)
                self.assertEqual("added" in text.split("done:")[0], not expected, text)

    def ingest_on_a_terminal(self, kind, errors_too):
        """What a terminal of this kind shows of the first ingest of three files."""
        documents = write_texts(self.folder / "documents")
        shown, terminal = pty.openpty()
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                [PARLEY, "ingest", "--data", tempfile.mkdtemp(dir=self.folder), documents],
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=terminal if errors_too else errors,
                env=environment(TERM=kind),
            )
            os.close(terminal)
            text = b""
            with open(shown, "rb", buffering=0) as screen, contextlib.suppress(OSError):
                while piece := screen.read(4096):  # OSError: the other side has closed, and all is read
                    text += piece
            self.assertEqual(process.wait(PATIENCE_S), 0)
        return text.decode()

    def test_a_bad_file_is_reported_and_the_run_goes_on(self):
        documents = write_texts(self.folder / "documents")
        (documents / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is not a PDF\n")
        (documents / "empty.pdf").write_bytes(b"")
        (documents / "movie.mkv").write_bytes(b"\x1a\x45\xdf\xa3")
        done = self.ingest(documents, "--json")
        self.assertEqual(done.returncode, 1, done.stdout)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        outcomes = {os.path.basename(l["path"]): l for l in lines if l["type"] == "file"}
        self.assertEqual(outcomes["leave.md"]["outcome"], "added")
        for name, outcome in (("broken.pdf", "failed"), ("empty.pdf", "failed"), ("movie.mkv", "skipped")):
            self.assertEqual(outcomes[name]["outcome"], outcome, outcomes[name])
            self.assertTrue(outcomes[name]["reason"], name)

    def test_a_named_file_of_a_type_that_is_not_read_is_a_problem(self):
        documents = write_texts(self.folder / "documents")
        (documents / "movie.mkv").write_bytes(b"\x1a\x45\xdf\xa3")
        self.assertEqual(self.ingest(documents).returncode, 0)
        named = self.ingest(documents / "movie.mkv")
        self.assertEqual(named.returncode, 1)
        self.assertIn("files of type .mkv are not read", named.stdout)

    def test_prune_removes_what_is_gone_and_only_below_the_given_folder(self):
        documents = self.ingest_texts({f"{n}.md": f"# {n}\n\nText number {n}.\n" for n in range(6)})
        other = write_texts(self.folder / "other", {"kept.md": "# Kept\n\nThis one stays.\n"})
        self.assertEqual(self.ingest(other).returncode, 0)
        (documents / "3.md").unlink()
        pruned = self.ingest("--prune", documents)
        self.assertEqual(pruned.returncode, 0, pruned.stderr)
        self.assertIn("1 removed", pruned.stdout)
        self.assertNotIn("3.md", run("ask", "--data", self.data, "Text number 3").stdout)

    def test_a_dry_run_says_what_prune_would_remove_and_removes_nothing(self):
        documents = self.ingest_texts({f"{n}.md": f"# {n}\n\nText number {n}.\n" for n in range(6)})
        (documents / "3.md").unlink()
        planned = self.ingest("--prune", "--dry-run", documents)
        self.assertEqual(planned.returncode, 0, planned.stderr)
        self.assertIn("3.md: would be removed", planned.stdout)
        self.assertIn("planned: 1 would be removed", planned.stdout)
        self.assertIn("3.md", run("ask", "--data", self.data, "Text number 3").stdout)
        (documents / "3.md").write_text("# 3\n\nText number 3.\n")
        nothing = self.ingest("--prune", "--dry-run", documents)
        self.assertEqual((nothing.returncode, nothing.stderr), (0, ""))
        self.assertIn("planned: 0 would be removed", nothing.stdout)
        alone = self.ingest("--dry-run", documents)
        self.assertEqual(alone.returncode, 2)
        self.assertIn("--prune", alone.stderr)

    def test_a_dry_run_makes_no_store_and_needs_no_writers_lock(self):
        empty = write_texts(self.folder / "empty", {".hidden.md": "Not looked at."})
        planned = self.ingest("--prune", "--dry-run", empty)
        self.assertEqual((planned.returncode, planned.stderr), (0, ""))
        self.assertIn("planned: 0 would be removed", planned.stdout)
        self.assertFalse(self.data.exists())

    def test_a_plan_that_is_refused_is_still_a_plan(self):
        documents = self.ingest_texts()
        for name in documents.iterdir():
            name.unlink()
        refused = self.ingest("--prune", "--dry-run", documents)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("planned: 3 would be removed", refused.stdout)
        self.assertNotIn("stopped", refused.stdout)

    def test_prune_refuses_to_empty_the_store(self):
        documents = self.ingest_texts()
        for name in documents.iterdir():
            name.unlink()
        refused = self.ingest("--prune", documents)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("--force", refused.stderr)
        self.assertEqual(self.ingest("--prune", "--force", documents).returncode, 0)

    def test_advice_for_a_corrupt_store_can_be_followed(self):
        documents = self.ingest_texts()
        (self.data / "parley.db").write_bytes(b"x" * 8192)
        ask = run("ask", "--data", self.data, "How many days?")
        serve = run("serve", "--data", self.data, "--port", "0")
        for done in (self.ingest(documents), ask, serve):
            self.assertEqual(done.returncode, 3)
            self.assertIn("move it and its -wal and -shm files away", done.stderr)
            self.assertIn(str(self.data), done.stderr)
        for name in ("parley.db", "parley.db-wal", "parley.db-shm"):
            (self.data / name).unlink(missing_ok=True)
        self.assertEqual(self.ingest(documents).returncode, 0)

    def test_a_second_writer_is_told_to_wait(self):
        documents = write_texts(
            self.folder / "documents", {f"{n}.md": f"# {n}\n\nText {n}.\n" for n in range(400)}
        )
        first = subprocess.Popen(
            [PARLEY, "ingest", "--data", self.data, documents],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        first.stdout.readline()
        second = self.ingest(documents)
        self.assertEqual(second.returncode, 3, second.stdout)
        self.assertIn("another", second.stderr)
        first.stdout.read()
        self.assertEqual(first.wait(), 0)

    def test_control_c_stops_between_documents_and_the_next_run_goes_on(self):
        documents = write_texts(
            self.folder / "documents", {f"{n}.md": f"# {n}\n\nText {n}.\n" for n in range(400)}
        )
        process = subprocess.Popen(
            [PARLEY, "ingest", "--data", self.data, documents],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        self.assertEqual(process.wait(), 3)
        self.assertIn("stopped:", rest)
        done = self.ingest(documents)
        self.assertEqual(done.returncode, 0)
        self.assertNotIn(" 0 unchanged", done.stdout)


class Ask(StoreTest):
    def test_without_a_store_it_says_how_to_make_one(self):
        done = run("ask", "--data", self.data, "anything?")
        self.assertEqual(done.returncode, 3)
        self.assertIn(f"parley ingest --data {self.data} PATH", done.stderr)

    def test_answers_with_the_sentence_and_its_source(self):
        self.ingest_texts()
        done = run("ask", "--data", self.data, "How many days of annual leave do we have?")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("27 days", done.stdout)
        self.assertIn("[leave.md]", done.stdout)
        self.assertNotIn("\x1b", done.stdout)

    def test_json_lines_are_those_of_the_server(self):
        self.ingest_texts()
        done = run("ask", "--data", self.data, "--json", "Where do I report a lost badge?")
        events = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(events[0]["type"], "response.context")
        self.assertIn("security.txt", events[0]["context"]["data_points"]["citations"])
        text = "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta")
        self.assertIn("within one hour", text)

    def test_an_unreachable_model_is_an_error_that_names_the_setting(self):
        self.ingest_texts()
        env = environment(OPENAI_BASE_URL="http://127.0.0.1:9/v1", OPENAI_API_KEY="sk-not-to-be-shown")
        done = run("ask", "--data", self.data, "--model", "m", "Why?", env=env)
        self.assertEqual(done.returncode, 3)
        self.assertIn("OPENAI_BASE_URL", done.stderr)
        self.assertNotIn("sk-not-to-be-shown", done.stderr + done.stdout)

    def test_a_closed_pipe_ends_it_quietly(self):
        self.ingest_texts()
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [PARLEY, "ask", "--data", self.data, "How many days?"],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env=environment(),
        )
        os.close(writing)
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("internal error", done.stderr)


class Serve(StoreTest):
    def test_a_taken_port_is_an_error_that_names_the_flag(self):
        import socket

        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = run("serve", "--data", self.data, "--port", taken.getsockname()[1])
        self.assertEqual(done.returncode, 3)
        self.assertIn("--port", done.stderr)


if __name__ == "__main__":
    unittest.main()
