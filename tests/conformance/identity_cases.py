"""One login each, made three times in the same environment: PyPI, npm and `parley token`."""

import base64
import functools
import json
import pathlib
import re
import tempfile
import time

from clients import NPM, PYPI, environment, run_driver, run_ours
from differences import plain, step_of
from parley_process import PARLEY
from recorder import Answer, Certificates, Recorder

SCOPE = "https://cognitiveservices.azure.com/.default"
TENANT = "11111111-1111-1111-1111-111111111111"
CLIENT = "22222222-2222-2222-2222-222222222222"
LIFE_S = 3600
DRIVERS = {PYPI: "pypi_identity.py", NPM: "npm_identity.mjs"}


def jwt(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJl"


TOKEN = jwt(tid=TENANT, oid="33333333-3333-3333-3333-333333333333", aud="https://cognitiveservices.azure.com")
ASSERTION = jwt(iss="https://oidc.test/", sub="system:serviceaccount:default:parley")


def entra_token(**over):
    life = {"expires_in": LIFE_S, "ext_expires_in": LIFE_S}
    return Answer.of_json({"token_type": "Bearer", "access_token": TOKEN} | life | over)


def managed_token(**over):
    """What the sources of managed identities give, all of them: numbers are text."""
    now = int(time.time())
    times = {"expires_in": str(LIFE_S), "expires_on": str(now + LIFE_S), "not_before": str(now - 5)}
    body = {"access_token": TOKEN, "resource": "https://cognitiveservices.azure.com", "token_type": "Bearer"}
    return Answer.of_json({k: v for k, v in (body | times | over).items() if v is not None})


def openid_configuration(request, base_url):
    """What MSAL reads about an authority before it asks for a token there."""
    tenant = request.path.split("/")[1]
    base = f"{base_url}/{tenant}"
    return Answer.of_json(
        {
            "issuer": f"{base}/v2.0",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }
    )


class Bench:
    """Servers, certificates and stand-in programs for one client's run of one case."""

    certificates = None
    shared = None

    def __init__(self, answer):
        self.answer = answer
        self.temporary = tempfile.TemporaryDirectory(prefix="parley-conformance-")
        self.folder = pathlib.Path(self.temporary.name)
        if Bench.certificates is None:
            Bench.shared = tempfile.TemporaryDirectory(prefix="parley-certificates-")
            Bench.certificates = Certificates(Bench.shared.name)

    def __enter__(self):
        self.plain = Recorder(self.reply)
        self.secure = Recorder(self.reply, Bench.certificates.tls)
        (self.folder / "programs").mkdir()
        return self

    def __exit__(self, *_):
        for recorder in (self.plain, self.secure):
            recorder.__exit__()
        self.temporary.cleanup()

    def reply(self, request):
        if request.path.endswith("/.well-known/openid-configuration"):
            return openid_configuration(request, self.secure.url)
        return self.answer(request)

    def environment(self, **extra):
        """The same for all: a home without logins, the stand-ins on the path, a clock that is not on UTC."""
        names = ("PARLEY_CA_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
        trust = {name: str(self.certificates.authority) for name in names}
        path = f"{self.folder / 'programs'}:/usr/bin:/bin"
        return environment(PATH=path, HOME=str(self.folder), TZ="AAA-3", **trust, **extra)

    def stand_in(self, name, output="", complaint="", status=0):
        """A program that notes how it was started, then says what the real one would."""
        (self.folder / f"{name}.out").write_text(output)
        (self.folder / f"{name}.err").write_text(complaint)
        notes = self.folder / f"{name}.notes"
        script = f"""#!/bin/sh
{{
    echo "request {name}"
    echo "arguments $*"
    echo "directory $(pwd)"
    echo "standard input $(readlink /proc/$$/fd/0)"
    env | sed -n 's/^\\([A-Z_]*NO_COLOR\\)=/variable \\1 /p'
}} >>{notes}
cat {self.folder}/{name}.err >&2
cat {self.folder}/{name}.out
exit {status}
"""
        program = self.folder / "programs" / name
        program.write_text(script)
        program.chmod(0o755)

    def program_steps(self):
        steps = []
        for notes in sorted(self.folder.glob("*.notes")):
            for line in notes.read_text().splitlines():
                what, _, value = re.match(r"(variable \S+|standard input|\S+)( )(.*)", line).groups()
                if what == "request":
                    steps.append({})
                steps[-1][what] = re.sub(r"^pipe:.*|^socket:.*", "a pipe", value)
        return steps

    def steps(self):
        requests = [(request, self.plain) for request in self.plain.requests]
        requests += [(request, self.secure) for request in self.secure.requests]
        return [self.step(request, recorder.url) for request, recorder in requests] + self.program_steps()

    def step(self, request, base_url):
        step = step_of(request, base_url)
        is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        for name, value in request.form if is_form else []:
            step[f"form {name}"] = plain(value)
            if name == "client_assertion" and value != ASSERTION:
                del step[f"form {name}"]
                step |= self.assertion_fields(value, request.at, base_url)
        return step

    def assertion_fields(self, text, at, base_url):
        """A signed assertion, taken apart; its signature is checked with the application's public key."""
        header, claims, signature = text.split(".")
        fields = {}
        for part, name in ((header, "header"), (claims, "claim")):
            decoded = json.loads(base64.urlsafe_b64decode(part + "=="))
            for key, value in decoded.items():
                if key in ("nbf", "exp", "iat"):
                    seconds = "" if isinstance(value, int) else ", with fractions"
                    value = f"now + {round((value - at) / 60)} min{seconds}"
                value = json.dumps(value) if isinstance(value, list) else str(value)
                fields[f"assertion {name} {key}"] = plain(value.replace(base_url, "https://HOST"))
        algorithm = fields["assertion header alg"]
        checked = self.certificates.check_signature(algorithm, f"{header}.{claims}", signature, self.folder)
        return fields | {"assertion signature": f"{algorithm}: {checked}"}


def outcome_of_ours(done):
    report = json.loads(done.stdout)
    if "error" not in report:
        expires_on = time.mktime(time.strptime(report["expires_on"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
        return {"outcome": "token", "token": report["token"], "expires_on": int(expires_on)}
    unavailable = report["error"]["code"] == "credential_unavailable"
    return {"outcome": "unavailable" if unavailable else "failed", "message": report["error"]["message"]}


def log_in(client, credential, env, scope=SCOPE, **job):
    """`chain`: the default chain of a client, whatever else it has; otherwise one credential alone. `job`:
    what an official credential needs besides the environment."""
    if client != "ours":
        return run_driver(DRIVERS[client], {"credential": credential, "scope": scope} | job, env)
    alone = {} if credential == "chain" else {"AZURE_TOKEN_CREDENTIALS": credential}
    done = run_ours(PARLEY, "token", "--json", "--print", "--scope", scope, env=env | alone)
    if not done.stdout:
        raise AssertionError(f"parley token said nothing: {done.stderr}")
    return outcome_of_ours(done)


@functools.cache
def run_case(case, client):
    """The steps and the outcome of a case, made once."""
    with Bench(case.answer) as bench:
        env = bench.environment(**case.prepare(bench))
        outcome = log_in(client, case.credential, env, case.scope)
        return bench.steps(), outcome
