"""Sensitive themes: what not everybody wants to be asked about at work; pure, and better one word too many."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SPLIT: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
LONGEST: Final = 5_000
"""Characters that are looked at."""

THEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "health": (
            "health* ill illness* sick* disease* cancer* covid* pandemic* flu fever* doctor* hospital* surger* medic* "
            "therap* anxiet* depress* burnout* disab* adhd autis* dementia addict* rehab* vaccin* allerg* diabet* "
            "migraine* injur* symptom* diagnos* trauma* insomnia* menopaus* pregnan* miscarr* fertil*"
        ),
        "death and grief": (
            "death* die died dying dead funeral* grief griev* mourn* bereave* suicid* murder* kill killed killing* "
            "obituar* widow* corpse* condolenc* selfharm*"
        ),
        "the body": (
            "weigh weight overweight obes* diet diets dieting fat fatness thin skinny slim calorie* gym bmi body "
            "bodies tattoo* bald wrinkl* beauty ugly sexy attractive* makeup acne height figure"
        ),
        "money": (
            "money salar* wage* paid pay payday payslip* payrise* bonus* income* debt* loan* mortgage* rent rents tax "
            "taxes rich poor poverty wealth* afford* invest* stock stocks crypto* bitcoin* savings expens* inflation* "
            "lotter* gambl* casino* betting bankrupt* pension*"
        ),
        "religion": (
            "religio* god gods godless pray prays prayer* church* mosque* synagogue* temple* bible quran koran torah "
            "faith faiths christ* jesus muslim* islam* jew jews jewish hindu* buddh* atheis* priest* imam rabbi* "
            "ramadan eid easter diwali hanukkah baptis* sermon* sin sins hell heaven*"
        ),
        "politics": (
            "politic* elect elected election* vote voted voter* voting president* government* minister* parliament* "
            "senat* congress* democrat* republican* socialis* communis* fascis* nazi* liberal* conservativ* brexit* "
            "protest* riot* immigra* migrant* refugee* asylum border borders abortion* gun guns police* trump biden "
            "putin war wars warfare military army soldier* invasion* genocid* terror* hostage* sanction* ceasefire*"
        ),
        "relationships": (
            "dating girlfriend* boyfriend* husband* wife wives spouse* marri* marry wedding* divorc* breakup* tinder "
            "romanc* romantic* crush crushes kiss* flirt* sex sexual* sexuality valentine* honeymoon* fiance* fiancé* "
            "affair*"
        ),
        "family and children": (
            "child children kid kids baby babies parenting motherhood fatherhood daughter* son sons stepson* "
            "stepmother* stepfather* orphan* adopted adoption* childless* mum mom dad mother father mothers fathers"
        ),
        "alcohol and drugs": (
            "alcohol* beer* wine wines vodka* whisk* gin rum tequila* cocktail* champagne* prosecco* drunk* booze* "
            "hangover* pub pubs brewer* tipsy drug* weed cannabis marijuana cocaine* heroin* smoke smoker* smoking "
            "cigar* vape* vaping nicotine* tobacco*"
        ),
        "identity and origin": (
            "race races racial* racis* ethnic* skin gender* transgender* trans lgbt* gay gays lesbian* bisexual* "
            "queer* homosexual* heterosexual* sexis* feminis* misogyn* nationalit* citizenship* visa visas caste* "
            "slave* colonial* minorit* age ages ageis* old-age"
        ),
        "jobs at stake": (
            "layoff* redundan* fired firing sacked dismiss* unemploy* jobless* resign* quit quits quitting strike "
            "strikes union unions lawsuit* sue sued suing harass* bullying bullied discriminat* whistleblow* "
            "severance* downsiz* restructur*"
        ),
        "violence and disaster": (
            "violen* abuse* abusive assault* rape* stab* shoot* shooting* bomb* explosi* earthquake* tsunami* "
            "hurricane* wildfire* crash crashes accident* victim* crime* criminal* prison* jail*"
        ),
    }
)
"""A theme, as people are told of it, and its words; those with a star may go on."""


def _patterns() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    found = {}
    for theme, listed in THEMES.items():
        words = listed.split()
        stems = tuple(word.rstrip("*") for word in words if word.endswith("*"))
        found[theme] = frozenset(word for word in words if not word.endswith("*")), stems
    return MappingProxyType(found)


_PATTERNS: Final = _patterns()


def touches(text: str) -> str:
    """The first sensitive theme that a text touches, in our words; nothing if it touches none that we know of."""
    words = [word.partition("'")[0].partition("’")[0] for word in _SPLIT.findall(text[:LONGEST].casefold())]
    for theme, (whole, stems) in _PATTERNS.items():
        if any(word in whole or word.startswith(stems) for word in words):
            return theme
    return ""
