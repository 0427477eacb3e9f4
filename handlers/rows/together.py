"""Contests, challenges, celebrations and coffee: their words, buttons and dialogs in the table of handlers."""

from handlers import giving
from handlers.celebrations import customs, entering, signing
from handlers.challenges import asking as challenging
from handlers.challenges import listing as challenge_lists
from handlers.coffee import circles, joining, rounds
from handlers.coffee import setting_up as coffee_setup
from handlers.contests import asking as contesting
from handlers.contests import listing as contest_lists
from handlers.contests import steering as contest_steering
from handlers.rows.row import Rows

ROWS = Rows(
    subcommands={
        "anniversary": entering.anniversary,
        "birthday": entering.birthday,
        "celebrate": entering.form,
        "celebrations": customs.command,
        "challenge": challenging.command,
        "challenges": challenge_lists.command,
        "coffee": joining.command,
        "contest": contesting.command,
        "contests": contest_lists.command,
    },
    meant={
        "competition": contesting.command,
        "goal": challenging.command,
        "goals": challenge_lists.command,
        "team": challenging.team,
        **dict.fromkeys(("bday", "b-day", "birthdate", "born"), entering.birthday),
        **dict.fromkeys(
            ("birthdays", "anniversaries", "celebration", "wish", "wishes", "sign", "happy"), customs.command
        ),
        **dict.fromkeys(("congratulate", "congratulations", "congrats"), giving.command),
        **dict.fromkeys(("competitions", "winners", "fame"), contest_lists.command),
        **dict.fromkeys(("donut", "donuts", "buddy", "pair", "pairs", "pairing", "coffees", "meetup"), joining.command),
        **dict.fromkeys(("joined", "workiversary", "jubilee"), entering.anniversary),
        **dict.fromkeys(("random", "roulette", "snooze"), joining.meant),
        **dict.fromkeys(("meme", "memes", "gif", "gifs"), contesting.meme),
        **dict.fromkeys(("photo", "photos"), contesting.photo),
    },
    buttons={
        "celebrate": entering.form,
        "celebrate_date": entering.chosen,
        "celebrate_joined": entering.joined,
        "celebrate_leap": entering.leap,
        "celebrate_off": entering.off,
        "celebration_ask": customs.ask_pressed,
        "celebration_settings": customs.pressed,
        "celebration_sign": signing.pressed,
        "celebration_unsign": signing.unsign,
        "challenge": challenging.pressed,
        "challenge_cancel": challenging.cancel,
        "challenge_end": challenging.end,
        "challenges": challenge_lists.pressed,
        "coffee_end": circles.end,
        "coffee_invite": circles.invite,
        "coffee_join": joining.join,
        "coffee_leave": joining.leave,
        "coffee_met": rounds.answered,
        "coffee_settings": joining.form,
        "coffee_setup": coffee_setup.pressed,
        "coffee_snooze": joining.snooze,
        "coffee_wake": joining.wake,
        "contest": contesting.pressed,
        "contest_cancel": contest_steering.cancel,
        "contest_close": contest_steering.close,
        "contest_extend": contest_steering.ask_deadline,
        "contests": contest_lists.pressed,
    },
    opening=frozenset(
        {
            "celebrate",
            "celebration_settings",
            "celebration_sign",
            "challenge",
            "coffee_settings",
            "coffee_setup",
            "contest",
            "contest_extend",
        }
    ),
    opening_words=frozenset({"celebrate", "challenge", "congratulate", "congratulations", "congrats", "contest"}),
    dialogs={
        "celebrate": entering.submitted,
        "celebration_settings": customs.submitted,
        "celebration_wish": signing.submitted,
        "challenge": challenging.submitted,
        "coffee": joining.submitted,
        "coffee_setup": coffee_setup.submitted,
        "contest": contesting.submitted,
        "contest_extend": contest_steering.extended,
    },
)
