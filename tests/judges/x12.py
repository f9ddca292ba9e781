"""What an independent validator of X12 (PyPI pyx12, test-time only) says of a claim file.

usage: x12.py FILE

One JSON object a line for every error: line of the file, code, words. Nothing where there is none. Every check is on.
"""

import io
import json
import logging
import sys

import pyx12.params
import pyx12.x12n_document


def errors(of, line=None):
    if isinstance(of, dict):
        line = of.get("cur_line", line)
        for error in of.get("errors") or []:
            yield {"line": line, "code": error.get("err_cde"), "words": error.get("err_str")}
        for value in of.values():
            yield from errors(value, line)
    elif isinstance(of, list):
        for value in of:
            yield from errors(value, line)


def main():
    logging.disable(logging.CRITICAL)
    said = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(
        param=pyx12.params.params(None),
        src_file=sys.argv[1],
        fd_997=io.StringIO(),
        fd_html=None,
        fd_xmldoc=None,
        fd_json=said,
        map_path=None,
    )
    found = [error for error in errors(json.loads(said.getvalue())) if error["code"]]
    for error in found:
        print(json.dumps(error))
    if not accepted and not found:
        print(json.dumps({"line": 0, "code": "refused", "words": "refused without an error"}))


if __name__ == "__main__":
    main()
