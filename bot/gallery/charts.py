"""Charts that platforms draw by themselves, drawn as ours are: from their JSON, so that what is missing in it shows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.gallery.pieces import Json, NotDrawn
from bot.html.charts import chart_html
from handlers.cards.blocks import Chart

_SLACKS: Final[Mapping[str, str]] = MappingProxyType({"bar": "bars", "line": "line", "pie": "pie"})


def of_slack(block: Json) -> str:
    """A block of Slack's data visualisation."""
    chart = block["chart"]
    sort = str(chart["type"])
    if sort not in _SLACKS:
        raise NotDrawn(f"data_visualization of {sort}")
    if sort == "pie":
        points, unit = chart["segments"], ""
    else:
        (series,) = chart["series"]
        points, unit = series["data"], chart["axis_config"]["y_label"]
        if [each["label"] for each in points] != chart["axis_config"]["categories"]:
            raise NotDrawn("a point beside its axis")
    pairs = tuple((str(each["label"]), int(each["value"])) for each in points)
    return chart_html(Chart(str(block["title"]), pairs, _SLACKS[sort], str(unit)))


def bars(element: Json) -> str:
    """Chart.HorizontalBar of Teams."""
    if element["displayMode"] != "AbsoluteNoAxis":
        raise NotDrawn(f"Chart.HorizontalBar {element['displayMode']}")
    return _of_teams(element, "bars", tuple((str(each["x"]), int(each["y"])) for each in element["data"]), "")


def pie(element: Json) -> str:
    """Chart.Pie of Teams."""
    return _of_teams(element, "pie", tuple((str(each["legend"]), int(each["value"])) for each in element["data"]), "")


def line(element: Json) -> str:
    """Chart.Line of Teams, with one line."""
    (series,) = element["data"]
    points = tuple((str(each["x"]), int(each["y"])) for each in series["values"])
    return _of_teams(element, "line", points, str(series["legend"]))


def _of_teams(element: Json, sort: str, points: tuple[tuple[str, int], ...], unit: str) -> str:
    return chart_html(Chart(str(element.get("title", "")), points, sort, unit))
