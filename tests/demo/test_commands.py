"""The demonstration's commands outside a demonstration."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("command", ["demo_load", "demo_logins"])
def test_command_is_refused_outside_a_demonstration(command, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO is"):
        call_command(command)


@pytest.mark.django_db
def test_logins_say_when_there_is_nothing_to_show(settings):
    settings.DEMO = True

    with pytest.raises(CommandError, match="not loaded"):
        call_command("demo_logins")
