#!/usr/bin/env python3
"""Check a signed Argus document (JSON). Needs only Python, sends nothing anywhere.

    python3 verify_my_document.py my-document.json keys.json
keys.json  from /boundary/keys.json of the agency's Argus; better, the copy that your union kept.
For a PDF use any reader that checks signatures. The arithmetic is Ed25519 of RFC 8032, 5.1.
"""

import json
import sys
from hashlib import sha512
from pathlib import Path

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    t, top = D * a[0] * b[0] * a[1] * b[1] % P, a[0] * b[1] + b[0] * a[1]
    return top * pow(1 + t, -1, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P


def times(n, point, result=(0, 1)):
    for bit in bin(n)[2:]:
        result = add(result, result)
        result = add(result, point) if bit == "1" else result
    return result


def point(data):
    y, odd = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    root = root if root * root % P == square else root * pow(2, (P - 1) // 4, P) % P
    return (root if root % 2 == odd else P - root), y


def holds(document, keys):
    signature, public = bytes.fromhex(document.pop("signature")), bytes.fromhex(keys["ed25519"])
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = sha512(r + public + b"argus-document-1\n" + text.encode()).digest()
    base, h = point((pow(5, -1, P) * 4 % P).to_bytes(32, "little")), int.from_bytes(h, "little") % L
    return s < L and times(s, base) == add(point(r), times(h, point(public)))


def once(pairs):
    return dict(pairs) if len(dict(pairs)) == len(pairs) else {}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    files = [json.loads(Path(p).read_text(), object_pairs_hook=once) for p in sys.argv[1:]]
    try:
        good = holds(*files)
    except (LookupError, TypeError, ValueError):
        good = False
    print("Signed with this key, unchanged." if good else "Changed, or signed with another key.")
    sys.exit(not good)
