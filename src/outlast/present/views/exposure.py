"""Exposure: published losses of GDP and the model's, and the loss by elasticity and duration."""

from collections.abc import Sequence
from typing import Any, Final

from outlast.economy.exposed import CountryExposure, Exposure, PublishedExposure
from outlast.present.display.caption import shortened
from outlast.present.display.theme import SMALL
from outlast.present.display.voice import Voice
from outlast.present.panels import LINE, names_above, panel_title
from outlast.present.view import BROAD, Cell, Drawn, Look, Row, View, listed, wrapped

LEAST: Final = 0.001
"""Per cent of GDP at the left edge of the chart; smaller losses stand at it."""

MOST: Final = 30.0
"""Per cent of GDP at its right edge."""

STEPS: Final = (0.001, 0.01, 0.1, 1, 10)
"""Per cent of GDP that the axis names."""

ELASTICITIES: Final = (0.01, 0.1, 1)
"""Elasticities that the axis names."""

EDGE: Final = 60
"""Pixels beside the plots: the axis at the left of the curves."""

APART: Final = 1.9
"""The least factor between the heights of two names in one panel."""

LEFT: Final = -48
"""Pixels from the plot's left edge at which a name above a bar begins."""

BESIDE: Final = 3
"""Panels that stand beside each other."""


def exposure(found: Exposure, voice: Voice, producers: Sequence[str], version: str) -> View:
    """Return the view of an exposure.

    Args:
        found: The exposure.
        voice: The language.
        producers: The publishers behind the published losses.
        version: The version of the program.
    """
    data = _data(found, voice)

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    asked = found.asked
    stamp: dict[str, Cell] = {
        "futures": asked.futures,
        "seed": asked.seed,
        "restriction": asked.restriction,
        "months": asked.months,
        "stock": asked.stock,
        "version": version,
    }
    columns = (
        "case",
        "country",
        "published",
        "model_loss",
        "low",
        "high",
        "tied",
        "needed_tied",
        "counts",
        "why",
    )
    return View(
        name="exposure",
        title=voice.say("exposure.title"),
        finding=_finding(found, voice),
        data=data,
        table=listed(voice, columns, data["exposure"]),
        caption=(
            voice.say("caption.source", sources=shortened(list(producers), voice)),
            voice.say(
                "exposure.run",
                draws=asked.futures,
                seed=f"{asked.seed}",
                version=version,
            ),
        ),
        stamp=stamp,
        draw=draw,
        broad=True,
    )


def _data(found: Exposure, voice: Voice) -> dict[str, list[Row]]:
    """Return the data sets of the chart: losses, curves, and the published points on them."""
    rows = [_published(each, voice) for each in found.published]
    rows += [_country(each, voice) for each in found.countries]
    shown = {each.country for each in found.published} or {each.country for each in found.countries}
    titles = {each.country: _title(each, voice) for each in found.countries}
    curves: list[Row] = [
        {
            "country": titles[point.country],
            "months": voice.say("exposure.months", n=point.months),
            "elasticity": point.elasticity,
            "loss": _within(100.0 * point.loss),
        }
        for point in found.curves
        if point.country in shown
    ]
    points: list[Row] = [
        {
            "country": titles[each.country],
            "institution": each.institution,
            "elasticity": each.elasticity.median,
            "loss": _within(100.0 * each.published.median),
        }
        for each in found.published
    ]

    _label(points)
    return {"exposure": rows, "curves": curves, "points": points}


def _within(loss: float) -> float:
    """Return a loss in per cent within the chart."""
    return min(max(loss, LEAST), MOST)


def _label(points: list[Row]) -> None:
    """Give each point the height of its name, so that names near each other do not overlap."""
    least: dict[str, float] = {}
    for point in sorted(points, key=lambda row: float(row["loss"] or 0.0)):
        country = str(point["country"])
        height = max(float(point["loss"] or 0.0), least.get(country, 0.0))
        point["label"] = height
        least[country] = height * APART


def _title(each: CountryExposure, voice: Voice) -> str:
    """Return the name of a country."""
    return each.title_zh if voice.language == "zh" else each.title


def _published(each: PublishedExposure, voice: Voice) -> Row:
    """Return a published loss as a row, in per cent of GDP."""
    chinese = voice.language == "zh"
    title = each.title_zh if chinese else each.title
    needed = each.needed_tied_share
    return {
        "case": voice.say("exposure.case", institution=each.institution, title=title),
        "country": each.country,
        "published": round(100 * each.published.median, 4),
        "published_low": _within(100 * each.published.low),
        "published_high": _within(100 * each.published.high),
        "model_loss": round(100 * each.ours.median, 4),
        "low": round(100 * each.ours.low, 4),
        "high": round(100 * each.ours.high, 4),
        "shown_low": _within(100 * each.ours.low),
        "shown_model": _within(100 * each.ours.median),
        "shown_high": _within(100 * each.ours.high),
        "tied": round(100 * each.tied_share.median, 3),
        "needed_tied": None if needed is None else round(100 * needed, 3),
        "counts": (each.counts_zh if chinese else each.counts) or None,
        "why": each.why_zh if chinese else each.why,
    }


def _country(each: CountryExposure, voice: Voice) -> Row:
    """Return a country's loss as a row, in per cent of GDP."""
    denied = each.denied_title_zh if voice.language == "zh" else each.denied_title
    return {
        "case": voice.say("exposure.ours", country=_title(each, voice), good=denied),
        "country": each.country,
        "published": None,
        "published_low": None,
        "published_high": None,
        "model_loss": round(100 * each.loss.median, 4),
        "low": round(100 * each.loss.low, 4),
        "high": round(100 * each.loss.high, 4),
        "shown_low": _within(100 * each.loss.low),
        "shown_model": _within(100 * each.loss.median),
        "shown_high": _within(100 * each.loss.high),
        "tied": round(100 * each.tied_share.median, 3),
        "needed_tied": None,
        "counts": None,
        "why": None,
    }


def _finding(found: Exposure, voice: Voice) -> str:
    """Return how far published losses lie apart, and how many lie in the model's range."""
    if not found.published:
        return voice.say("exposure.alone", n=len(found.countries))
    values = [100 * each.published.median for each in found.published]
    return voice.say(
        "exposure.finding",
        low=float(f"{min(values):.2g}"),
        high=float(f"{max(values):.2g}"),
        inside=sum(each.inside for each in found.published),
        of=len(values),
    )


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw the losses case by case, and under them the curves of the countries."""
    import altair as alt

    return alt.vconcat(_cases(voice, view, look), _curves(voice, view, look), spacing=26)


def _cases(voice: Voice, view: View, look: Look) -> Any:  # noqa: ANN401  Altair's charts have no common type
    """Draw each published loss over the model's range; its name stands beside, or narrow above."""
    import altair as alt

    theme, labels = look.theme, 0 if look.narrow else 480 if look.width >= BROAD else 300
    width = look.width - EDGE
    order = [str(row["case"]) for row in view.data["exposure"]]
    base = alt.Chart(alt.NamedData(name="exposure"))
    # Names stand inside the plot, so that its left edge is that of the curves below it.
    scale = alt.Scale(type="log", domain=[LEAST, MOST], nice=False, range=[labels, width])
    axis = alt.Axis(title=voice.say("exposure.x"), values=list(STEPS), format="~g")
    y = alt.Y("case:N", sort=order, axis=None)
    lines = {name: wrapped(name, look.width - 16, SMALL) for name in order}
    most = max((len(each) for each in lines.values()), default=1)
    beside = base.mark_text(align="right", limit=labels - 8, color=theme.ink).encode(
        y=y, x=alt.value(labels - 8), text="case:N"
    )
    named = names_above(base, y, "case", lines, LEFT) if look.narrow else [beside]
    ends: dict[str, Any] = {
        "y": y,
        "x": alt.X("shown_low:Q", scale=scale, axis=axis),
        "x2": "shown_high:Q",
    }
    kinds = [voice.say("exposure.published"), voice.say("exposure.model")]
    shape = alt.Shape(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=["diamond", "circle"]),
        legend=alt.Legend(title=None, orient="top", columns=1 if look.narrow else 2),
    )
    color = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[*reversed(theme.sides)]))
    band = base.mark_bar(height=7, color=theme.sides[0], opacity=0.25).encode(**ends)
    model = base.mark_point(filled=True, size=46, opacity=1).encode(
        y=y,
        x=alt.X("shown_model:Q", scale=scale),
        shape=shape,
        color=color,
        tooltip=[
            alt.Tooltip("case:N"),
            *(alt.Tooltip(f"{k}:Q") for k in ("model_loss", "low", "high")),
        ],
    )
    model = model.transform_calculate(kind=f"'{kinds[1]}'")
    published = (
        base.transform_filter("isValid(datum.published)")
        .transform_calculate(kind=f"'{kinds[0]}'", at=f"max(datum.published, {LEAST})")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            y=y,
            x=alt.X("at:Q", scale=scale),
            shape=shape,
            color=color,
            tooltip=[alt.Tooltip("case:N"), alt.Tooltip("published:Q"), alt.Tooltip("why:N")],
        )
    )
    layers = alt.layer(*named, band, model, published)
    return layers.properties(width=width, height=alt.Step(LINE * most + 18 if look.narrow else 19))


def _curves(voice: Voice, view: View, look: Look) -> Any:  # noqa: ANN401  as above
    """Draw the loss of each country by elasticity, a line for each duration."""
    import altair as alt

    theme = look.theme
    countries = list(dict.fromkeys(str(row["country"]) for row in view.data["curves"]))
    beside = 1 if look.narrow else min(BESIDE, max(len(countries), 1))
    width = round((look.width - EDGE - 50 * (beside - 1)) / beside)
    months = list(dict.fromkeys(str(row["months"]) for row in view.data["curves"]))
    scale = alt.Scale(type="log", domain=[LEAST, MOST], nice=False)
    charts: list[Any] = []
    for number, country in enumerate(countries):
        here = alt.datum.country == country
        x = alt.X(
            "elasticity:Q",
            scale=alt.Scale(type="log", domain=[0.01, 1.0], nice=False),
            axis=alt.Axis(
                title=voice.say("exposure.elasticity"), values=list(ELASTICITIES), format="~g"
            ),
        )
        y = alt.Y(
            "loss:Q",
            scale=scale,
            axis=alt.Axis(
                title=voice.say("exposure.x") if number % beside == 0 else None,
                values=list(STEPS),
                format="~g",
            ),
        )
        lines = (
            alt.Chart(alt.NamedData(name="curves"))
            .transform_filter(here)
            .mark_line(color=theme.sides[0], clip=True)
            .encode(
                x=x,
                y=y,
                opacity=alt.Opacity(
                    "months:N",
                    sort=months,
                    scale=alt.Scale(domain=months, range=[0.25, 0.45, 0.7, 1.0]),
                    legend=alt.Legend(
                        title=voice.say("exposure.lines"), orient="bottom", columns=beside * 2
                    ),
                ),
                detail="months:N",
            )
        )
        marks = alt.Chart(alt.NamedData(name="points")).transform_filter(here)
        dots = marks.mark_point(
            filled=True, shape="diamond", size=60, opacity=1, color=theme.sides[1]
        ).encode(x=x, y=y, tooltip=[alt.Tooltip("institution:N"), alt.Tooltip("loss:Q")])
        names = marks.mark_text(align="left", dx=7, fontSize=10, color=theme.ink).encode(
            x=x, y=alt.Y("label:Q", scale=scale), text="institution:N"
        )
        layer = alt.layer(lines, dots, names)
        charts.append(layer.properties(width=width, height=170, title=panel_title(country)))
    return alt.concat(*charts, columns=beside, spacing=16)
