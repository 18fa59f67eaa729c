"""Addresses of this room: every component in every state."""

from django.urls import URLPattern, path

from jalon.ui import views

app_name = "ui"
urlpatterns: list[URLPattern] = [
    path("design/", views.design, name="design"),
    path("design/bureau/", views.design_office, name="design_office"),
]
