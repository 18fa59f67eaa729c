"""The invented plan: two sections, four measures, who leads them; and the invented bodies."""

from jalon.demo.fictional.makings import (
    COLLECTIVE,
    MARK,
    MISSION,
    PLAN,
    RECORDED_AT,
    A,
    B,
    C,
    cited,
    measure_uid,
    on,
    said,
    uid,
)
from jalon.facts.common import Basis, OrgRef, Statement, StatementKind
from jalon.facts.directory import DatedName, Organisation, OrganisationKind
from jalon.facts.plan import LevelName, Measure, Plan, PlanEvent, Section, StatedNumber, Title

RANK = 99
"""After every real plan; pages show no rank for an invented one."""
SLUG = "plan-fictif"
MEASURES = (
    (1, "a", "Former les professionnels au repérage", A),
    (2, "a", "Diffuser une fiche réflexe dans les lieux d’accueil", B),
    (3, "b", "Ouvrir des places d’accueil spécialisées", B),
    (4, "b", "Signer une charte avec les plateformes de location", C),
)
"""Number, section, title, lead."""
_KINDS = {
    "mission": OrganisationKind.MISSION,
    "a": OrganisationKind.MINISTRY,
    "b": OrganisationKind.MINISTRY,
    "c": OrganisationKind.SERVICE,
    "d": OrganisationKind.COALITION,
}


def bodies() -> tuple[Organisation, ...]:
    """The invented bodies."""
    named: tuple[tuple[str, OrgRef], ...] = (("mission", MISSION), ("a", A), ("b", B), ("c", C), ("d", COLLECTIVE))
    return tuple(
        Organisation(
            uid=str(ref.uid),
            slug=f"organisme-fictif-{key}",
            kind=_KINDS[key],
            names=(DatedName(value=ref.name),),
            fictional=True,
            note=said("Organisme inventé pour montrer le produit."),
            citations=cited("bodies"),
        )
        for key, ref in named
    )


def plan() -> Plan:
    """The plan."""
    return Plan(
        uid=PLAN,
        slug=SLUG,
        rank=RANK,
        titles=(Title(text=said(f"Plan de démonstration {MARK}"), citations=cited()),),
        period=on("2025/2027"),
        known_until="2026-11",
        text_read=True,
        levels=(LevelName(fr="axe", en="axis"), LevelName(fr="mesure", en="measure")),
        stated_numbers=(StatedNumber(value=len(MEASURES), said_by=(MISSION,), citations=cited()),),
        notes=(said("Plan inventé : ni ses mesures, ni ses chiffres, ni ses organismes n’existent."),),
        events=(
            PlanEvent(
                uid=uid("event", "1"), when=on("2025-01-20"), text=said(f"Présentation {MARK}"), citations=cited()
            ),
        ),
        citations=cited(),
    )


def sections() -> tuple[Section, ...]:
    """Two sections."""
    titles = (("a", "Repérer"), ("b", "Protéger"))
    return tuple(
        Section(
            uid=uid("section", key),
            plan=PLAN,
            order=order,
            label=key.upper(),
            title=said(f"{title} {MARK}"),
            citations=cited(),
        )
        for order, (key, title) in enumerate(titles, start=1)
    )


def measures() -> tuple[Measure, ...]:
    """Four measures."""
    return tuple(
        Measure(
            uid=measure_uid(number),
            plan=PLAN,
            order=number,
            number=str(number),
            section=uid("section", section),
            titles=(Title(text=said(f"{title} {MARK}"), citations=cited()),),
            citations=cited(),
        )
        for number, section, title, _lead in MEASURES
    )


def leads() -> tuple[Statement, ...]:
    """Who leads each measure."""
    return tuple(
        Statement(
            uid=uid("lead", number),
            kind=StatementKind.LEAD,
            subject=measure_uid(number),
            recorded_at=RECORDED_AT,
            organisation=lead,
            basis=Basis.NAMED_IN_PLAN,
            said=on("2025-01-20"),
            citations=cited(),
        )
        for number, _section, _title, lead in MEASURES
    )
