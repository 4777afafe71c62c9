"""What a tool found on a page as fields that can be compared, one by one, with what ours found.

`outcome`, then a field for each rule of each group: `violations image-alt` is its impact and its elements.
Where these are the same, `violations image-alt details` is the first thing in axe's own words that is not.
"""

import json

LIST_MAX = 12  # elements that are named; of more, the first and the last
SHOWN_MAX = 60
NAMED = ("violations", "incomplete")


def target_text(target):
    """Frames are parted by an arrow, roots of shadows as axe's own tools write them."""
    parts = [part if isinstance(part, str) else " >>> ".join(part) for part in target]
    return " → ".join(parts).replace("|", "/")


def elements_text(rule):
    targets = sorted(target_text(node["target"]) for node in rule["nodes"])
    if len(targets) > LIST_MAX:
        return f"{len(targets)} elements, {targets[0]} to {targets[-1]}"
    return ", ".join(targets)


def rule_text(group, rule):
    if group in NAMED:
        return f"{rule['impact']}: {elements_text(rule)}"
    return f"{len(rule['nodes'])} elements"


def rules_by_field(outcome, groups):
    return {
        f"{group} {rule['id']}": (group, rule) for group in groups for rule in outcome.rules.get(group, [])
    }


def fields_differ(ours, theirs, groups, has_details):
    """(what, ours, theirs) for each field that is not the same; an absent one is None."""
    if ours.failure or theirs.failure:
        if ours.failure != theirs.failure:
            yield "outcome", ours.failure or "audited", theirs.failure or audited_text(theirs)
        return
    mine, others = rules_by_field(ours, groups), rules_by_field(theirs, groups)
    for what in sorted(mine.keys() | others.keys()):
        texts = [rule_text(*found[what]) if what in found else None for found in (mine, others)]
        if texts[0] != texts[1]:
            yield what, *texts
        elif has_details and (
            place := first_difference(*(comparable(found[what][1]) for found in (mine, others)))
        ):
            yield f"{what} details", *place


def audited_text(outcome):
    """Of a page that is none: what it was taken for."""
    rules = [rule["id"] for rule in outcome.rules["violations"]]
    return "audited: " + (", ".join(rules) or "clean")


def comparable(rule):
    """As axe gave it, but for the part of the address of help that says who asked."""
    return rule | {"helpUrl": rule["helpUrl"].partition("?")[0]}


def first_difference(mine, other, path=""):
    """Where two values first differ, and how; nothing when they do not."""
    if type(mine) is type(other) is dict:
        for key in sorted(mine.keys() | other.keys()):
            if place := first_difference(mine.get(key), other.get(key), f"{path}.{key}"):
                return place
        return None
    if type(mine) is type(other) is list and len(mine) == len(other):
        pairs = (first_difference(a, b, f"{path}[{at}]") for at, (a, b) in enumerate(zip(mine, other)))
        return next((place for place in pairs if place), None)
    return None if mine == other else tuple(f"{path.strip('.')} {shown(value)}" for value in (mine, other))


def shown(value):
    return json.dumps(value, ensure_ascii=False)[:SHOWN_MAX].replace("|", "/")
