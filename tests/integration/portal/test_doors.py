"""Wrong methods, two values of one time, unknown identifiers: each has its own answer."""

import pytest
from django.test import Client

from jalon.publication.reader import open_reader


@pytest.mark.parametrize("address", ["/", "/recherche/", "/donnees/mesures.csv", "/atom.xml", "/en/calendrier/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_public_pages_are_read_only(french: Client, address: str, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.generic(method, address)
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"


def test_two_values_of_one_time_are_refused(french: Client) -> None:
    for address in ("/", "/donnees/mesures.json"):
        answer = french.get(address + "?etat=2020-01-01&etat=2021-01-01")
        assert answer.status_code == 400 and "donné deux fois" in answer.content.decode()
    assert french.get("/?etat=2020-01-01&etat=2020-01-01").status_code == 200


def test_an_unknown_subject_of_statements_is_refused(french: Client) -> None:
    for subject in ("zz", "00000000-0000-7000-8000-000000000000"):
        assert french.get(f"/donnees/declarations.csv?objet={subject}").status_code == 400
    known = open_reader().plans()[0].uid
    assert french.get(f"/donnees/declarations.csv?objet={known}").status_code == 200


def test_the_permanent_address_of_a_section_leads_to_it(french: Client) -> None:
    plan = open_reader().plans()[1]
    for section in open_reader().sections(plan.uid):
        path, _sharp, anchor = french.get(f"/id/{section.uid}/")["Location"].partition("#")
        assert f'id="{anchor}"' in french.get(path).content.decode()
