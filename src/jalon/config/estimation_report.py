"""A report of an estimation as one HTML file: no other host, no script, both colour schemes, print; French or English.

Written for who must decide whether a figure may be quoted: the conclusion first, then figures, then how they were made.
"""

from collections.abc import Sequence
from html import escape
from math import inf

from jalon.config.estimation_report_words import STYLE, WORDS
from jalon.methods.charts import ChartError
from jalon.methods.estimation import Assessment, Estimate, StratifiedEstimate
from jalon.methods.estimation.assess_words import CRITICS, Lang, people
from jalon.methods.estimation.cautions_fr import french
from jalon.methods.estimation.plots import methods_plot, one_estimate_plot, sensitivity_plot, strata_plot
from jalon.methods.estimation.results import Caution

Found = Estimate | StratifiedEstimate | Assessment


def report(found: Found, source: str, lang: Lang) -> str:
    """The whole document. source: the name of the file that was read."""
    words = WORDS[lang]
    if isinstance(found, Assessment):
        inside = _assessment(found, lang)
    elif isinstance(found, StratifiedEstimate):
        inside = _strata(found, lang)
    else:
        inside = _estimate(found, lang)
    title = escape(f"{words['title']} – {source}")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>\n<p>{words['caution']}</p>\n{inside}\n</main></body></html>\n"
    )


def _assessment(found: Assessment, lang: Lang) -> str:
    words = WORDS[lang]
    rows = [_row(one.method, one, lang) for one in found.answers]
    rows += [(failure.method, f'<span lang="en">{escape(failure.reason)}</span>', "") for failure in found.failures]
    sizes = [(escape(name), people(size, lang), "") for name, size in zip(found.lists, found.sizes, strict=True)]
    varied = [_row(words["without"] + " " + one.lists[0], one.answer, lang) for one in found.without_list]
    varied += [_row(" + ".join(one.lists), one.answer, lang) for one in found.merged]
    return "\n".join(
        [
            _section(words["conclusion"], f"<p>{escape(found.paragraph(lang))}</p>"),
            _section(words["warnings"], _warnings(found.warnings, lang)),
            _section(words["methods"], methods_plot(found, lang=lang) + _table(words["by_method"], rows, lang)),
            _section(words["sensitivity"], _sensitivity(found, lang) + _table(words["varied"], varied, lang)),
            _section(words["known"], _known(found, lang)),
            _section(words["lists"], _table(words["sizes"], sizes, lang, figures=("people", ""))),
            _section(words["sources"], "<ul>" + "".join(f'<li lang="en">{escape(c)}</li>' for c in CRITICS) + "</ul>"),
            _made(found.settings.as_values(), found.version, lang),
        ]
    )


def _sensitivity(found: Assessment, lang: Lang) -> str:
    try:
        return sensitivity_plot(found, lang=lang)
    except ChartError:
        return f"<p>{WORDS[lang]['nothing_varied']}</p>"


def _known(found: Assessment, lang: Lang) -> str:
    words, rows = WORDS[lang], []
    for one in found.predictions:
        label, total, limits = _row(one.name, one.answer, lang)
        rows.append((f"{label} ({people(one.known, lang)})", total, limits))
    return f"<p>{words['known_says']}</p>" + _table(words["known"], rows, lang)


def _strata(found: StratifiedEstimate, lang: Lang) -> str:
    words = WORDS[lang]
    rows = [_row(one.name, one.answer, lang) for one in found.strata] + [_row(words["total"], found.total, lang)]
    return "\n".join(
        [
            _section(words["warnings"], _warnings(found.total.warnings, lang)),
            _section(words["strata"], strata_plot(found, lang=lang) + _table(words["strata"], rows, lang)),
            _made(found.total.settings, found.total.version, lang),
        ]
    )


def _estimate(found: Estimate, lang: Lang) -> str:
    words = WORDS[lang]
    said = f"<p>{words['seen'].format(observed=people(found.observed, lang), lists=escape(', '.join(found.lists)))}</p>"
    table = _table(words["by_method"], [_row(found.method, found, lang)], lang)
    return "\n".join(
        [
            _section(words["methods"], said + one_estimate_plot(found, lang=lang) + table),
            _section(words["warnings"], _warnings(found.warnings, lang)),
            _made(
                {**found.settings, "model": found.model, "models_considered": found.models_considered},
                found.version,
                lang,
            ),
        ]
    )


Cells = tuple[str, str, str]


def _row(label: str, found: Estimate | None, lang: Lang) -> Cells:
    words = WORDS[lang]
    if found is None:
        return escape(label), words["none"], ""
    limits = found.interval
    shown = (
        words["no_interval"] if limits is None else f"{people(limits.low, lang)} – {people(limits.high or inf, lang)}"
    )
    return escape(label), people(found.estimate, lang), shown


def _table(caption: str, rows: Sequence[Cells], lang: Lang, figures: tuple[str, str] = ("estimate", "interval")) -> str:
    words = WORDS[lang]
    heads = [words["what"], *(words[name] for name in figures if name)]
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1 : len(heads)]) + "</tr>"
        for row in rows
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _section(title: str, inside: str) -> str:
    return f"<section><h2>{title}</h2>{inside}</section>"


def _warnings(warnings: Sequence[Caution], lang: Lang) -> str:
    if not warnings:
        return f"<p>{WORDS[lang]['no_warning']}</p>"
    texts = [french(caution) if lang == "fr" else caution.text for caution in warnings]
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _made(settings: object, version: str, lang: Lang) -> str:
    assert isinstance(settings, dict)
    items = "".join(f"<li><code>{escape(str(k))}</code>: {escape(str(v))}</li>" for k, v in settings.items())
    return _section(WORDS[lang]["made"], f"<ul>{items}<li>Jalon {escape(version)}</li></ul>")
