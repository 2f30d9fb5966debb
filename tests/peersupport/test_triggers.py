import pytest

from peersupport.triggers import decide, higher


@pytest.mark.parametrize(
    ("categories", "codes", "harmed", "severity", "sources"),
    [
        ([], [], False, "", ()),
        ([""], [], False, "", ()),
        ([], ["avpu"], False, "", ()),
        ([], ["something_new"], False, "", ()),
        ([], ["news2"], False, "urgent", ("news2",)),
        ([], ["news2", "avpu"], False, "urgent", ("news2", "avpu")),
        (["suicide_scene"], [], False, "standard", ("event_type",)),
        (["suicide_scene"], ["avpu"], False, "standard", ("avpu", "event_type")),
        (["suicide_scene"], ["news2"], False, "urgent", ("news2", "event_type")),
        ([], [], True, "urgent", ("crew_harm",)),
        ([], ["crew_harm"], False, "urgent", ("crew_harm",)),
    ],
)
def test_what_an_incident_calls_for(categories, codes, harmed, severity, sources):
    decision = decide(categories=categories, encounter_triggers=codes, anyone_harmed=harmed)
    assert (decision.severity, decision.sources) == (severity, sources)
    assert decision.opens_case is bool(severity)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "standard", "standard"),
        ("urgent", "standard", "urgent"),
        ("standard", "urgent", "urgent"),
    ],
)
def test_the_higher_severity_wins(one, other, expected):
    assert higher(one, other) == expected
