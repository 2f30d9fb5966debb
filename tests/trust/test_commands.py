import pytest
from django.core.management import call_command

from trust.management.commands import show_policy, show_states
from trust.policy import POLICY


def test_every_row_of_the_policy_is_printed():
    text = show_policy.page()
    for label, actions in POLICY.items():
        for action in actions:
            assert f"| {label.split('.')[1]} | {action} |" in text


def test_every_table_of_states_is_drawn():
    text = show_states.page()
    assert text.count("stateDiagram-v2") >= 2
    assert "-->" in text


@pytest.mark.parametrize("command", ["show_policy", "show_states"])
def test_printed_documents_are_up_to_date(command):
    call_command(command, check=True)


def test_printed_document_that_is_older_is_named(settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path
    with pytest.raises(SystemExit):
        call_command("show_policy", check=True)
    assert "out of date" in capsys.readouterr().out


def test_missing_witness_file_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger", witness=[tmp_path / "none.jsonl"])
    assert ended.value.code == 2
    assert "There is no witness file" in capsys.readouterr().err
