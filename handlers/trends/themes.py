"""Themes: what is never counted, shown as rising or proposed: grief, illness, dismissals, faith or politics.

It rather leaves out too much: that a harmless hashtag isn't proposed, nobody notices. What questions of the library
mustn't touch (handlers.prompts.sensitive) counts, too; hashtags run words together, so parts of words do as well.
"""

import re
from functools import lru_cache

from handlers.prompts.sensitive import touches

PARTS = frozenset(
    (
        "layoff laidoff dismiss redundan severance firing terminat restructur downsiz offboard resign quitting "
        "insolven bankrup entlass kuendig kündig abfindung insolvenz licenci despido desped chomage chômage strike "
        "streik huelga greve grève unioni betriebsrat laborunion tradeunion worksco syndic gewerkschaft lockout death "
        "died dying funeral mourn grief griev condolen obituar suicid selfharm murder killed killing massacre genocid "
        "holocaust victim tragedy terror attack shooting bomb weapon hostage refugee invasion earthquake flooding "
        "wildfire hurricane tsunami crash accident trauer beerdig selbstmord opfer anschlag krieg guerra guerre "
        "muerte duelo attentat cancer tumor tumour disease illness sickleave burnout depress anxiety mentalhealth "
        "therapy hospital surgery covid corona pandemic vaccin miscarr pregnan abortion infertil addict alcohol drunk "
        "drugs overdose krank schwanger diagnos disabilit autis adhd eatingdisorder weightloss dieting religio church "
        "mosque synagog temple bible quran koran torah jesus christ allah prophet easter ramadan christmas xmas "
        "hanukkah diwali passover yomkippur lent pray islam muslim jewish judaism hindu buddh atheis weihnacht ostern "
        "kirche election vote4 votefor referendum politic president parliament congress senate democrat republican "
        "trump biden putin palestin israel gaza hamas ukrain russia taiwan tibet brexit protest blacklives metoo "
        "racis sexis nazi fascis antisemit islamophob homophob transphob gender lgbt queer transgender immigra deport "
        "abuse harass assault molest rape sexual porn nude onlyfans nsfw escort salary salaries paygap payrise "
        "bonuscut gehalt lawsuit lawyer compliance whistleblow investigation scandal fraud corrupt breach divorce "
        "breakup custody affair gossip hate stupid idiot sucks"
    ).split()
)
"""Wherever they stand in a word."""

WORDS = frozenset(
    (
        "war wars die dies dead kill sad rip sex gay hiv aids gun guns riot riots ill sick tod god gods pope mass hr "
        "hrbp union pip fired mdr rif acab maga nato ussr isis cult cry pay raise lent eid yom flood boss vote voting "
        "drugs wine vodka whisky whiskey tot ptsd ocd ivf"
    ).split()
)
"""Only as whole words: as parts of others they mean nothing."""

EMOJI = frozenset(
    (
        "coffin headstone funeral_urn skull skull_and_crossbones candle wilted_flower broken_heart black_heart sob "
        "cry reminder_ribbon dove_of_peace pray folded_hands place_of_worship church mosque synagogue kaaba "
        "hindu_temple shinto_shrine latin_cross orthodox_cross star_of_david six_pointed_star "
        "menorah_with_nine_branches menorah star_and_crescent wheel_of_dharma om_symbol om yin_yang atom_symbol "
        "peace_symbol prayer_beads khanda gun pistol water_pistol knife hocho dagger dagger_knife bomb crossed_swords "
        "syringe pill drop_of_blood hospital ambulance face_with_thermometer face_with_head_bandage mask "
        "face_vomiting nauseated_face microbe stethoscope pregnant_woman pregnant_man pregnant_person breast-feeding "
        "middle_finger reversed_hand rage angry face_with_symbols_on_mouth eggplant peach sweat_drops underage "
        "no_entry_sign smoking cigarette beer beers wine_glass cocktail tropical_drink whisky tumbler_glass sake "
        "ballot_box_with_ballot raised_fist rainbow-flag rainbow_flag transgender_flag transgender_symbol pirate_flag "
        "rotating_light sos poop hankey clown_face snake rat chart_with_downwards_trend money_with_wings"
    ).split()
)
"""Flags are left out altogether: some stand for quarrels."""

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def is_sensitive(kind: str, item: str) -> bool:
    """Whether this is none of our business: an emoji by name, a hashtag, host and path of a link, or a question."""
    lowered = item.casefold()
    if kind == "emoji" and (lowered in EMOJI or lowered.startswith("flag")):
        return True
    words = _WORD.findall(lowered)
    if not WORDS.isdisjoint(words):
        return True
    if touches(" ".join(words)):
        return True
    return any(part in each for each in (*words, "".join(words[:6])) for part in PARTS)
