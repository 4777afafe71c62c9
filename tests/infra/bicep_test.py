"""What infra/*.bicep would create, read as data: who may do what, as which identity, and with no key."""

import json
import pathlib
import re
import unittest

import pycep

ROOT = pathlib.Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra"
OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"  # the role that calls models and does nothing else
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
HOSTS = ("container-app", "app-service")
# Read by the platform and not by us.
PLATFORM = {"WEBSITES_PORT", "WEBSITES_ENABLE_APP_SERVICE_STORAGE"}


def parse(path):
    return pycep.BicepParser().parse(text=path.read_text())


def module(name):
    return parse(INFRA / "modules" / f"{name}.bicep")


def resources(parsed, kind):
    """The resources of one type, by their symbolic name."""
    return {name: body for name, body in parsed["resources"].items() if body["type"] == kind}


def as_text(parsed):
    return json.dumps(parsed, default=str)


class Bicep(unittest.TestCase):
    maxDiff = None

    def test_every_file_parses(self):
        files = sorted(INFRA.rglob("*.bicep"))
        self.assertGreaterEqual(len(files), 6)
        for path in files:
            with self.subTest(path=path.name):
                self.assertIn("parameters", parse(path))

    def test_every_module_is_given_the_parameters_it_declares_and_no_others(self):
        text = (INFRA / "main.bicep").read_text()
        calls = re.findall(r"module (\w+) '([^']+)'.*?params: \{\n(.*?)\n  \}", text, re.S)
        self.assertEqual(len(calls), text.count("\nmodule "))
        for name, path, body in calls:
            with self.subTest(module=name):
                declared = set(parse(INFRA / path)["parameters"])
                given = set(re.findall(r"^    (\w+):", body, re.M))
                self.assertEqual(given, declared)

    def test_the_example_answers_only_questions_that_are_asked_and_all_without_a_default(self):
        asked = parse(INFRA / "main.bicep")["parameters"]
        answered = set(re.findall(r"^param (\w+)", (INFRA / "main.bicepparam").read_text(), re.M))
        self.assertLessEqual(answered, set(asked))
        without_default = {name for name, body in asked.items() if body["default"] is None}
        self.assertEqual(without_default, {"image"})
        self.assertLessEqual(without_default, answered)

    def test_there_is_no_key_anywhere(self):
        for path in sorted(INFRA.rglob("*.bicep")):
            with self.subTest(path=path.name):
                self.assertNotRegex(
                    path.read_text(), r"listKeys|listCredentials|@secure|apiKey|API_KEY|sharedKey"
                )

    def test_the_account_takes_tokens_only_and_has_the_subdomain_that_tokens_need(self):
        (account,) = resources(module("openai"), "Microsoft.CognitiveServices/accounts").values()
        properties = account["config"]["properties"]
        self.assertIs(properties["disableLocalAuth"], True)
        self.assertIn("customSubDomainName", properties)

    def test_the_roles_are_the_least_that_works_and_hold_for_one_resource(self):
        for name, role, scope in (
            ("openai-role", OPENAI_USER, "account"),
            ("registry-role", ACR_PULL, "registry"),
        ):
            with self.subTest(module=name):
                parsed = module(name)
                self.assertIn(role, as_text(parsed["variables"]["roleId"]))
                (assignment,) = resources(parsed, "Microsoft.Authorization/roleAssignments").values()
                self.assertIn(scope, as_text(assignment["config"]["scope"]))
                self.assertEqual(assignment["config"]["properties"]["principalType"], "ServicePrincipal")
                self.assertIn("guid", as_text(assignment["config"]["name"]))

    def test_both_kinds_of_identity_can_be_chosen_on_both_hosts(self):
        kinds = parse(INFRA / "main.bicep")["parameters"]["identityKind"]
        self.assertRegex(as_text(kinds), r"system.*user|user.*system")
        for host in HOSTS:
            with self.subTest(host=host):
                text = (INFRA / "modules" / f"{host}.bicep").read_text()
                self.assertIn("'SystemAssigned'", text)
                self.assertIn("'UserAssigned'", text)
                self.assertIn("output principalId", text)

    def test_both_hosts_pass_the_same_settings_and_each_is_one_that_parley_reads(self):
        documented = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/configuration.md").read_text()))
        given = {}
        for host in HOSTS:
            text = (INFRA / "modules" / f"{host}.bicep").read_text()
            names = set(re.findall(r"name: '([A-Z][A-Z_]+)'", text)) - PLATFORM
            given[host] = names
            self.assertLessEqual(names, documented)
            self.assertRegex(text, r"usesSystem \? \[\] : \[\s*\{\s*name: 'AZURE_CLIENT_ID'")
        self.assertEqual(given[HOSTS[0]], given[HOSTS[1]])
        self.assertIn("AZURE_OPENAI_ENDPOINT", given[HOSTS[0]])

    def test_the_probes_ask_routes_that_are_served(self):
        served = (ROOT / "src/server/routes.cpp").read_text()
        for host in HOSTS:
            text = (INFRA / "modules" / f"{host}.bicep").read_text()
            asked = set(re.findall(r"(?:path|healthCheckPath): '(/[a-z]+)'", text))
            self.assertIn("/healthz", asked)
            for path in asked:
                self.assertIn(f'"{path}"', served)


if __name__ == "__main__":
    unittest.main()
