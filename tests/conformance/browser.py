"""A browser for logins: goes where it is sent, and sends on the forms that send themselves.

usage: browser.py AUTHORITY URL    AUTHORITY is the file of the certificate to trust
"""

import html.parser
import ssl
import sys
import urllib.parse
import urllib.request


class Form(html.parser.HTMLParser):
    """The only form of a page."""

    def __init__(self):
        super().__init__()
        self.action = None
        self.fields = {}

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.action = given["action"]
        if tag == "input":
            self.fields[given["name"]] = given["value"]


def visit(authority, url):
    context = ssl.create_default_context(cafile=authority)
    no_proxy = urllib.request.ProxyHandler({})
    web = urllib.request.build_opener(no_proxy, urllib.request.HTTPSHandler(context=context))
    form = Form()
    form.feed(web.open(url).read().decode())
    if form.action:
        web.open(form.action, urllib.parse.urlencode(form.fields).encode())


if __name__ == "__main__":
    visit(*sys.argv[1:])
