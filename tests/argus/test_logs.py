"""Log lines: listed keys only, no address, no words of anyone, no values in a traceback."""

import json
import logging
import subprocess
import sys

from django.conf import settings as house

from argus import logs

CANARY = "canary-4711"


def line(record, **extra):
    for key, value in extra.items():
        setattr(record, key, value)
    return json.loads(logs.formatter().format(record))


def record(message, *args, info=None, name="django.request"):
    return logging.LogRecord(name, logging.WARNING, __file__, 7, message, args, info)


def test_an_address_does_not_reach_the_log():
    found = line(record("Not Found: %s", f"/private/{CANARY}/"), status_code=404)
    assert found["event"] == "Not Found: %s"
    assert found["status"] == 404
    assert CANARY not in json.dumps(found)


def test_a_message_without_a_pattern_is_named_by_its_place():
    assert line(record(f"Something about {CANARY}"))["event"] == "test_logs:7"


def test_an_exception_is_kept_as_places():
    def breaks(note):
        raise ValueError(f"{note} was written")

    try:
        breaks(CANARY)
    except ValueError:
        found = line(record("%s", "x", info=sys.exc_info()))
    assert found["exception"] == "ValueError"
    assert found["where"][-1].endswith(" breaks")
    assert CANARY not in json.dumps(found)


def test_unlisted_keys_are_dropped():
    event = {"event": "a", "note": CANARY, "user": CANARY, "path": CANARY, "count": 3}
    assert logs.only_listed(None, "", event) == {"event": "a", "count": 3}


VISIT = """
import django; django.setup()
import structlog
from django.test import Client
Client(raise_request_exception=False).get("/nothing/canary-4711/?q=canary-4711")
structlog.get_logger("argus.test").warning("tried", note="canary-4711", count=2)
"""


def test_a_whole_process_logs_no_address(tmp_path):
    env = {"ARGUS_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "argus.settings"}
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=house.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(each) for each in done.stderr.splitlines()]
    assert lines[-1] | {"at": ""} == {
        "event": "tried", "count": 2, "level": "warning", "logger": "argus.test", "at": "",
    }  # fmt: skip
    assert CANARY not in done.stderr + done.stdout
