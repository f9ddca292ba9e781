"""What an independent model of FHIR R4B (PyPI fhir.resources, test-time only) says of bundles, one a line.

usage: fhir_r4.py FILE

One JSON object a line for every error: line of the file, place, words. Nothing where there is none. R4B differs from R4
in no resource of a claim.
"""

import json
import sys

import pydantic
from fhir.resources.R4B.bundle import Bundle


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                bundle = Bundle.model_validate_json(line)
            except pydantic.ValidationError as wrong:
                for error in wrong.errors():
                    print(json.dumps({"line": number, "place": str(error["loc"]), "words": error["msg"]}))
                continue
            said, kept = json.loads(line), json.loads(bundle.model_dump_json())
            if len(said["entry"]) != len(kept["entry"]):
                print(json.dumps({"line": number, "place": "entry", "words": "entries were dropped"}))


if __name__ == "__main__":
    main()
