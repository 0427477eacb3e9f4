"""Wrong rule books: what is written, on which line it goes wrong, and what the fault says and means."""
# ruff: noqa: E501 - a table reads best with a row on a line

from typing import NamedTuple


class Wrong(NamedTuple):
    """A file with one fault; `schema` tells whether the JSON schema can see it too."""

    says: str
    source: str
    line: int
    words: str
    schema: bool = True


RULE = "  - {id: a, kind: message, points: 1, words: Talk}\n"
BADGE = "id: b, name: B, emoji: star, words: B"


def rule(fields: str) -> str:
    """A file whose one rule has these fields as well; they stand on the line 6."""
    return f"rules:\n  - id: a\n    points: 1\n    words: Talk\n    # here:\n    {fields}\n"


def whole(lines: str) -> str:
    """A file with a rule in line 2 and these lines from 3 on."""
    return f"rules:\n{RULE}{lines}\n"


WRONG = (
    Wrong("a misspelled limit", rule("kind: reply\n    limits: {per_dya: 3}"), 7, "rules[0].limits.per_dya: I don't know `per_dya`. Did you mean `per_day`?"),
    Wrong("an unknown section", whole("colours: 3"), 3, "I don't know `colours`. Known here: `settings`"),
    Wrong("words for a number", whole("allowance:\n  amount: many"), 4, "a whole number from 0 to 1000, not `many`"),
    Wrong("a fraction", whole("allowance: {amount: 1.5}"), 3, "a whole number from 0 to 1000, not `1.5`"),
    Wrong("a negative number", whole("allowance: {amount: -1}"), 3, "`-1` is negative. It should be a whole number"),
    Wrong("a number that is too large", rule("kind: message\n    limits: {per_day: 10001}"), 7, "`10001` is too large"),
    Wrong("a number of thousands of digits", whole(f"allowance: {{amount: {'9' * 5000}}}"), 3, "is too large"),
    Wrong("too many points", "rules:\n  - {id: a, kind: message, points: 1001, words: Talk}", 2, "`1001` is too large"),
    Wrong("an unknown kind", rule("kind: reacton_given"), 6, "is not a kind of rule I know. Did you mean `reaction_given`? Known: message, reply"),
    Wrong("a kind that is like none", rule("kind: xyz"), 6, "`xyz` is not a kind of rule I know. Known: message, reply"),
    Wrong("no kind at all", rule("on: true"), 2, "`kind` is missing. It says: what it is about"),
    Wrong("an unknown tally", whole(f"badges:\n  - {{{BADGE}, tally: thankd, at: 1}}"), 4, "is not something I count. Did you mean `thanked`?"),
    Wrong("a badge for nothing", whole(f"badges:\n  - {{{BADGE}, tally: thanked, at: 0}}"), 4, "`0` is too small"),
    Wrong("two rules of one id", f"rules:\n{RULE}{RULE}", 3, "the id `a` is taken by line 2", schema=False),
    Wrong("two levels at one height", whole("levels:\n  - {at: 5, name: A}\n  - {at: 5, name: B}"), 5, "there is a level at 5 points already, in line 4", schema=False),
    Wrong("two levels of one name", whole("levels:\n  - {at: 5, name: A}\n  - {at: 6, name: A}"), 5, "a level is called `A` already, in line 4", schema=False),
    Wrong("a length that isn't measured", rule("kind: message\n    only: {min_length: 20}"), 7, "`20` is not a length I measure. Known: 0, 10, 40, 140, 500."),
    Wrong("a weekday in full", rule("kind: message\n    only: {weekdays: [mon, friday]}"), 7, "rules[0].only.weekdays[1]: `friday` is not a weekday. Did you mean `fri`?"),
    Wrong("a weekday twice", rule("kind: message\n    only: {weekdays: [mon, mon]}"), 7, "`mon` is in the list twice"),
    Wrong("one thing where a list is meant", rule("kind: message\n    only: {channels: random}"), 7, "this should be a list, not `random`. Write `[one, two]`."),
    Wrong("percentages above a hundred", rule("kind: reply\n    limits: {falling: [110]}"), 7, "`110` is too large"),
    Wrong("percentages that rise", rule("kind: reply\n    limits: {falling: [50, 100]}"), 7, "these percentages rise", schema=False),
    Wrong("a zone nobody knows", whole("settings: {zone: Europe/Lisboa}"), 3, "I don't know the time zone `Europe/Lisboa`. Did you mean `Europe/Lisbon`?", schema=False),
    Wrong("a zone that is a folder", whole("settings: {zone: Europe}"), 3, "I don't know the time zone `Europe`", schema=False),
    Wrong("a zone that leads elsewhere", whole("settings: {zone: ../../etc/passwd}"), 3, "I don't know the time zone"),
    Wrong("a day that doesn't exist", whole("seasons: [{name: S, first: 2026-02-30, last: 2026-03-01}]"), 3, "there is no day `2026-02-30`", schema=False),
    Wrong("a date in another order", whole("seasons: [{name: S, first: 01.02.2026, last: 2026-03-01}]"), 3, "Write it like `2026-03-31`."),
    Wrong("a season that ends before it begins", whole("seasons: [{name: S, first: 2026-02-01, last: 2026-01-01}]"), 3, "ends before it begins", schema=False),
    Wrong("seasons that overlap", whole("seasons:\n  - {name: S, first: 2026-01-01, last: 2026-03-01}\n  - {name: T, first: 2026-03-01, last: 2026-04-01}"), 5, "this season begins before `S` is over", schema=False),
    Wrong("a value that is a comment", whole("values:\n  - id: #team\n    words: Us"), 4, "is empty. A `#` begins a comment"),
    Wrong("a value with its #", whole("values:\n  - {id: '#team', words: Us}"), 4, "without the #, as in `teamwork`"),
    Wrong("a value in capitals", whole("values:\n  - {id: Équipe, words: Us}"), 4, "in small letters", schema=False),
    Wrong("a value of two words", whole("values:\n  - {id: our team, words: Us}"), 4, "one word"),
    Wrong("an emoji that is none", whole("currency: {emoji: [two words]}"), 3, "`two words` is not an emoji. Write its name, such as `tada`"),
    Wrong("one emoji in two spellings", whole('currency: {emoji: [tada, "🎉"]}'), 3, "is in the list twice", schema=False),
    Wrong("an alias that is a currency", whole("currency: {emoji: [tada], aliases: {tada: clap}}"), 3, "`tada` gives recognition, and can't stand for `clap` too", schema=False),
    Wrong("an alias of an alias", whole("currency: {aliases: {one: two, two: tada}}"), 3, "`two` stands for another emoji itself. Write `one: tada`.", schema=False),
    Wrong("an alias of itself", whole("currency: {aliases: {clap: clap}}"), 3, "`clap` stands for itself", schema=False),
    Wrong("nothing to give with", whole("currency: {emoji: [], pluses: false}"), 3, "nobody could give anything", schema=False),
    Wrong("coins for mere activity", rule("kind: message\n    coins: true"), 7, "coins are for recognition and achievements, never for mere activity. Leave `coins` out"),
    Wrong("an emoji where nobody reacts", rule("kind: message\n    only: {emoji: [tada]}"), 7, "there is no reaction in `message`"),
    Wrong("people where nobody is counted", rule("kind: reply\n    only: {people: 3}"), 7, "It goes with `thread_joined` alone."),
    Wrong("the length of a gift", rule("kind: gift_given\n    only: {min_length: 10}"), 7, "a gift is not measured by its length"),
    Wrong("a pair of one", rule("kind: photo\n    limits: {per_pair_week: 3}"), 7, "there is no other person in `photo`"),
    Wrong("falling for one", rule("kind: photo\n    limits: {falling: [100, 0]}"), 7, "there is no other person in `photo`"),
    Wrong("the other of one", rule("kind: question\n    earns: other"), 7, "there is no other person in `question`"),
    Wrong("a message in a thread", rule("kind: message\n    only: {where: thread}"), 7, "Did you mean the kind `reply`?"),
    Wrong("a reply outside of threads", rule("kind: reply\n    only: {where: top}"), 7, "Did you mean the kind `message`?"),
    Wrong("yes for true", rule("kind: message\n    on: yes"), 7, "not `yes`. Did you mean `true`?"),
    Wrong("a number for words", "rules:\n  - {id: a, kind: message, points: 1, words: 2026}", 2, "some words. Put it in quotes: '2026'."),
    Wrong("too many words", f"rules:\n  - {{id: a, kind: message, points: 1, words: {'w' * 201}}}", 2, "these are 201 characters. Keep it to 200."),
    Wrong("words that turn around", 'rules:\n  - {id: a, kind: message, points: 1, words: "a\\u202Eb"}', 2, "invisible character (U+202E)", schema=False),
    Wrong("an id with a blank", "rules:\n  - {id: a b, kind: message, points: 1, words: Talk}", 2, "`a b` can't be an id. Use up to 40 small letters"),
    Wrong("a rule that is a word", "rules:\n  - talk", 2, "this should be names and values, not `talk`. Known here: `id`, `kind`"),
    Wrong("a role in words", whole("allowance: {roles: {leader: ten}}"), 3, "allowance.roles.leader: this should be a whole number"),
    Wrong("a list that is too long", whole(f"currency: {{emoji: [{', '.join(f'e{n}' for n in range(11))}]}}"), 3, "this list has 11 entries. Keep it to 10."),
    Wrong("too many names", whole(f"allowance: {{roles: {{{', '.join(f'r{n}: 1' for n in range(21))}}}}}"), 3, "these are 21 entries. Keep it to 20."),
    Wrong("a list for names", whole("allowance: {roles: [leader]}"), 3, "this should be names and values, not a list. Write `{name: value}`."),
    Wrong("an alias of itself in colons", whole("currency:\n  aliases:\n    one: tada\n    ':clap:': clap"), 6, "currency.aliases.clap: `clap` stands for itself", schema=False),
    Wrong("one alias in two spellings", whole("currency:\n  aliases:\n    party: tada\n    ':party:': clap"), 6, "`:party:` is there twice", schema=False),
    Wrong("a mapping for a number", whole("allowance: {amount: {}}"), 3, "not a set of names and values"),
    Wrong("a list for words", whole("currency: {name: [kudos]}"), 3, "this should be some words, not a list"),
    Wrong("blanks for words", whole("currency: {name: ' '}"), 3, "this should be some words, and is empty"),
    Wrong("nothing for words", whole("currency: {name: null}"), 3, "and is empty. Put it in quotes."),
    Wrong("a number for an emoji", whole("currency: {emoji: [100]}"), 3, "this should be an emoji. Put it in quotes: '100'."),
    Wrong("a number for a zone", whole("settings: {zone: 1}"), 3, "this should be a time zone. Put it in quotes"),
    Wrong("a number for an id", "rules:\n  - {id: 1, kind: message, points: 1, words: Talk}", 2, "this should be an id. Put it in quotes: '1'."),
    Wrong("a long word for a number", whole(f"allowance: {{amount: {'x' * 50}}}"), 3, f"not `{'x' * 40}…`"),
    Wrong("no rules", "levels: []", 1, "`rules` is missing"),
    Wrong("a noise nobody makes", whole("settings: {noise_channels: {random: loud}}"), 3, "`loud` is not a way to be heard"),
)  # fmt: skip

NOT_YAML = (
    Wrong("nothing", "", 1, "the file is empty. Begin with `rules:`."),
    Wrong("only a comment", "# rules", 1, "the file is empty"),
    Wrong("a list", "- rules", 1, "a rule book begins with names and a colon"),
    Wrong("a tab", "rules:\n\t- id: a", 2, "a tab can't indent a line. Use two spaces."),
    Wrong("a quotation mark that stays open", "rules: 'abc\nlevels: []\n", 1, "is opened and never closed"),
    Wrong("a bracket that stays open", "rules: [\nlevels: []\n", 1, "a bracket is never closed"),
    Wrong("a colon in the words", "rules:\n  - words: Leaders: talk", 2, "Words with a `: ` inside need quotes."),
    Wrong("a line too far left", "rules:\n    - id: a\n   - id: b\n", 3, "not indented like those above"),
    Wrong("a name twice", whole("rules: []"), 3, "`rules` is there twice. Keep one of them."),
    Wrong("an anchor", "rules: &all []\n", 1, "anchors and aliases"),
    Wrong("a tag", "rules: !!python/object:os.system []", 1, "tags (`!name`) are not used"),
    Wrong("a star without quotes", "rules: [*-wins]", 1, "put a value with `*` in quotes"),
    Wrong("an at without quotes", "rules: @ana", 1, "Put it in quotes."),
    Wrong("two documents", "rules: []\n---\nrules: []\n", 2, "`---` begins a second document"),
    Wrong("a name that is a list", "[rules]: []", 1, "a name before a `:` is one word"),
    Wrong("a well without a bottom", "rules: " + "[" * 100_000, 1, "nested too deeply"),
    Wrong("a very long file", "#" * 300_000, 1, "a rule book has 256 at most"),
    Wrong("a control character", "rules: []\nlevels: \x07", 2, "a sign that YAML doesn't allow"),
    Wrong("half a character", "rules: []\n\ud83d", 2, "Save the file as UTF-8."),
)
