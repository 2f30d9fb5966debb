"""The admin: roles at the gate, the policy on every row, declared lookups, nothing sealed."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from agency.models import Post, Role, User
from tests.factories import LONG_AGO, act, make_post, make_user, sign_in
from trust.doors.admin import PolicyAdmin, register, site

PEOPLE = "/admin/agency/user/"


@pytest.fixture
def admin(client, cast, units):
    person = make_user("grace")
    make_post(person, Role.WELLNESS_ADMIN, units.agency)
    return sign_in(client, act(person, Role.WELLNESS_ADMIN), Role.WELLNESS_ADMIN)


def sealed_models():
    return [
        model
        for model in apps.get_models()
        if any(hasattr(field, "unseal") for field in model._meta.concrete_fields)
    ]


def test_no_model_with_sealed_values_has_a_page():
    assert sealed_models()
    assert not [model for model in sealed_models() if site.is_registered(model)]


def test_a_sealed_model_can_not_be_registered():
    with pytest.raises(ImproperlyConfigured):
        register(sealed_models()[0])(PolicyAdmin)


def test_every_page_belongs_to_a_policy_admin():
    assert all(isinstance(each, PolicyAdmin) for each in site._registry.values())
    assert all(each.show_full_result_count is False for each in site._registry.values())


@pytest.mark.parametrize(
    ("name", "role"),
    [("alice", "officer"), ("bob", "peer_support"), ("dan", "supervisor"), ("erin", "commander")],
)
def test_other_roles_do_not_enter(client, cast, name, role):
    sign_in(client, getattr(cast, name), role)
    for where in ("/admin/", PEOPLE, "/admin/agency/post/add/", "/admin/autocomplete/"):
        assert client.get(where).status_code == 403


def test_an_administrator_working_as_officer_does_not_enter(client, cast, units):
    make_post(cast.alice, Role.WELLNESS_ADMIN, units.agency)
    sign_in(client, cast.alice, "officer")
    assert client.get("/admin/").status_code == 403


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert client.get("/admin/login/")["Location"].startswith("/accounts/login/")


def test_first_page_counts_what_there_is(admin):
    page = admin.get("/admin/")
    counts = {str(each["label"]): each["value"] for each in page.context["counts"]}
    assert counts["People"] == 7
    assert counts["Jobs waiting"] == 0


def test_every_list_and_form_opens(admin):
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert admin.get(reverse(f"{name}_changelist")).status_code == 200
    for where in ("user", "unit", "post"):
        assert admin.get(f"/admin/agency/{where}/add/").status_code == 200


def test_the_coordinator_sees_no_people(client, cast):
    sign_in(client, cast.carol, "wellness_coordinator")
    assert client.get("/admin/").status_code == 200
    for where in (PEOPLE, f"{PEOPLE}{cast.alice.pk}/change/", "/admin/agency/post/"):
        assert client.get(where).status_code == 403


@pytest.mark.parametrize(
    "lookup", ["password__startswith=md5", "posts__role=chief", "last_login__gte=2020-01-01"]
)
def test_undeclared_lookups_tell_nothing(admin, lookup):
    answer = admin.get(f"{PEOPLE}?{lookup}")
    assert answer.status_code in {302, 400}
    if answer.status_code == 302:
        assert answer["Location"].endswith("?e=1")


def test_declared_filters_work(admin):
    assert admin.get(f"{PEOPLE}?is_active__exact=1").status_code == 200


def test_no_bulk_action_and_no_delete(admin, cast):
    form = {"action": "delete_selected", "_selected_action": str(cast.alice.pk)}
    admin.post(PEOPLE, form)
    assert admin.post(f"{PEOPLE}{cast.alice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=cast.alice.pk).exists()


def test_a_new_person_has_no_password(admin):
    form = {
        "username": "heidi",
        "name": "Heidi",
        "email": "",
        "personnel_number": "",
        "language": "en",
    }
    assert admin.post(f"{PEOPLE}add/", form | {"is_active": "on"}).status_code == 302
    heidi = User.objects.get(username="heidi")
    assert not heidi.has_usable_password()
    assert heidi.personnel_number is None


def test_roles_that_exclude_each_other_are_refused_kindly(admin, cast, units):
    form = {
        "user": "dan", "role": "wellness_coordinator", "unit": str(units.agency.pk),
        "since": str(LONG_AGO), "until": "",
    }  # fmt: skip
    answer = admin.post("/admin/agency/post/add/", form)
    assert "must be held by different people" in answer.content.decode()
    assert not Post.objects.filter(user=cast.dan, role="wellness_coordinator").exists()


def test_a_post_is_given(admin, cast, units):
    form = {
        "user": "frank", "role": "peer_support", "unit": str(units.agency.pk),
        "since": str(LONG_AGO), "until": "",
    }  # fmt: skip
    assert admin.post("/admin/agency/post/add/", form).status_code == 302
    assert Post.objects.filter(user=cast.frank, role="peer_support").exists()


def test_an_unknown_username_is_said(admin, units):
    form = {"user": "nobody-here", "role": "officer", "unit": str(units.squad.pk)}
    answer = admin.post("/admin/agency/post/add/", form | {"since": str(LONG_AGO)})
    assert "Nobody has that username" in answer.content.decode()


def test_autocomplete_asks_the_policy(admin, client, cast):
    where = "/admin/autocomplete/?app_label=agency&model_name=post&field_name=user&term=ali"
    assert [each["text"] for each in admin.get(where).json()["results"]] == ["Alice"]
    sign_in(client, cast.carol, "wellness_coordinator")
    assert client.get(where).status_code == 403


def test_keeps_no_second_history(admin, cast):
    history = apps.get_model("admin", "LogEntry")
    form = {
        "username": "alice",
        "name": "Al",
        "email": "",
        "personnel_number": "",
        "language": "en",
    }
    admin.post(f"{PEOPLE}{cast.alice.pk}/change/", form | {"is_active": "on"})
    cast.alice.refresh_from_db()
    assert cast.alice.name == "Al"
    assert not history.objects.exists()


def test_who_changed_a_person_has_no_page(admin, cast):
    where = f"{PEOPLE}{cast.alice.pk}/"
    assert "historylink" not in admin.get(f"{where}change/").text
    assert admin.get(f"{where}history/").status_code == 404
