"""People log in at `parley mock` with the official clients, unmodified: at a device, with a browser and PKCE,
with a code, with a refresh token, and through an application."""

import concurrent.futures
import http.client
import json
import ssl
import sys
import unittest
import urllib.parse

from clients import HERE
from identity_cases import CLIENT, TENANT
from mock_logins import MockLogins
from parley_process import PATIENCE_S, wait_until

ADA = {"username": "ada@parley.test", "object_id": "oid-of-ada", "groups": ["group-1"]}
BACK = "http://localhost:8400/back"
OTHER = "https://search.azure.com"


class People(MockLogins):
    def setUp(self):
        super().setUp()
        self.let_in()

    def let_in(self, **identity):
        self.set(users=[ADA, {"username": "bob@parley.test"}], **identity)

    def person(self, client, by, **job):
        job = {"tenant_id": TENANT, "client_id": CLIENT} | job
        return self.log_in(client, "entra", by=by, job=job, BROWSER=str(self.browser()))

    def browser(self):
        """A program that opens a page beside whoever starts it, as browsers do."""
        file = self.folder / "browser"
        opens = f'"{sys.executable}" "{HERE / "browser.py"}" "{self.authority}" "$1"'
        file.write_text(f"#!/bin/sh\n{opens} >/dev/null 2>&1 &\n")
        file.chmod(0o755)
        return file

    def grants(self):
        """What was asked for at the token endpoint, in order."""
        requests = self.mock.control("GET", "journal?endpoint=entra")[1]["requests"]
        forms = [urllib.parse.parse_qs(request["body"]) for request in requests]
        return [form["grant_type"][0].rpartition(":")[2] for form in forms]

    def authorize(self, **parameters):
        """Where a browser is sent that comes to log somebody in."""
        port = int(self.environment("entra")["AZURE_AUTHORITY_HOST"].rpartition(":")[2])
        asked = {"client_id": CLIENT, "response_type": "code", "redirect_uri": BACK} | parameters
        context = ssl.create_default_context(cafile=self.authority)
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE_S, context=context)
        connection.request("GET", f"/{TENANT}/oauth2/v2.0/authorize?{urllib.parse.urlencode(asked)}")
        back = urllib.parse.urlsplit(connection.getresponse().headers["Location"])
        connection.close()
        return dict(urllib.parse.parse_qsl(back.query))

    def check_ada(self, outcome, **claims):
        self.check_token(outcome, upn=ADA["username"], oid=ADA["object_id"], groups=ADA["groups"], **claims)

    def test_a_device_waits_until_somebody_approves_it(self):
        self.let_in(devices={"interval_s": 1})

        def check(client):
            self.mock.control("POST", "reset")
            self.let_in(devices={"interval_s": 1})
            with concurrent.futures.ThreadPoolExecutor() as aside:
                outcome = aside.submit(
                    self.person, client, "DeviceCodeCredential", then=[f"{OTHER}/.default"]
                )
                wait_until(lambda: self.grants() or outcome.done(), "a device that asks")
                status, told = self.mock.control("POST", "devices", {"decision": "approve"})
                self.assertEqual(status, 200, told)
            self.check_ada(outcome.result(), aud=OTHER)
            self.assertEqual(self.grants()[-1], "refresh_token")
            self.assertGreaterEqual(self.grants().count("device_code"), 2)

        self.for_each_client(check)

    def test_a_device_that_is_declined_or_too_late_is_told(self):
        def check(client):
            self.let_in(devices={"interval_s": 1, "decision": "decline"})
            declined = self.person(client, "DeviceCodeCredential")
            self.assertEqual(declined["outcome"], "failed", declined)
            self.assertRegex(declined["message"], "AADSTS70018|authorization_declined")
            self.let_in(faults=[{"at": "entra", "aadsts": 70020}])
            late = self.person(client, "DeviceCodeCredential")
            self.assertEqual(late["outcome"], "failed", late)
            self.assertRegex(late["message"], "AADSTS70020|expired")

        self.for_each_client(check)

    def test_a_browser_logs_in_with_pkce(self):
        def check(client):
            self.mock.control("POST", "reset")
            self.let_in()
            outcome = self.person(client, "InteractiveBrowserCredential", then=[f"{OTHER}/.default"])
            self.check_ada(outcome, aud=OTHER)
            self.assertEqual(self.grants(), ["authorization_code", "refresh_token"])
            asked = self.mock.control("GET", "journal?endpoint=authorize")[1]["requests"][0]["query"]
            self.assertIn("code_challenge_method=S256", asked)

        self.for_each_client(check)

    def test_a_code_is_redeemed_once(self):
        self.let_in(applications=[{"client_id": CLIENT, "secrets": ["s"], "redirect_uris": [BACK]}])

        def check(client):
            back = self.authorize(scope="openid https://cognitiveservices.azure.com/.default", state="kept")
            self.assertEqual(back["state"], "kept")
            job = {"code": back["code"], "redirect_uri": BACK, "client_secret": "s"}
            self.check_ada(self.person(client, "AuthorizationCodeCredential", **job), appidacr="1")
            again = self.person(client, "AuthorizationCodeCredential", **job)
            self.assertEqual(again["outcome"], "failed", again)
            self.assertIn("AADSTS54005", again["message"])

        self.for_each_client(check)

    def test_an_application_asks_on_behalf_of_a_person(self):
        def check(client):
            front = "33333333-3333-3333-3333-333333333333"
            back = self.authorize(client_id=front, scope=f"api://{CLIENT}/access_as_user")
            form = {"grant_type": "authorization_code", "client_id": front, "redirect_uri": BACK}
            path = f"/{TENANT}/oauth2/v2.0/token"
            given = self.mock.request("POST", path, urllib.parse.urlencode(form | {"code": back["code"]}))
            assertion = json.loads(given.text)["access_token"]
            job = {"assertion": assertion, "client_secret": "s"}
            self.check_ada(self.person(client, "OnBehalfOfCredential", **job), appid=CLIENT)
            other = self.person(client, "OnBehalfOfCredential", **job, **{"client_id": front})
            self.assertEqual(other["outcome"], "failed", other)
            self.assertIn("AADSTS500131", other["message"])

        self.for_each_client(check)


if __name__ == "__main__":
    unittest.main()
