"""The gallery of contests and challenges: every card and form of theirs, by name."""

from collections.abc import Callable

from handlers.cards.blocks import Card, Dialog
from handlers.cards.challenges import card as challenges
from handlers.cards.challenges import dialogs as challenging
from handlers.cards.contests import card as contests
from handlers.cards.contests import dialogs as contesting
from handlers.cards.contests import told as contests_told
from handlers.cards.contests import weekly

CONTESTS: tuple[tuple[str, Callable[[], Card | Dialog]], ...] = (
    ("contests: running", contests.example_running),
    ("contests: sealed", contests.example_sealed),
    ("contests: over", contests.example_over),
    ("contests: winner", contests.example_winner),
    ("contests: tied", contests.example_tied),
    ("contests: unnamed", contests.example_unnamed),
    ("contests: nobody", contests.example_nobody),
    ("contests: no votes", contests.example_no_votes),
    ("contests: called off", contests.example_called_off),
    ("contests: goes on", contests.example_goes_on),
    ("contests: kept back", contests_told.example_kept_back),
    ("contests: over privately", contests_told.example_over_privately),
    ("contests: you won", contests_told.example_you_won),
    ("contests: not opened", contests_told.example_not_opened),
    ("contests: host left", contests_told.example_host_left),
    ("contesting: opened", contesting.example_opened),
    ("contesting: planned", contesting.example_planned),
    ("contesting: done", contesting.example_done),
    ("contesting: mistaken", contesting.example_mistaken),
    ("contesting: not yours", contesting.example_not_yours),
    ("contesting: too late", contesting.example_too_late),
    ("contesting: gone", contesting.example_gone),
    ("contesting: form", contesting.example_form),
    ("contesting: deadline form", contesting.example_deadline_form),
    ("contesting: listing", contesting.example_listing),
    ("weekly: told", weekly.example_told),
    ("weekly: switched on", weekly.example_switched_on),
    ("weekly: switched off", weekly.example_switched_off),
    ("weekly: for admins", weekly.example_for_admins),
    ("weekly: in a channel", weekly.example_in_a_channel),
    ("weekly: shared", weekly.example_shared),
    ("weekly: how", weekly.example_how),
    ("weekly: mistaken", weekly.example_mistaken),
    ("challenges: running", challenges.example_running),
    ("challenges: half way", challenges.example_half_way),
    ("challenges: reached", challenges.example_reached),
    ("challenges: over", challenges.example_over),
    ("challenges: ended", challenges.example_ended),
    ("challenges: missed", challenges.example_missed),
    ("challenges: called off", challenges.example_called_off),
    ("challenging: begun", challenging.example_begun),
    ("challenging: mistaken", challenging.example_mistaken),
    ("challenging: done", challenging.example_done),
    ("challenging: form", challenging.example_form),
    ("challenging: listing", challenging.example_listing),
)
"""(name, what makes it); a part of handlers.cards.gallery."""
