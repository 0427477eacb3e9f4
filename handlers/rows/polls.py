"""Polls and pulses: their words, buttons and dialogs in the table of handlers."""

from handlers.polls import answering, commanding, drafting, exporting, following_up, results, steering, voting
from handlers.polls import listing as poll_lists
from handlers.polls import recurring as poll_plans
from handlers.polls import series as poll_series
from handlers.polls import templates as poll_templates
from handlers.pulses import answering as pulse_answers
from handlers.pulses import results as pulse_results
from handlers.pulses import setting_up as pulses
from handlers.rows.row import Rows

ROWS = Rows(
    subcommands={
        "poll": commanding.command,
        "polls": commanding.listing,
        "pulse": pulses.command,
        "templates": commanding.template,
    },
    meant={
        "rank": commanding.rank,
        "template": commanding.template,
        # An icebreaker is a question first (handlers/rows/calendar.py).
        **{word: commanding.named(word) for word in poll_templates.SPOKEN if word != "icebreaker"},
        **dict.fromkeys(("pulses", "checkin", "check-in", "engagement", "wellbeing"), pulses.command),
        **dict.fromkeys(("rate", "rating"), commanding.rate),
        **dict.fromkeys(("survey", "ask", "vote", "ballot", "enquiry", "questionnaire"), commanding.command),
        **dict.fromkeys(("surveys", "votes", "results"), commanding.listing),
    },
    buttons={
        "poll_add": answering.add,
        "poll_change": drafting.change,
        "poll_close": steering.close,
        "poll_csv": exporting.as_csv,
        "poll_delete": steering.delete,
        "poll_discard": drafting.discard,
        "poll_edit": steering.edit,
        "poll_form": drafting.form,
        "poll_hide": answering.hide,
        "poll_kept": following_up.answer,
        "poll_more": poll_lists.more,
        "poll_moderate": answering.moderate,
        "poll_owners": steering.owners,
        "poll_png": exporting.as_picture,
        "poll_post": drafting.post,
        "poll_promise": following_up.ask,
        "poll_receipts": results.receipts,
        "poll_reopen": steering.reopen,
        "poll_results": results.pressed,
        "poll_series": poll_series.pressed,
        "poll_show": answering.show,
        "poll_steer": steering.steer,
        "poll_template": poll_templates.pressed,
        "poll_unplan": poll_plans.end,
        "poll_vote": answering.ask,
        "poll_who": results.who,
        "poll_withdraw": voting.withdraw,
        "pulse_end": pulses.end,
        "pulse_form": pulses.form,
        "pulse_go": pulse_answers.go,
        "pulse_join": pulse_answers.join,
        "pulse_rate": pulse_answers.rate,
        "pulse_results": pulses.latest,
        "pulse_skip": pulse_answers.skip,
        "pulse_trend": pulse_results.trend,
        "vote": voting.pressed,
    },
    opening=frozenset(
        {
            "poll_add",
            "poll_change",
            "poll_edit",
            "poll_form",
            "poll_kept",
            "poll_owners",
            "poll_promise",
            "poll_template",
            "poll_vote",
            "pulse_form",
        }
    ),
    opening_words=frozenset({"poll"}),
    dialogs={
        "poll_add": answering.added,
        "poll_answer": answering.answered,
        "poll_ask": drafting.submitted,
        "poll_choices": answering.chosen,
        "poll_edit": steering.edited,
        "poll_kept": following_up.answered,
        "poll_order": answering.ordered,
        "poll_owners": steering.owned,
        "poll_promise": following_up.promised,
        "pulse": pulses.submitted,
    },
)
