#!/usr/bin/env python3
"""Check your own part of the Argus ledger. Needs only Python; sends nothing anywhere.

    python3 verify_my_ledger.py my-ledger.json [witness.jsonl]

my-ledger.json  what you downloaded on the page "Who looked".
witness.jsonl   the file your union (or another witness) keeps; ask them, not the agency.

Every line of your part is hashed again. With a witness file, the way from each line to a head that
the witness holds is walked too: then the agency can't have rewritten it since. It can't show lines
that the agency left out of your download; only the check of the whole ledger does.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

OUTSIDE_THE_DIGEST = {"previous", "hash", "path"}


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def wrong(looks: list[dict], heads: dict[int, str]) -> list[str]:
    sentences = []
    before = None
    for look in looks:
        seq = int(look["seq"])
        fields = {name: text for name, text in look.items() if name not in OUTSIDE_THE_DIGEST}
        digest = hashed(json.dumps(fields, sort_keys=True))
        if hashed(look["previous"] + digest) != look["hash"]:
            sentences.append(f"Line {seq} was changed.")
        if before and (
            seq <= before[0] or (seq == before[0] + 1 and look["previous"] != before[1])
        ):
            sentences.append(f"Line {seq} does not follow line {before[0]}.")
        reached, end = look["hash"], seq
        for step in look["path"]:
            reached, end = hashed(reached + step), end + 1
        if end in heads and heads[end] != reached:
            sentences.append(f"Line {seq} does not lead to what the witness holds for {end}.")
        before = (seq, look["hash"])
    return sentences


def covered(looks: list[dict], heads: dict[int, str]) -> int:
    return sum(int(look["seq"]) + len(look["path"]) in heads for look in looks)


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print(__doc__)
        return 2
    looks = json.loads(Path(sys.argv[1]).read_text())["looks"]
    lines = Path(sys.argv[2]).read_text().splitlines() if len(sys.argv) == 3 else []
    heads = {head["seq"]: head["hash"] for head in map(json.loads, filter(str.strip, lines))}
    sentences = wrong(looks, heads)
    print("\n".join(sentences) or f"All {len(looks)} lines agree with their hashes.")
    print(f"{covered(looks, heads)} of them were compared with the witness.")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
