"""Pages that anyone can read, and that leave no record of who did."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from resources.directory import DIRECTORY


@login_not_required  # help must not ask who you are
def directory(request: HttpRequest) -> HttpResponse:
    """All of it in one constant page: nothing that a reader picks reaches the server."""
    return render(request, "resources/directory.html", {"groups": DIRECTORY, "csrf_token": ""})


@login_not_required  # help must not ask who you are
def crisis(request: HttpRequest) -> HttpResponse:
    """The first page of the quiet face: numbers, large."""
    return render(request, "resources/crisis.html", {"csrf_token": ""})
