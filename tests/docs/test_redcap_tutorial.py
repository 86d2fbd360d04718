"""The table of the REDCap tutorial, worked out once more from its CSV with nothing but the standard library."""

import csv
import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from statistics import mean, quantiles

import pytest

from tools.redcap_export import redcap_export

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "from-redcap-to-scores.md"
EXPORT = PAGE.parent / "data" / "redcap-export.csv"
END = dt.date(2026, 12, 1)


def rows(instrument):
    with EXPORT.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["redcap_repeat_instrument"] == instrument]


def attendance(row):
    if row["sess_status"] == "2" and (row["sess_cancelled_by"] == "2" or row["sess_reason"] == "1"):
        return None
    if row["sess_status"] != "1":
        return 0
    credit = 1 if row["sess_came___1"] == "1" and "1" in (row["sess_came___2"], row["sess_came___3"]) else 0.5
    if row["sess_late_by"] == "1":
        credit = min(credit, 1 - float(row["sess_late_min"]) / (60 * float(row["sess_hours"])))
    return credit


def sessions_kept(row):
    if row["sess_status"] == "1":
        return 0.5 if row["sess_late_by"] == "2" and float(row["sess_late_min"]) > 10 else 1
    return 0 if row["sess_cancelled_by"] == "2" else None


def participation(row):
    if row["sess_status"] != "1" or "1" not in (row["sess_came___2"], row["sess_came___3"]):
        return None
    rated = [
        (int(row[f"sess_rate_{item}"]) - 1) / 4
        for item in ("asks", "shares", "plans")
        if row[f"sess_rate_{item}"] != "9"
    ]
    return sum(rated) / len(rated) if len(rated) >= 1.5 else None


def home_practice(row):
    share = float(row["prac_percent"]) / 100 if row["prac_percent"] else 0.5
    return {"1": 1, "2": share, "3": 0}.get(row["prac_outcome"])


def reply(by):
    def credit(row):
        days = int(row["con_promised"])
        due = dt.date.fromisoformat(row["con_date"]) + dt.timedelta(days=days)
        grace = due + dt.timedelta(days=days)
        if row["con_asked_by"] != by or due >= END:
            return None
        answered = dt.date.fromisoformat(row["con_answered"]) if row["con_answered"] else None
        if answered is not None and answered <= grace:
            return 1 if answered <= due else 0.5
        return None if grace >= END else 0

    return credit


DIMENSIONS = {
    "attendance": ("session", attendance),
    "participation": ("session", participation),
    "home_practice": ("practice", home_practice),
    "communication": ("contact", reply("1")),
    "sessions_kept": ("session", sessions_kept),
    "responsiveness": ("contact", reply("2")),
}


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_table_of_the_tutorial_is_right(dimension):
    instrument, credit = DIMENSIONS[dimension]
    of = defaultdict(list)
    for row in rows(instrument):
        if (found := credit(row)) is not None:
            of[row["record_id"]].append(found)
    values = [mean(each) for each in of.values() if len(each) >= 3]
    low, middle, high = quantiles(values, n=4, method="inclusive")
    printed = (
        f"{len(values)} | {sum(map(len, of.values()))} | {middle:.2f} ({low:.2f} to {high:.2f}) | {mean(values):.2f} ["
    )
    shown = re.search(rf"^(?:family|clinic): {dimension} \| (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert shown[1].startswith(printed)


def test_the_export_is_the_one_that_the_generator_makes():
    assert EXPORT.read_text("utf-8") == redcap_export()
