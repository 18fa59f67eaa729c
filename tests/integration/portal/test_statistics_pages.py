"""Statistics on the real French data: every series, editions side by side, nothing joined, added or mixed."""

import re

import pytest
from django.test import Client

from jalon.facts.series import Family
from jalon.publication.reader import open_reader
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import plan_part, victims

POLICE, SURVEYS = "/statistiques/famille/police-et-gendarmerie/", "/statistiques/famille/enquetes/"


def figure(html: str, heading: str) -> str:
    """The figure whose title begins so."""
    return html.partition(f"<h3>{heading}")[2].partition("</figure>")[0]


def test_the_index_links_every_series_with_its_unit_and_period(french: Client) -> None:
    page = get(french, "/statistiques/")
    heads = open_reader().series()
    links = {e["href"] for e in page.all("a")}
    assert {f"/statistiques/{head.slug}/" for head in heads} <= links
    assert f"{len(heads)} séries, 156 valeurs" in page.words


def test_every_published_value_is_on_the_page_of_its_series(french: Client) -> None:
    shown = 0
    for head in open_reader().series():
        table = get(french, f"/statistiques/{head.slug}/").html.partition('id="valeurs"')[2].partition("</table>")[0]
        rows = table.partition("<tbody")[2].count("<tr ")
        assert rows == head.count, head.slug
        shown += rows
    assert shown == 156


def test_two_editions_contradict_each_other_and_are_never_joined(french: Client) -> None:
    page = get(french, POLICE)
    assert "Les éditions se contredisent pour 2016 : 1 401 ou 1 439" in page.main()
    drawn = figure(page.html, "Les éditions se contredisent pour 2016")
    plot = drawn.partition('class="plot"')[2].partition("</div>")[0]
    assert plot.count('class="s-ink"') == 4  # 2016–2020; 2022–2024 come from three sources, of no named edition
    assert [plot.count(f'href="#{sign}"') for sign in ("promised", "sq-none", "sq-full")] == [5, 2, 3]


def test_missing_years_stay_visible(french: Client) -> None:
    table = figure(get(french, POLICE).html, "Les éditions se contredisent pour 2016").partition("<tbody")[2]
    rows = re.findall(r"<tr .*?</tr>", table.partition("</tbody>")[0], flags=re.DOTALL)
    assert len(rows) == 9
    assert sum(row.count('class="unknown"') for row in rows) == 9 * 3 - 10


def test_forms_that_make_more_than_the_total_say_so(french: Client) -> None:
    words = get(french, POLICE).main()
    assert "2021 : les catégories font 1 920, plus que le total de 1 811. Plusieurs réponses sont possibles." in words
    assert "2022 : les catégories font 108 %, plus que le total de 100 %." in words
    assert "2024 : les catégories font 105 %" in words


def test_rounded_values_and_lower_bounds_keep_their_words(french: Client) -> None:
    assert "2 100, arrondi" in get(french, POLICE).main()
    words = get(french, SURVEYS).main()
    assert "au moins 2 800" in words and "plus de 2 800" not in words
    assert "at least 2,800" in get(french, f"/en{SURVEYS}").main()


def test_survey_points_are_not_joined_and_stand_beside_who_answered(french: Client) -> None:
    page = get(french, SURVEYS)
    plots = [part.partition("</div>")[0] for part in page.html.split('class="plot"')[1:]]
    assert plots and not any('class="s-ink"' in plot for plot in plots)
    assert (
        "le nombre d’associations qui répondent change chaque année : les points ne sont pas reliés"
        in page.main().lower()
    )
    found = page.html.partition("Associations répondantes</th>")
    assert found[1], "a table of the survey has the column of associations"
    assert "44 ou 45" in page.main() or "45 ou 44" in page.main()


def test_a_family_never_shows_the_series_of_another(french: Client) -> None:
    for address, family in ((POLICE, Family.POLICE), (SURVEYS, Family.SURVEY)):
        links = {e["href"] for e in get(french, address).all("a")}
        others = {f"/statistiques/{head.slug}/" for head in open_reader().series() if head.family is not family}
        assert not links & others


def test_the_figure_that_overlaps_others_says_not_to_add_it(french: Client) -> None:
    assert (
        "Ces chiffres recouvrent ceux d’autres séries : ils ne s’additionnent pas."
        in get(french, "/statistiques/famille/autres/").main()
    )


def test_two_editions_of_a_foreign_report_stand_side_by_side(french: Client) -> None:
    words = get(french, "/statistiques/famille/rapports-etrangers/").main()
    assert "éd. 20" in words and "éd. 22" in words
    assert "177" in words and "187" in words


def test_each_figure_has_a_table_a_source_and_downloads(french: Client) -> None:
    for address in (POLICE, SURVEYS):
        for drawn in get(french, address).html.split('<figure class="figure"')[1:]:
            body = drawn.partition("</figure>")[0]
            assert "<table" in body and 'href="#s' in body and ".csv?serie=" in body


def long_series(values: int) -> object:
    from dataclasses import replace

    from jalon.facts.common import When
    from jalon.facts.series import Dimension, Observation

    observations = tuple(
        Observation(
            when=When(edtf=str(1900 + i % 120)),
            value=str(i),
            dimensions=(Dimension(name="territory", value=f"T{i // 120}"),),
        )
        for i in range(values)
    )
    return replace(victims(), observations=observations)


def test_a_long_series_is_paged_and_not_drawn(publisher: Publisher, client: Client) -> None:
    from dataclasses import replace

    facts = replace(plan_part(), series=(long_series(2500),))  # type: ignore[arg-type]
    publisher.release(facts)
    head = open_reader().series()[0]
    first, last = get(client, f"/statistiques/{head.slug}/"), get(client, f"/statistiques/{head.slug}/?page=13")
    assert first.html.partition("<tbody")[2].count("<tr ") == 200
    assert last.html.partition("<tbody")[2].count("<tr ") == 100
    assert "Page suivante" in first.words and "Page suivante" not in last.words
    assert "<figure" not in first.html


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1e3", "9" * 30, "１"])
def test_a_page_that_does_not_exist_is_refused_with_words(french: Client, page: str) -> None:
    head = open_reader().series()[0]
    assert "n’existe pas" in get(french, f"/statistiques/{head.slug}/?page={page}", 400).main()


def test_unknown_series_and_families_are_not_found(french: Client) -> None:
    for address in ("/statistiques/rien/", "/statistiques/famille/rien/"):
        assert french.get(address).status_code == 404


def test_an_invented_series_is_marked_and_not_counted_among_the_real_ones(demonstrated: Client) -> None:
    page, reader = get(demonstrated, "/statistiques/"), open_reader()
    invented = [head for head in reader.series() if head.uid in reader.invented]
    assert invented and f"{len(reader.series()) - len(invented)} séries" in page.words
    for head in reader.series():
        row = page.html.partition(f'href="/statistiques/{head.slug}/"')[2].partition("</th>")[0]
        assert ('<span class="sub">fictif</span>' in row) == (head in invented)
