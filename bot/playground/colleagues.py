"""The invented company of the playground: its colleagues, channels, groups and commands."""

from dataclasses import dataclass

WORKSPACE = "playground"
BOT = "HUZZAH"
BOT_NAME = "Huzzah"
DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody one can speak as. `days` is how long they had been here when the playground first started."""

    id: str
    name: str
    title: str
    zone: str
    country: str
    hue: str
    """A colour of the palette in avatars.py."""
    days: int = 900
    admin: bool = False
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to talk; `members` only matters for private ones and for direct messages."""

    id: str
    name: str
    topic: str
    kind: str = "open"
    members: tuple[str, ...] = ()

    def admits(self, member: str) -> bool:
        """Whether this member may see what is said here."""
        return self.kind == "open" or member in self.members


@dataclass(frozen=True, slots=True)
class Group:
    """People who are mentioned together."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """What the composer offers after a slash."""

    name: str
    usage: str
    words: str


COLLEAGUES = (
    Colleague("U_ANA", "Ana Sousa", "Head of product", "Europe/Lisbon", "PT", "coral", 1900, leader=True),
    Colleague("U_JONAS", "Jonas Weber", "People & office", "Europe/Berlin", "DE", "teal", 1500, admin=True),
    Colleague("U_PRIYA", "Priya Raman", "Data analyst", "Asia/Kolkata", "IN", "plum", 800),
    Colleague("U_BEN", "Ben Okafor", "Backend engineer", "Africa/Lagos", "NG", "indigo", 640),
    Colleague("U_MEI", "Mei-Lin Chen", "Product designer", "Asia/Taipei", "TW", "rose", 720),
    Colleague("U_MATEO", "Mateo Rojas", "Frontend engineer", "America/Bogota", "CO", "amber", 410),
    Colleague("U_LEILA", "Leila Haddad", "Customer support", "Africa/Tunis", "TN", "moss", 980),
    Colleague("U_SOFIA", "Sofia Lindqvist", "Finance", "Europe/Stockholm", "SE", "sky", 1210),
    Colleague("U_KWAME", "Kwame Mensah", "Sales", "Africa/Accra", "GH", "clay", 350),
    Colleague("U_YUKI", "Yuki Tanaka", "Quality", "Asia/Tokyo", "JP", "violet", 530),
    Colleague("U_AROHA", "Aroha Ngata", "Field engineer", "Pacific/Auckland", "NZ", "pine", 290),
    Colleague("U_EMMA", "Emma Clarke", "Marketing, new here", "Europe/London", "GB", "honey", 3),
)

CHANNELS = (
    Channel("C_ANNOUNCEMENTS", "announcements", "News for everybody, and shout-outs"),
    Channel("C_GENERAL", "general", "Everything that concerns all of us"),
    Channel("C_WINS", "wins", "What went well, and thanks to whom"),
    Channel("C_HELP", "help", "Ask away: there are no silly questions"),
    Channel("C_RANDOM", "random", "Coffee machine, but with emoji"),
    Channel("C_PHOTOS", "photos", "Desks, dogs, dinners and days out"),
    Channel("C_DESIGN", "design-team", "Only the design team sees this", "private", ("U_MEI", "U_MATEO", "U_ANA")),
)

GROUPS = (
    Group("G_DESIGN", "design-team", ("U_MEI", "U_MATEO", "U_ANA")),
    Group("G_SUPPORT", "support", ("U_LEILA", "U_KWAME", "U_YUKI")),
    Group("G_ENGINEERING", "engineering", ("U_BEN", "U_MATEO", "U_YUKI", "U_AROHA")),
    Group("G_MAKERS", "makers", ("U_BEN", "U_MATEO", "U_YUKI", "U_AROHA", "U_MEI", "U_ANA")),
    Group("G_OFFICE", "office", ("U_JONAS", "U_PRIYA", "U_LEILA", "U_SOFIA", "U_KWAME")),
)

COMMANDS = (
    Command("kudos", "@colleague 3 for the release #teamwork", "thank colleagues out of your allowance"),
    Command("shoutout", "@colleague @design-team message #value", "praise publicly (leaders)"),
    Command("board", "[week | month | all] [#channel] [given]", "who is ahead"),
    Command("poll", '"Lunch?" "Pizza" "Sushi" [anonymous] [multi] [close 2h]', "ask everybody"),
    Command("huzzah", "help", "what Huzzah can do for you"),
    Command("huzzah help", "[polls | contests | coffee | calendar | points | privacy]", "more, by what it is about"),
    Command("huzzah board", "[week | month | all] [#channel] [given]", "who is ahead"),
    Command("huzzah polls", "", "what was asked here, and how it came out"),
    Command("huzzah templates", "[lunch | retro | mood | meeting]", "polls that are asked often"),
    Command("huzzah question", "[photos | gratitude] [every weekday 9:30]", "ask one of our questions (leaders)"),
    Command("huzzah propose", '"What ...?"', "a question to ask everybody"),
    Command("huzzah trivia", "[5 geography] [every friday 15:00]", "a round of quiz questions"),
    Command("huzzah contest", 'photo "Your desk today" [close Fri 16:00]', "hold a contest"),
    Command("huzzah challenge", '"500 thanks" thanks 500 here', "a goal to reach together"),
    Command("huzzah contests", "", "contests under way, and the hall of fame"),
    Command("huzzah challenges", "", "goals under way, and those we reached"),
    Command("huzzah birthday", "14 March", "when to celebrate you"),
    Command("huzzah anniversary", "1 May 2019", "the day you began here"),
    Command("huzzah celebrate", "", "your days in a form, or none"),
    Command("huzzah coffee", "[join | leave | pause]", "meet somebody you don't know well yet"),
    Command("huzzah calendar", "[add tomorrow 10:00 Call Mei | skip 3 | move 3 Fri 14:30]", "what I will post next"),
    Command("huzzah pulse", "[every 2 weeks on tue 10:00]", "a few anonymous questions by a rhythm (admins)"),
    Command("huzzah trends", "[on | off]", "what is rising here (admins)"),
    Command("huzzah me", "", "your points, level, streak and badges"),
    Command("huzzah why", "[@person]", "where each point came from"),
    Command("huzzah earn", "", "how to earn points here"),
    Command("huzzah badges", "", "every badge, and how to get it"),
    Command("huzzah rules", "[thanks | welcoming | talking | noticing]", "read the rules, and change them (admins)"),
    Command("huzzah settings", "", "how Huzzah behaves here (admins)"),
    Command("huzzah privacy", "", "what is held on you, and what others see"),
    Command("huzzah away", "", "announce days off, so that streaks wait"),
    Command("huzzah undo", "", "take back the thanks you gave just now"),
    Command("huzzah values", "", "the values to name when you thank somebody"),
    Command("huzzah role", "@colleague leader", "make somebody a leader (admins)"),
)


def direct(member: str) -> Channel:
    """Where Huzzah talks to one member alone."""
    return Channel("D_" + member, BOT_NAME, "Just you and Huzzah", "direct", (member,))


PEOPLE = {person.id: person for person in COLLEAGUES}
PLACES = {place.id: place for place in (*CHANNELS, *(direct(person.id) for person in COLLEAGUES))}
NAMES = (
    {person.id: person.name for person in COLLEAGUES}
    | {place.id: place.name for place in PLACES.values()}
    | {group.id: group.name for group in GROUPS}
    | {BOT: BOT_NAME}
)


def known(identity: str) -> str | None:
    """The name of a person, group or channel; None for what nobody here knows."""
    return NAMES.get(identity)


def places_for(member: str) -> tuple[Channel, ...]:
    """The channels this member sees, in the order of the list."""
    return (*(place for place in CHANNELS if place.admits(member)), direct(member))
