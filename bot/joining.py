"""Joining: what an export tells of a workspace where the bot lives already, next to what it has heard there itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.slack.installing.identity import without_tokens
from bot.slack.reading.hearing import spoken_to
from bot.slack.workplace import Installation
from handlers import moving
from handlers.events import ChannelChanged, Event, GroupChanged, MessagePosted
from scoring.roster import told_at
from storage import channel_ids, installations, known
from storage.transactions import Work


@dataclass(frozen=True, slots=True)
class Joining:
    """An export's events as a workspace takes them; `home` is None where there is no bot that hears more."""

    home: Installation | None = None

    @classmethod
    def into(cls, work: Work) -> "Joining":
        """The workspace as it is now."""
        kept = installations.one(work)
        return cls(without_tokens(kept) if kept and not kept.gone_at else None)

    def is_other(self, team: str) -> bool:
        """Whether an export of this team has nothing to do with the workspace; in an organisation, nobody can tell."""
        home = self.home
        return home is not None and bool(team and home.team) and team != home.team and not home.enterprise

    def fitting(self, work: Work, events: Sequence[Event]) -> Sequence[Event]:
        """Those that add something, with channels under the ids they are known by here."""
        groups = known.groups(work) if any(isinstance(event, GroupChanged) for event in events) else {}
        fitting: list[Event] = []
        for event in events:
            match event:
                case ChannelChanged():
                    fitting += self._channel(work, event)
                case GroupChanged() if self._hears_groups and event.group in groups:
                    pass
                case MessagePosted() if self.home and spoken_to(self.home, event.text):
                    pass  # It was a question to the bot, no talk among colleagues.
                case _:
                    fitting.append(event)
        return moving.at_home(work, fitting)

    @property
    def _hears_groups(self) -> bool:
        return self.home is not None and self.home.may("usergroups:read")

    def _channel(self, work: Work, event: ChannelChanged) -> list[ChannelChanged]:
        # Who is in a private channel hears its name: an old list must not let somebody in again.
        place = channel_ids.first(work, event.channel)
        before, since = work.look(lambda state: (state.channels.get(place), told_at(state, "channel", place)))
        is_inside = self.home is not None and self.home.bot_user in known.in_channels(work, [place])[place]
        if since > event.at or is_inside:
            return []
        # No export says whether a channel is shared with others.
        return [replace(event, shared=True) if before and before.shared else event]


def channels_of(work: Work, channel: str) -> list[str]:
    """Every id under which something of a channel may be kept, the one it is asked for first."""
    first = channel_ids.first(work, channel)
    later = [alias for alias, known_as in channel_ids.moved(work).items() if known_as == first]
    return list(dict.fromkeys([channel, first, *later]))
