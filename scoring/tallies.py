"""Tallies: the counts that badges watch, one row each."""

from types import MappingProxyType

TALLIES = MappingProxyType(
    {
        "messages": "messages posted",
        "replies": "replies in threads",
        "questions": "questions asked",
        "answers": "threads of others answered",
        "photos": "photos and gifs shared",
        "channels": "different channels spoken in",
        "talked_with": "different people whose threads were joined",
        "cheered": "different people whose messages got a reaction",
        "cheered_by": "different people who reacted",
        "liked_answers": "answers that five people reacted to",
        "loved_posts": "messages that ten people reacted to",
        "liked_photos": "photos or gifs that five people reacted to",
        "lively_threads": "threads that three others joined",
        "welcomed": "newcomers welcomed first",
        "thanked": "different people thanked",
        "thanked_by": "different people who said thanks",
        "mutual": "people thanked who also thanked back",
        "given": "recognition given, in units",
        "received": "recognition received, in units",
        "values_named": "different company values named in thanks",
        "channels_thanked": "different channels in which thanks were given",
        "countries_thanked": "different countries in which someone was thanked",
        "newcomers_thanked": "newcomers thanked",
        "shoutouts_given": "different people praised in shout-outs",
        "shoutouts_received": "shout-outs received",
        "prompts_answered": "questions of the day answered",
        "best_answers": "best answers of a week",
        "votes": "polls voted in",
        "quizzes_won": "quizzes won",
        "contests_won": "contests won",
        "met": "different people met for a coffee",
        "streak": "working days in a row, at best",
        "days": "days with something said, shared or thanked",
    }
)
"""Name -> in words. The names are used by badges; scoring.engine counts them."""
