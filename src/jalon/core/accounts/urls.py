"""The sign-in pages that are served: allauth's, without those that open accounts or change the address.

Templates: `account/*.html` and `mfa/*.html`, found in the ui room before allauth's own.
"""

from allauth.account import views
from django.urls import include, path, re_path

from jalon.core.accounts.views import invitation

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("ferme/", views.account_inactive, name="account_inactive"),
    path("inscription/", views.signup, name="account_signup"),  # closed; allauth's pages need the name
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/premier/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/nouveau/fait/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-facteur/", include("allauth.mfa.urls")),
    path("invitation/<str:token>/", invitation, name="account_invitation"),
]
