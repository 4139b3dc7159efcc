"""What schemathesis looks for in every answer: no 5xx, nothing from inside, and a tally."""

import base64
import json
import os
import re

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

KINDS = ["Member", "Problem", "AssignmentRound", "Desk", "Concept", "OrgUnit", "Account", "Weights"]


def global_id(kind, row):
    return base64.urlsafe_b64encode(f"{kind}:{row}".encode()).decode().rstrip("=")


# Ids that there are, so that calls come further than the first look at their input; and others.
IDS = st.builds(global_id, st.sampled_from(KINDS), st.integers(-1, 60))
schemathesis.graphql.scalar("ID", st.one_of(IDS, IDS, IDS, st.text(max_size=40)).map(nodes.String))
INTS = st.one_of(st.integers(0, 20), st.integers(0, 20), st.integers(-(2**31), 2**31 - 1))
schemathesis.graphql.scalar("Int", INTS.map(nodes.Int))
TIMES = st.one_of(st.datetimes().map(lambda time: time.isoformat() + "Z"), st.text(max_size=40))
schemathesis.graphql.scalar("DateTime", TIMES.map(nodes.String))
DATES = st.one_of(st.dates().map(str), st.text(max_size=40))
schemathesis.graphql.scalar("NaiveDate", DATES.map(nodes.String))

# Words of SQL, of the program's own files, of its crates, and of a panic.
INSIDE = re.compile(
    r"\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|sqlx|sea[-_]orm|rusqlite|SQLSTATE"
    r"|panicked|RUST_BACKTRACE|thread '|\.rs:\d+|/src/|/target/|/home/|no such (?:table|column)"
    r"|relation \"|constraint failed|called `(?:Option|Result)::",
    re.IGNORECASE,
)
TALLY = os.environ["MIZAN_TALLY"]


@schemathesis.check
def nothing_from_inside(ctx, response, case):
    text = response.content.decode("utf-8", "replace")
    try:
        errors = json.loads(text).get("errors") or []
    except ValueError:
        raise AssertionError(f"not JSON: {text[:300]}") from None
    codes = [(error.get("extensions") or {}).get("code") for error in errors]
    with open(TALLY, "a", encoding="utf-8") as tally:
        tally.write(f"{response.status_code} {codes[0] if codes else 'OK'}\n")
    # What the caller sent may be quoted back; the program's own words may not be.
    told = json.dumps([{**error, "path": None} for error in errors], ensure_ascii=False)
    assert response.status_code < 500, f"{response.status_code}: {text[:500]}"
    assert None not in codes, f"an error without a code: {told[:500]}"
    assert "INTERNAL" not in codes, f"INTERNAL: {told[:500]}"
    sent = json.dumps(case.body, ensure_ascii=False) if case.body is not None else ""
    for found in INSIDE.finditer(told):
        assert found.group(0) in sent, f"{found.group(0)!r} in {told[:500]}"
