"""Documents that people upload while the server runs, looked at as a browser and other programs do."""

import contextlib
import fcntl
import json
import pathlib
import resource
import signal
import unittest
from urllib.parse import quote

from parley_process import Serve, StoreTest, wait_until

LEAVE = "# Parental leave\n\nParental leave lasts thirty-four weeks, taken within eight years.\n"
KITES = "# Kites\n\nA kite for strong wind has a tail of seven metres and a line of Dyneema.\n"


def pdf(pages, encrypted=False):
    """A PDF of so many pages, with a fact on the last one; encrypted with a password that nobody has."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i in range(pages):
        page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< {page} /Contents {5 + 2 * i} 0 R >>")
        said = "The walrus sleeps until noon." if i == pages - 1 else "Nothing of note happened."
        text = f"BT /F1 12 Tf 72 700 Td ({said}) Tj ET"
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    body, offsets = "%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{each:010} 00000 n \n" for each in offsets)
    key = "5" * 64
    protection = f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>"
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {protection if encrypted else ''} >>\n"
    return f"{body}startxref\n{table}\n%%EOF\n".encode()


BOUNDARY = "----test7MA4YWxk"
FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


def form_with(name, content, field="file"):
    """The body of a form with one file, and the header that says so."""
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    body = f"--{BOUNDARY}\r\n{head}".encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


class Documents(StoreTest):
    def serve(self, *arguments, uploads=True, **options):
        serve = Serve(self.data, *(["--uploads"] if uploads else []), *arguments, **options)
        self.addCleanup(serve.stop)
        return serve

    def upload(self, serve, name, content=LEAVE, query="", **headers):
        body = content.encode() if isinstance(content, str) else content
        return serve.request("POST", f"/documents?name={quote(name)}{query}", body, headers)

    def listed(self, serve):
        answer = serve.get("/documents")
        self.assertEqual(answer.status, 200, answer.text)
        return {each["name"]: each for each in json.loads(answer.text)["documents"]}

    def wait_for(self, serve, name, state="ready"):
        return wait_until(
            lambda: (lambda one: one and one["state"] == state and one)(self.listed(serve).get(name)),
            f"{name} is {state}",
        )

    def upload_whole(self, serve, name, content=LEAVE, query=""):
        answer = self.upload(serve, name, content, query)
        self.assertEqual(answer.status, 202, answer.text)
        return self.wait_for(serve, json.loads(answer.text)["name"])

    def refusal(self, answer, status, words):
        self.assertEqual(answer.status, status, answer.text)
        self.assertIn(words, json.loads(answer.text)["error"])

    def citations(self, serve, question, **overrides):
        return serve.ask(question, **overrides)["context"]["data_points"]["citations"]

    def wait_until_cited(self, serve, question, name):
        """The index follows the store within moments."""
        wait_until(lambda: self.citations(serve, question) == [name], f"{name} is cited")

    def kept_files(self):
        folder = self.data / "uploads"
        return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


class Upload(Documents):
    def test_what_was_uploaded_is_listed_answers_and_can_be_deleted(self):
        serve = self.serve()
        self.assertEqual(self.listed(serve), {})
        entry = self.upload_whole(serve, "Parental leave (2024).md")
        self.assertEqual(entry["name"], "Parental-leave-2024.md")
        self.assertEqual(entry["title"], "Parental leave")
        self.assertEqual(entry["bytes"], len(LEAVE))
        self.assertEqual((entry["passages"], entry["uploaded"]), (1, True))
        self.wait_until_cited(serve, "How long is parental leave?", entry["name"])
        self.assertEqual(serve.get(f"/content/{entry['name']}").text.decode(), LEAVE)

        self.assertEqual(serve.request("DELETE", f"/documents/{entry['name']}").status, 204)
        self.assertEqual(self.listed(serve), {})
        self.assertEqual(self.kept_files(), [])
        self.assertEqual(self.citations(serve, "How long is parental leave?"), [])
        self.refusal(serve.request("DELETE", f"/documents/{entry['name']}"), 404, "no such document")

    def test_an_upload_of_the_same_name_replaces_only_when_told(self):
        serve = self.serve()
        self.upload_whole(serve, "notes.md")
        self.refusal(self.upload(serve, "notes.md", KITES), 400, "already there")
        self.assertEqual(self.upload(serve, "notes.md", KITES, "&replace=yes").status, 202)
        wait_until(lambda: self.listed(serve)["notes.md"]["title"] == "Kites", "the new version")
        self.wait_until_cited(serve, "Which line does a kite have?", "notes.md")
        self.assertEqual(self.citations(serve, "How long is parental leave?"), [])

    def test_refuses_other_types_at_once_with_the_list_of_known_ones(self):
        serve = self.serve()
        self.refusal(self.upload(serve, "table.xlsx"), 415, ".pdf .html .htm .xhtml .md .markdown .txt .text")
        self.refusal(self.upload(serve, "picture.pdf", b"\x89PNG\r\n\x1a\n"), 415, "a PNG image")
        self.refusal(self.upload(serve, "empty.md", b""), 400, "empty")
        self.refusal(self.upload(serve, ""), 400, "needs a name")
        self.assertEqual(self.kept_files(), [])

    def test_a_name_never_leads_out_of_the_folder(self):
        serve = self.serve()
        for given in ("../../escaped.md", "/etc/escaped.md", "..\\..\\escaped.md", "...//escaped.md"):
            self.upload_whole(serve, given, LEAVE, "&replace=yes")
            self.assertEqual(self.kept_files(), ["escaped.md"])
        for name in ("../parley.db", "..%2Fparley.db", ".hidden", "%00"):
            self.assertIn(serve.request("DELETE", f"/documents/{name}").status, (400, 404))
        self.refusal(self.upload(serve, "x" * 300 + ".md"), 400, "too long")
        self.assertEqual(self.listed(serve).keys(), {"escaped.md"})

    def test_what_is_too_large_is_refused_before_it_is_sent(self):
        serve = self.serve("--upload-megabytes", "1")
        with contextlib.closing(serve.connection()) as connection:
            connection.putrequest("POST", "/documents?name=large.txt")
            connection.putheader("Content-Length", str(1 << 21))
            connection.endheaders()
            answer = connection.getresponse()
            self.assertEqual(answer.status, 413)
            self.assertIn("1048576", json.loads(answer.read())["error"])
        self.assertEqual(self.upload(serve, "fits.txt", b"word " * (1 << 17)).status, 202)

    def test_there_is_a_most_number_of_files(self):
        serve = self.serve("--upload-files", "1")
        self.upload_whole(serve, "one.md")
        self.refusal(self.upload(serve, "two.md"), 503, "delete some first")
        self.assertEqual(self.upload(serve, "one.md", KITES, "&replace=yes").status, 202)

    def test_pages_of_other_sites_are_refused(self):
        serve = self.serve()
        self.refusal(self.upload(serve, "a.md", **FROM_ELSEWHERE), 400, "another site")
        # Over plain HTTP beyond this machine browsers only tell the page's origin.
        self.refusal(self.upload(serve, "a.md", Origin="http://elsewhere.example"), 400, "another site")
        body, form = form_with("a.md", LEAVE.encode())
        self.refusal(serve.request("POST", "/upload", body, {**form, **FROM_ELSEWHERE}), 400, "another site")
        self.refusal(serve.get("/documents", FROM_ELSEWHERE), 400, "another site")
        self.refusal(self.upload(serve, "a.md", Host="rebound.example"), 400, "does not go by that name")
        self.assertEqual(self.upload(serve, "a.md", Origin=serve.url).status, 202)

    def test_without_the_setting_documents_are_only_listed(self):
        self.ingest_texts()
        serve = self.serve(uploads=False)
        self.assertEqual(self.listed(serve).keys(), {"leave.md", "security.txt", "scales.html"})
        self.assertEqual(self.upload(serve, "a.md").status, 405)
        self.assertEqual(serve.request("POST", "/upload").status, 404)
        self.assertEqual(serve.request("DELETE", "/documents/leave.md").status, 404)
        self.assertNotIn("uploads", json.loads(serve.get("/config").text))

    def test_what_was_taken_in_from_a_folder_is_neither_replaced_nor_deleted(self):
        self.ingest_texts()
        serve = self.serve()
        self.refusal(self.upload(serve, "leave.md", KITES, "&replace=yes"), 400, "another name")
        self.refusal(serve.request("DELETE", "/documents/leave.md"), 400, "parley ingest --prune")
        self.assertFalse(self.listed(serve)["leave.md"]["uploaded"])

    def test_a_document_that_cannot_be_read_says_why_and_can_be_deleted(self):
        serve = self.serve()
        self.assertEqual(self.upload(serve, "broken.pdf", b"%PDF-1.7\nand nothing else").status, 202)
        entry = self.wait_for(serve, "broken.pdf", "failed")
        self.assertNotEqual(entry["reason"], "")
        self.assertEqual(serve.request("DELETE", "/documents/broken.pdf").status, 204)
        self.assertEqual(self.listed(serve), {})

    def test_an_encrypted_pdf_says_what_to_do(self):
        serve = self.serve()
        self.assertEqual(self.upload(serve, "secret.pdf", pdf(1, encrypted=True)).status, 202)
        self.assertIn("remove the password", self.wait_for(serve, "secret.pdf", "failed")["reason"])

    def test_a_pdf_of_ten_thousand_pages_is_read_to_its_end(self):
        serve = self.serve()
        entry = self.upload_whole(serve, "long.pdf", pdf(10_000))
        self.assertEqual(entry["pages"], 10_000)
        wait_until(lambda: self.citations(serve, "When does the walrus sleep?"), "its last page is found")


class Interrupted(Documents):
    def begin(self, serve, name, total, sent):
        """A request whose body has not all come."""
        connection = serve.connection()
        connection.putrequest("POST", f"/documents?name={name}&replace=yes")
        connection.putheader("Content-Length", str(total))
        connection.endheaders()
        connection.send(sent)
        return connection

    def test_a_file_that_is_cut_in_the_middle_is_not_taken(self):
        serve = self.serve()
        connection = self.begin(serve, "cut.txt", 2_000_000, b"x" * 600_000)
        wait_until(self.kept_files, "the hidden file of what arrives")
        self.refusal(self.upload(serve, "cut.txt", KITES), 503, "being received")
        connection.close()
        wait_until(lambda: not self.kept_files(), "nothing is left of it")
        self.assertEqual(self.listed(serve), {})
        self.upload_whole(serve, "cut.txt", KITES)

    def test_a_kill_leaves_no_half_file_and_loses_no_whole_one(self):
        serve = self.serve()
        connection = self.begin(serve, "half.txt", 2_000_000, b"x" * 600_000)
        wait_until(self.kept_files, "the hidden file of what arrives")
        # Another program writes to the store, so what is received has to wait.
        with StoreHeld(self.data):
            self.assertEqual(self.upload(serve, "whole.md").status, 202)
            entry = self.wait_for(serve, "whole.md", "waiting")
            wait_until(lambda: self.listed(serve)["whole.md"]["reason"], "why it waits")
            self.assertEqual(entry["passages"], 0)
            serve.stop(signal.SIGKILL)
        connection.close()
        again = self.serve()
        self.wait_for(again, "whole.md")
        self.assertEqual(self.kept_files(), ["whole.md"])
        self.wait_until_cited(again, "How long is parental leave?", "whole.md")

    def test_a_document_whose_file_went_while_nobody_served_is_gone(self):
        serve = self.serve()
        self.upload_whole(serve, "a.md")
        serve.stop()
        (self.data / "uploads/a.md").unlink()
        wait_until(lambda again=self.serve(): not self.listed(again), "it is gone")

    def test_what_waits_can_be_taken_back(self):
        serve = self.serve()
        self.upload_whole(serve, "first.md", KITES)
        with StoreHeld(self.data):
            self.assertEqual(self.upload(serve, "second.md").status, 202)
            self.wait_for(serve, "second.md", "waiting")
            self.refusal(serve.request("DELETE", "/documents/second.md"), 503, "is writing to this store")
        wait_until(lambda: serve.request("DELETE", "/documents/second.md").status in (204, 404), "taken back")
        self.assertEqual(self.listed(serve).keys(), {"first.md"})

    def test_a_folder_that_cannot_be_written_is_said_and_answers_go_on(self):
        self.ingest_texts()
        serve = self.serve()
        (self.data / "uploads").write_text("a file is in the way")
        self.refusal(self.upload(serve, "a.md"), 503, "log says why")
        self.assertIn("event=upload_failed", serve.log)
        self.assertEqual(self.citations(serve, "How many days of annual leave?"), ["leave.md"])

    def test_a_full_disk_is_said_and_nothing_is_kept(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        serve = self.serve(preexec_fn=small_files)
        answer = self.upload(serve, "large.txt", b"word " * 400_000)
        self.refusal(answer, 503, "cannot keep the file")
        wait_until(lambda: not self.kept_files(), "nothing is left of it")
        self.upload_whole(serve, "small.md")

    def test_answers_come_while_a_large_document_is_read(self):
        self.ingest_texts()
        serve = self.serve()
        line = "A line about turbines, rotors and bearings, with number {}.\n\n"
        text = "".join(line.format(i) for i in range(60_000))
        self.assertEqual(self.upload(serve, "large.md", text).status, 202)
        answers = 0
        while self.listed(serve)["large.md"]["state"] != "ready":
            self.assertEqual(self.citations(serve, "How many days of annual leave?"), ["leave.md"])
            answers += 1
        self.assertGreater(answers, 0)


class StoreHeld:
    """The lock of a program that writes to the store."""

    def __init__(self, data):
        self.path = pathlib.Path(data) / "writer.lock"

    def __enter__(self):
        self.file = open(self.path, "a")
        wait_until(lambda: self._try(), "the lock")
        return self

    def _try(self):
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False

    def __exit__(self, *_):
        self.file.close()


class PublicFrontend(Documents):
    """The routes of dialect A (docs/protocol.md)."""

    def test_uploads_lists_and_deletes(self):
        serve = self.serve()
        self.assertTrue(json.loads(serve.get("/config").text)["showUserUpload"])
        body, form = form_with("leave.md", LEAVE.encode())
        answer = serve.request("POST", "/upload", body, form)
        self.assertEqual(json.loads(answer.text)["message"], "File uploaded successfully")
        wait_until(lambda: json.loads(serve.get("/list_uploaded").text) == ["leave.md"], "it is listed")
        answer = serve.request(
            "POST", "/delete_uploaded", '{"filename":"leave.md"}', {"Content-Type": "application/json"}
        )
        self.assertEqual(json.loads(answer.text)["message"], "File leave.md deleted successfully")
        self.assertEqual(json.loads(serve.get("/list_uploaded").text), [])

    def test_says_what_is_wrong_with_a_form(self):
        serve = self.serve()
        body, form = form_with("leave.md", LEAVE.encode(), field="other")
        answer = serve.request("POST", "/upload", body, form)
        self.assertEqual(answer.status, 400)
        told = json.loads(answer.text)
        self.assertEqual((told["message"], told["status"]), ("No file part in the request", "failed"))
        whole, form = form_with("leave.md", LEAVE.encode())
        self.refusal(serve.request("POST", "/upload", whole[:-20], form), 400, "before it is complete")
        self.refusal(serve.request("POST", "/upload", b"no form", form), 400, "before it is complete")
        self.refusal(serve.request("POST", "/upload", whole, {}), 415, "multipart/form-data")
        body, form = form_with("leave.docx", LEAVE.encode())
        self.refusal(serve.request("POST", "/upload", body, form), 415, ".pdf")
        self.assertEqual(self.kept_files(), [])


class ChosenDocuments(Documents):
    def test_a_question_is_asked_over_the_chosen_ones(self):
        old = LEAVE.replace("thirty-four", "twelve")
        self.ingest_texts({"old.md": old, "new.md": LEAVE, "kites.md": KITES})
        serve = self.serve(uploads=False)
        question = "How long is parental leave?"
        for chosen in (["old.md"], ["new.md"], ["kites.md"], ["kites.md", "old.md"]):
            cited = self.citations(serve, question, include_documents=chosen)
            self.assertEqual(cited, [each for each in chosen if each != "kites.md"])

    def test_says_what_is_wrong_with_a_choice(self):
        self.ingest_texts()
        serve = self.serve(uploads=False)
        self.refusal(serve.post_chat("Leave?", include_documents=["none.md"]), 400, "chosen documents")
        for wrong in ([], "leave.md", [7], [""], ["x"] * 101, ["x" * 1000]):
            self.refusal(serve.post_chat("Leave?", include_documents=wrong), 400, "include_documents must be")
        streamed = serve.post_chat("Leave?", "/chat/stream", include_documents=["none.md"])
        self.refusal(streamed, 400, "chosen documents")
        self.assertEqual(self.citations(serve, "Annual leave?", include_documents=None), ["leave.md"])


if __name__ == "__main__":
    unittest.main()
