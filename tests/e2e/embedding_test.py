"""The chat in pages of other sites: who may ask, who may read, and what is said to all others."""

import json
import unittest

from parley_process import Serve, StoreTest, chat_body, lines_of, run

FRIEND = "https://www.example"
STRANGER = "https://www.example.evil"


class AllowedOrigins(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()
        self.serve = Serve(self.data, "--allow-origins", FRIEND, "--history", "--feedback")
        self.addCleanup(self.serve.stop)

    def preflight(self, path, method, origin=FRIEND):
        headers = {"Origin": origin, "Access-Control-Request-Method": method}
        return self.serve.request("OPTIONS", path, headers=headers)

    def from_page(self, method, path, body=None, origin=FRIEND):
        headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}
        return self.serve.request(method, path, body, headers)

    def test_an_allowed_page_is_let_ask_after_a_preflight(self):
        leave = self.preflight("/chat/stream", "POST")
        self.assertEqual((leave.status, leave.text), (204, b""))
        self.assertEqual(leave.headers["Access-Control-Allow-Origin"], FRIEND)
        self.assertEqual(leave.headers["Access-Control-Allow-Methods"], "POST")
        self.assertIn("X-Parley-Dialect", leave.headers["Access-Control-Allow-Headers"])
        self.assertIsNone(leave.headers["Access-Control-Allow-Credentials"])

        answer = self.from_page("POST", "/chat/stream", chat_body("What is the QX-200?"))
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], FRIEND)
        for name in ("Retry-After", "X-Parley-Run", "X-Request-Id"):
            self.assertIn(name, answer.headers["Access-Control-Expose-Headers"])
        self.assertEqual(lines_of(answer.text)[0]["type"], "response.context")

    def test_a_page_can_read_why_it_was_refused(self):
        for method, path, body, status in (
            ("POST", "/chat", "{", 400),
            ("GET", "/nowhere", None, 404),
            ("GET", "/chat", None, 405),
            ("POST", "/chat", "x" * 2_000_000, 413),
        ):
            answer = self.from_page(method, path, body)
            self.assertEqual(answer.status, status)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], FRIEND, path)
            self.assertTrue(json.loads(answer.text)["error"])

    def test_a_page_of_another_origin_gets_no_leave(self):
        for origin in (STRANGER, "http://www.example", "null", "https://www.example:8443"):
            self.assertEqual(self.preflight("/chat/stream", "POST", origin).status, 405, origin)
            answer = self.from_page("GET", "/config", origin=origin)
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"], origin)
            self.assertEqual(answer.headers["Vary"], "Origin")

    def test_what_belongs_to_a_visitor_is_refused_to_allowed_pages_too(self):
        for method, path in (("GET", "/history/conversations"), ("POST", "/feedback")):
            answer = self.from_page(method, path, "{}")
            self.assertEqual(answer.status, 400, path)
            self.assertIn("another site", json.loads(answer.text)["error"])
        self.assertIsNone(self.from_page("GET", "/config").headers["Set-Cookie"])

    def test_they_are_refused_also_where_the_browser_tells_only_the_origin(self):
        named = {"Origin": FRIEND, "Content-Type": "application/json"}
        form = {"Origin": FRIEND, "Content-Type": "multipart/form-data; boundary=cut"}
        parts = (
            f'--cut\r\nContent-Disposition: form-data; name="json"\r\n\r\n{chat_body("Why?")}\r\n--cut--\r\n'
        )
        for method, path, headers, body in (
            ("DELETE", "/runs/" + "0" * 32, named, None),
            ("POST", "/feedback", named, "{}"),
            ("GET", "/history/conversations", named, None),
            ("POST", "/chat", form, parts),
        ):
            answer = self.serve.request(method, path, body, headers)
            self.assertEqual(answer.status, 400, path)
            self.assertIn("another site", answer.text.decode())
        self.assertIsNone(self.serve.get("/config", {"Origin": FRIEND}).headers["Set-Cookie"])
        own = {**form, "Origin": self.serve.url}
        self.assertEqual(self.serve.request("POST", "/chat", parts, own).status, 200)

    def test_the_script_is_checked_each_time_and_loads_from_anywhere(self):
        script = self.serve.get("/embed.js", {"Origin": FRIEND, "Accept-Encoding": "br"})
        self.assertEqual(script.headers["Cache-Control"], "no-cache")
        self.assertEqual(script.headers["Cross-Origin-Resource-Policy"], "cross-origin")
        self.assertEqual(script.headers.get_all("Vary"), ["Accept-Encoding", "Origin"])
        page = self.serve.get("/", {"Origin": FRIEND})
        self.assertEqual(page.headers["Cross-Origin-Resource-Policy"], "same-origin")


class OtherOrigins(StoreTest):
    def test_without_the_setting_nothing_is_said_of_origins(self):
        with Serve(self.data) as serve:
            answer = serve.get("/config", {"Origin": FRIEND})
            for name in ("Access-Control-Allow-Origin", "Vary"):
                self.assertIsNone(answer.headers[name])
            script = serve.get("/embed.js", {"Origin": FRIEND})
            self.assertEqual(script.headers["Cross-Origin-Resource-Policy"], "same-origin")
            preflight = {"Origin": FRIEND, "Access-Control-Request-Method": "POST"}
            self.assertEqual(serve.request("OPTIONS", "/chat", headers=preflight).status, 405)

    def test_what_is_no_origin_is_wrong_usage_and_says_what_to_write(self):
        for given, hint in (
            ("*", "no wildcard"),
            ("https://www.example/", '"https://www.example"'),
            ("www.example", "https://www.example.com"),
        ):
            done = run("serve", "--data", self.data, "--allow-origins", given)
            self.assertEqual(done.returncode, 2, given)
            self.assertIn("--allow-origins", done.stderr)
            self.assertIn(hint, done.stderr)


if __name__ == "__main__":
    unittest.main()
