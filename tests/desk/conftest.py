"""Who is signed in. Models are imported by the fixtures: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture
def officer(client, db):
    """An officer of Casablanca, signed in."""
    from tests.support import making  # see above

    user = making.person(name="Hajar Benlamine")
    client.force_login(user)
    return user


@pytest.fixture
def as_role(client, db):
    """Sign somebody of a role in instead."""
    from tests.support import making  # see above

    def sign_in(role, *regions):
        user = making.person(role, *regions)
        client.force_login(user)
        return user

    return sign_in
