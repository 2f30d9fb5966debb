"""Whole stories, by clicking only."""

from __future__ import annotations

import re

from tests.browser.conftest import DESK, PHONE


def test_officer_sees_that_a_look_was_stopped(visit):
    page = visit("officer", theme="dark", size=PHONE)

    page.get_by_role("link", name="Privacy").first.click()

    assert page.get_by_text("Stopped").count() > 0
    assert page.get_by_text("Kit Ortiz").count() > 0


def test_supervisor_meets_no_check_in(visit):
    officer = visit("officer")
    officer.goto("/check-ins/")
    link = officer.locator("main a[href*='/check-ins/']").first.get_attribute("href")
    sergeant = visit("supervisor", size=DESK)

    answer = sergeant.goto(link)

    assert answer.status == 404
    assert "Alex Rivera" not in sergeant.content()


def test_language_changes_to_spanish(visit):
    page = visit("", size=PHONE)
    page.goto("/accounts/login/")

    page.get_by_label("Language").first.select_option("es")
    page.get_by_role("button", name=re.compile("Set language")).first.click()

    assert page.locator("html").get_attribute("lang") == "es"
    assert page.get_by_role("button", name=re.compile("Entrar|Iniciar|Acceder")).count() > 0


def test_theme_is_kept_without_script(visit):
    page = visit("officer", size=PHONE)

    page.get_by_label("Light or dark").first.select_option("dark")
    page.get_by_role("button", name=re.compile("Set light or dark")).first.click()

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_wrong_password_keeps_the_name(visit):
    page = visit("")
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("officer")
    page.get_by_label("Password").fill("not this one")

    page.get_by_role("button", name="Sign in").first.click()

    assert page.get_by_label("Username").input_value() == "officer"
