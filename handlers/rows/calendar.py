"""The calendar, questions of the day and trends: their words, buttons and dialogs in the table of handlers."""

from handlers.calendar import commands as calendar
from handlers.calendar import listing, pressing
from handlers.prompts import asking as prompting
from handlers.prompts import listing as prompt_lists
from handlers.prompts import planning as prompt_plans
from handlers.prompts import proposing
from handlers.rows.row import Rows
from handlers.trends import deciding as trend_ideas
from handlers.trends import showing as trends

ROWS = Rows(
    subcommands={
        "calendar": calendar.command,
        "propose": proposing.command,
        "question": prompting.command,
        "questions": prompt_lists.command,
        "trends": trends.command,
    },
    meant={
        "prompts": prompt_lists.command,
        **dict.fromkeys(("icebreaker", "icebreakers"), prompting.icebreaker),
        **dict.fromkeys(("prompt", "qotd"), prompting.command),
        **dict.fromkeys(("remind", "reminder", "remember", "notice"), calendar.remind),
        **dict.fromkeys(("schedule", "scheduled", "upcoming", "planned", "agenda", "coming"), calendar.command),
        **dict.fromkeys(("suggest", "proposal"), proposing.command),
        **dict.fromkeys(("trend", "trending", "rising", "hot"), trends.command),
    },
    buttons={
        "calendar_entry": pressing.pressed,
        "calendar_go_on": pressing.go_on,
        "calendar_move": pressing.ask_when,
        "calendar_page": listing.turn,
        "calendar_pause": pressing.pause,
        "calendar_remove": pressing.remove,
        "calendar_resume": pressing.resume,
        "calendar_send": pressing.send,
        "calendar_skip": pressing.skip,
        "calendar_wake": pressing.wake,
        "idea_approve": trend_ideas.approve,
        "idea_drop": trend_ideas.drop,
        "idea_edit": trend_ideas.edit,
        "question_add": prompt_lists.open_add,
        "question_approve": proposing.approve,
        "question_ask": prompting.ask_pressed,
        "question_back": prompt_lists.bring_back,
        "question_drop": proposing.drop,
        "question_edit": proposing.edit,
        "question_keep": prompt_plans.keep_pressed,
        "question_list": prompt_lists.turn,
        "question_name": proposing.name_pressed,
        "question_off": prompt_plans.stop_pressed,
        "question_other": prompting.other_pressed,
        "question_plan": prompt_plans.open_pressed,
        "question_propose": proposing.pressed,
        "question_retire": prompt_lists.retire,
        "question_swap": prompt_plans.swap,
        "question_waiting": prompt_lists.waiting,
    },
    opening=frozenset(
        {"calendar_move", "idea_edit", "question_add", "question_edit", "question_plan", "question_propose"}
    ),
    opening_words=frozenset({"propose"}),
    dialogs={
        "calendar_move": pressing.moved,
        "idea": trend_ideas.submitted,
        "question_add": prompt_lists.submitted,
        "question_edit": proposing.edited,
        "question_plan": prompt_plans.submitted,
        "question_propose": proposing.submitted,
    },
)
