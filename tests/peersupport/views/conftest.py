"""A browser for each of the cast, signed in just now and working in one role."""

import pytest


@pytest.fixture
def browse(client, cast, settings):
    """A browser signed in as one of the cast, working in one role."""
    settings.MFA_FOR_ROLES = False

    def sign_in(name, role="officer"):
        client.force_login(
            getattr(cast, name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        session["role"] = role
        session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
        session["account_authentication_methods_user"] = str(getattr(cast, name).pk)
        session.save()
        return client

    return sign_in
