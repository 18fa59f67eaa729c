"""What an import counts, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

COUNTED: Mapping[str, str | Promise] = {
    "sources": lazy("sources"),
    "plans": lazy("plans"),
    "sections": lazy("axes"),
    "measures": lazy("mesures"),
    "statements": lazy("déclarations"),
    "means": lazy("lignes de moyens"),
    "indicators": lazy("indicateurs"),
    "series": lazy("séries"),
    "observations": lazy("observations"),
}
