"""Random inpatient claims and what an independent Medicare Code Editor (PyPI msdrg, test-time only) says of each.

usage: mce.py DICTIONARY SEED COUNT > claims.jsonl

One JSON object a line: codes (principal first, without dots), age, sex, admission, discharge, edits (name to count). The codes
are drawn from the compiled dictionary, over every family of ICD-10-CM; half of them from those with an edit attribute.
"""

import datetime
import json
import random
import sqlite3
import sys

import msdrg

FIRST, LAST = datetime.date(2022, 10, 1), datetime.date(2026, 11, 24)
NOT_CODES = ["A", "Z", "ZZZ99", "99213", "Q9999", "E1125", "I109", "U9999", "A0000X"]


def codes_of(path):
    book = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    every = "SELECT code, kind FROM code WHERE system = 'icd10cm' AND kind NOT IN ('chapter', 'block') ORDER BY id"
    rows = book.execute(every).fetchall()
    marked = "SELECT word, code.code FROM attribute JOIN code ON code.id = attribute.code WHERE system = 'icd10cm' ORDER BY 1, 2"
    words = {}
    for word, code in book.execute(marked):
        words.setdefault(word, []).append(code)
    return [code for code, kind in rows if kind == "code"], [code for code, kind in rows if kind != "code"], words


def some_code(draw, leaves, headers, words):
    lot = draw.random()
    if lot < 0.02:
        return draw.choice(NOT_CODES)
    if lot < 0.06:
        return draw.choice(headers)
    if lot < 0.55:
        return draw.choice(words[draw.choice(sorted(words))])
    return draw.choice(leaves)


def some_age(draw):
    return draw.choice([0, 0, draw.randint(1, 8), draw.randint(9, 14), draw.randint(15, 17), draw.randint(18, 64), draw.randint(65, 119)])


def main():
    path, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    draw = random.Random(seed)
    leaves, headers, words = codes_of(path)
    with msdrg.MceEditor() as editor:
        for _ in range(count):
            codes = [some_code(draw, leaves, headers, words) for _ in range(draw.randint(1, 12))]
            if draw.random() < 0.05:
                codes.append(codes[0])
            discharge = FIRST + datetime.timedelta(days=draw.randint(0, (LAST - FIRST).days))
            admission = discharge - datetime.timedelta(days=draw.randint(0, 9))
            age, sex = some_age(draw), draw.randint(0, 1)
            result = editor.edit({
                "discharge_date": int(discharge.strftime("%Y%m%d")),
                "icd_version": 10,
                "age": age,
                "sex": sex,
                "discharge_status": 1,
                "pdx": {"code": codes[0]},
                "sdx": [{"code": code} for code in codes[1:]],
                "procedures": [],
            })
            edits = {edit["name"]: edit["count"] for edit in result["edits"]}
            print(json.dumps({
                "codes": codes,
                "age": age,
                "sex": "male" if sex == 0 else "female",
                "admission": admission.isoformat(),
                "discharge": discharge.isoformat(),
                "edits": edits,
            }))


if __name__ == "__main__":
    main()
