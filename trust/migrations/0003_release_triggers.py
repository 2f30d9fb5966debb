"""The database itself refuses to change what has left: frozen periods, figures, group sizes."""

from importlib import import_module

from django.db import migrations

close = import_module("trust.migrations.0002_append_only").close

FROZEN = (
    ("trust_releasedcell", "released_figure_is_final"),
    ("trust_releaserun", "frozen_period_is_final"),
    ("trust_groupsize", "group_size_is_append_only"),
)


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_append_only")]

    operations = [
        migrations.RunPython(*close(where), hints={"database": "default"}) for where in FROZEN
    ]
