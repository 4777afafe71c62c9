"""axe-playwright-python on pages, in one browser; run by the Python that it is installed in.

usage: pypi_axe.py JOB    JSON: browser, arguments, pages [{name, url, color_scheme}], and, unless its own are
                          wanted: engine (a file), options; one_tab shows all in one, else each has its own

Prints a line of JSON: {name: {results, report, snapshot} or {error}}, each as the package gives it.
"""

import contextlib
import json
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright


def audited(tab, axe, page, given):
    try:
        tab.goto(page["url"])
        results = axe.run(tab, **given)
    # Whatever it raises is what a person sees of it.
    except Exception as raised:
        return {"error": f"{type(raised).__name__}: {raised}"}
    answer = {"results": results.response, "snapshot": results.generate_snapshot()}
    try:
        return answer | {"report": results.generate_report()}
    except Exception as raised:
        return answer | {"report": None, "report_error": f"{type(raised).__name__}: {raised}"}


def audited_apart(browser, axe, page, given):
    with contextlib.closing(browser.new_context(color_scheme=page.get("color_scheme"))) as context:
        return audited(context.new_page(), axe, page, given)


def main():
    job = json.loads(sys.argv[1])
    axe = Axe.from_file(job["engine"]) if "engine" in job else Axe()
    given = {"options": job["options"]} if "options" in job else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=job["browser"], args=job["arguments"])
        audit, where = (audited, browser.new_page()) if job.get("one_tab") else (audited_apart, browser)
        found = {page["name"]: audit(where, axe, page, given) for page in job["pages"]}
        browser.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
