"""The table of kinds: what is done when an entry of the calendar is due."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.calendar import notices
from handlers.calendar.firing import Kind
from handlers.celebrations import customs, handing, signing
from handlers.challenges import counting as challenge_counts
from handlers.challenges import running as challenges
from handlers.coffee import reaching, rounds
from handlers.contests import holding as contests
from handlers.contests import opening as contest_opening
from handlers.contests import weekly
from handlers.polls import closing, following_up, presenting, recurring
from handlers.prompts import best, planning, posing
from handlers.pulses import rounds as pulse_rounds
from handlers.quizzes import planning as quiz_plans
from handlers.quizzes import rounds as quiz_rounds
from handlers.trends import proposing as trend_ideas
from storage.contests import POST_OF_THE_WEEK

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "celebration": Kind(handing.fire, "a birthday or anniversary"),
        "celebration_ask": Kind(customs.asked, "the question about birthdays"),
        "celebration_sign": Kind(signing.fire, "cards to sign", listed=False),
        "coffee_ask": Kind(reaching.ask, "the question who met for a coffee", listed=False),
        "coffee_round": Kind(rounds.fire, "a round of coffee", quiet=False, reaches=rounds.reaches),
        "coffee_tell": Kind(reaching.tell, "who meets for a coffee", listed=False),
        challenges.CLOSE: Kind(challenges.close, "a challenge ends", listed=False, quiet=False, keeps=True),
        challenge_counts.REFRESH: Kind(
            challenges.refresh, "a challenge's card", listed=False, quiet=False, fleeting=True
        ),
        contests.CLOSE: Kind(contests.close, "a contest closes", listed=False, quiet=False, keeps=True),
        contests.REFRESH: Kind(contests.refresh, "a contest's card", listed=False, quiet=False, fleeting=True),
        contests.FORGET: Kind(contests.forget, "a contest's pictures", listed=False, quiet=False, keeps=True),
        contest_opening.KIND: Kind(contest_opening.fire, "a contest opens", quiet=False, about=contest_opening.about),
        POST_OF_THE_WEEK: Kind(weekly.fire, "most reacted post of the week", quiet=False),
        posing.BEST: Kind(best.fire, "the best answer of the week"),
        planning.KIND: Kind(planning.fire, "question of the day", quiet=False, about=planning.about),
        notices.KIND: Kind(notices.fire, "a notice", quiet=False, about=notices.about),
        recurring.KIND: Kind(recurring.fire, "a poll", quiet=False, about=recurring.about),
        "poll_close": Kind(closing.fire, "a poll closes", listed=False, quiet=False, keeps=True),
        "poll_refresh": Kind(presenting.refresh, "a poll's card", listed=False, quiet=False, fleeting=True),
        "poll_remind": Kind(closing.remind, "a poll closes soon", listed=False),
        "poll_promise": Kind(following_up.remind, "a poll waits for its answer", listed=False),
        pulse_rounds.KIND: Kind(
            pulse_rounds.fire, "a pulse", quiet=False, lands="results in", about=pulse_rounds.about
        ),
        pulse_rounds.CLOSE: Kind(pulse_rounds.fire_close, "a pulse closes", listed=False, quiet=False, keeps=True),
        pulse_rounds.LATE: Kind(
            pulse_rounds.late, "a pulse for those who moved", listed=False, quiet=False, fleeting=True
        ),
        pulse_rounds.REMIND: Kind(pulse_rounds.remind, "a reminder of a pulse", listed=False),
        quiz_plans.KIND: Kind(quiz_plans.fire, "a round of trivia", quiet=False, about=quiz_plans.about),
        quiz_rounds.NEXT: Kind(quiz_rounds.fire, "a question of trivia", listed=False, quiet=False, keeps=True),
        "trends": Kind(trend_ideas.fire, "a look at what is rising", listed=False),
    }
)
"""The `kind` of an entry."""
