"""Which profiles a running text names. One book of all their names is kept in each process.

Not here: how names are found in a text (`book.py`), and which profile is meant by a name that
stands alone (`matching.py`).
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from entities import recording, titles
from entities.book import Book, Found, Index, Name, small
from entities.folding import words
from entities.models import Alias, Entity, ProfileRecord
from entities.models.entity import EntityQuerySet

__all__ = ["Book", "Found", "Introduced", "Mention", "Names", "book", "forget", "small"]

AT_ONCE = 5_000  # rows that are read together
MOST_CHANGED = 2_000  # profiles beside the large index, before it is made anew
MOST_MASKED = 50_000


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A name as a text has it, and the profiles that go by it.

    Where these are two, the mention is offered to the editor, never assumed.
    """

    name: str
    profiles: tuple[Entity, ...]

    @property
    def is_certain(self) -> bool:
        return len(self.profiles) == 1


@dataclass(frozen=True, kw_only=True)
class Introduced:
    """A person whom a text names, and the title in front of the name."""

    person: Entity
    title: str


class Names:
    """Who is named in some texts: one query for the page of the book, one for the profiles.

    `linked` are profiles that are looked for whatever the texts say, approved or not; one more
    query is for their aliases, where those are asked for.
    """

    def __init__(self, texts: Iterable[str], *, linked: Iterable[Entity] = ()) -> None:
        texts = set(texts)
        self._book = book() if any(texts) else small({})
        self._found = {text: self._book.find(text) for text in texts}
        ids = {pk for found in self._found.values() for each in found for pk in each.entities}
        self._profiles = Entity.objects.approved().in_bulk(ids) if ids else {}
        self._linked = {entity.pk: entity for entity in linked}
        self._standing: dict[tuple[str, Book], set[int]] = {}

    def mentioned(self, texts: Iterable[str]) -> list[Mention]:
        """Who is named in these texts, in order; the same name or profile once."""
        mentions: dict[tuple[int, ...], Mention] = {}
        for text in texts:
            for found in self._found[text]:
                # A profile may have gone since the book was opened.
                known = tuple(self._profiles[pk] for pk in found.entities if pk in self._profiles)
                if known:
                    mention = Mention(name=found.name, profiles=known)
                    mentions.setdefault(found.entities, mention)
        return list(mentions.values())

    def stand_in(self, text: str, *, entity: Entity) -> bool:
        """Whether the text names this one of `linked`, if only by a part of the name."""
        # The aliases are read only where one is needed.
        by_name = entity.pk in self._standing_in(text, self._by_name)
        return by_name or entity.pk in self._standing_in(text, self._by_alias)

    def _standing_in(self, text: str, names: Book) -> set[int]:
        if (text, names) not in self._standing:
            self._standing[text, names] = names.standing_in(text)
        return self._standing[text, names]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where a name stands in one of the texts: of an approved profile, or of one linked."""
        found = self._book.find(text, also=self._by_name)
        return [(each.start, each.end) for each in found]

    def introduced(self, texts: Iterable[str]) -> list[Introduced]:
        """The people whom these texts give a title, where it is certain who is meant."""
        return list(
            dict.fromkeys(
                Introduced(person=person, title=title)
                for text in texts
                for found in self._book.find(text, also=self._by_title)
                if (person := self._person(found)) and not _goes_on(text, found)
                if (title := titles.in_front(text, found.start))
            )
        )

    @cached_property
    def _by_name(self) -> Book:
        return Book.of(
            name
            for entity in self._linked.values()
            for name in _own_names(entity, in_any_case=True)
        )

    @cached_property
    def _by_alias(self) -> Book:
        return Book.of(name._replace(in_any_case=True) for name in self._aliases)

    @cached_property
    def _by_title(self) -> Book:
        """Whoever is linked and has a title is named with capitals. The book has other aliases."""
        people = {pk: each for pk, each in self._linked.items() if _may_be_a_person(each)}
        names = [name for entity in people.values() for name in _own_names(entity)]
        if any(entity.state != Entity.State.APPROVED for entity in people.values()):
            names += [alias for alias in self._aliases if alias.entity in people]
        return Book.of(names)

    @cached_property
    def _aliases(self) -> list[Name]:
        aliases = Alias.objects.filter(entity__in=self._linked).order_by("pk")
        return [Name(pk, name) for pk, name in aliases.values_list("entity", "name")]

    def _person(self, found: Found) -> Entity | None:
        """The one that the name means, or that the story links of those it may mean."""
        linked = [self._linked[pk] for pk in found.entities if pk in self._linked]
        known = linked or [self._profiles[pk] for pk in found.entities if pk in self._profiles]
        return known[0] if len(known) == 1 and _may_be_a_person(known[0]) else None


def _may_be_a_person(entity: Entity) -> bool:
    """A profile that waits is of a thing until somebody has said of what it is."""
    is_unsaid = entity.kind == Entity.Kind.THING and entity.state == Entity.State.PROPOSED
    return is_unsaid or entity.kind == Entity.Kind.PERSON


def _goes_on(text: str, found: Found) -> bool:
    """Whether the name is a single word, and may be the first of somebody else’s."""
    after = text[found.end : found.end + 2]
    return " " not in found.name and after[:1] in ("-", " ") and after[1:].isupper()


def _own_names(entity: Entity, *, in_any_case: bool = False) -> Iterator[Name]:
    """The name, in its own script too; and parts of it, which need their capital."""
    for name in filter(None, (entity.name, entity.native_name)):
        yield Name(entity.pk, name, in_any_case=in_any_case)
    for part in parts(entity):
        yield Name(entity.pk, part)


def parts(entity: Entity) -> list[str]:
    """Shorter forms of a name: without what stands in the middle, and a person’s family name.

    That is the first or the last word; which of them, the profile does not say.
    """
    written = [entity.name[word.start : word.end] for word in words(entity.name)]
    ends = [*written[:1], *written[-1:]]
    shorter = [" ".join(ends)] if len(written) > 2 else []
    if entity.kind == Entity.Kind.PERSON:
        shorter += [word for word in ends if len(word) > 1]
    return shorter


# The book of the process ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A book, and the page of the record up to which it knows the names.

    `changed` are the names of approved profiles that changed since the large index was made, and
    `masked` all that changed since.
    """

    page: int
    base: Index
    changed: dict[int, list[Name]]
    masked: frozenset[int]
    book: Book


class Shelf:
    """Where the process keeps its book: what is committed, for all threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: Kept | None = None


class Draft(threading.local):
    """The book of a transaction that has changed profiles itself: nobody else may see it yet."""

    turn: object = None
    kept: Kept | None = None


_shelf = Shelf()
_draft = Draft()


def book() -> Book:
    """The names of approved profiles, as the database has them now.

    One query where nothing changed since, four where few profiles did.
    """
    page, turn = recording.page(), recording.uncommitted_turn()
    if turn is not None:
        return _of_transaction(page, turn)
    kept = _shelf.kept
    if kept is None or kept.page != page:
        kept = _brought_up_to_date(page)
    return kept.book


def forget() -> None:
    """Read all names anew: the database is another one, as after a restored backup."""
    _shelf.kept = None
    _draft.kept = None


def _brought_up_to_date(page: int) -> Kept:
    with _shelf.lock:
        kept = _shelf.kept
        if kept is not None and kept.page > page:
            page = recording.page()  # another thread was quicker; or the database is an older one
        if kept is None or kept.page != page:
            kept = _shelf.kept = _as_of(page, since=kept)
        return kept


def _of_transaction(page: int, turn: object) -> Book:
    """What this transaction would leave behind. If it is taken back, the shelf knows nothing."""
    if _draft.kept is None or _draft.turn is not turn or _draft.kept.page != page:
        _draft.turn, _draft.kept = turn, _as_of(page, since=_shelf.kept)
    return _draft.kept.book


def _as_of(page: int, *, since: Kept | None) -> Kept:
    if since is None or since.page > page:
        return made_anew(page)
    turned = Entity.objects.filter(
        pk__in=ProfileRecord.objects.filter(page__gt=since.page).values("entity")
    )
    states = dict(turned.order_by().values_list("pk", "state")[: MOST_MASKED + 1])
    masked = since.masked | states.keys()
    approved = [pk for pk, state in states.items() if state == Entity.State.APPROVED]
    changed = {pk: names for pk, names in since.changed.items() if pk not in states}
    if len(masked) > MOST_MASKED or len(changed) + len(approved) > MOST_CHANGED:
        return made_anew(page)
    for name in _names(Entity.objects.filter(pk__in=approved)) if approved else ():
        changed.setdefault(name.entity, []).append(name)
    small_one = Index(chain.from_iterable(changed.values())) if changed else None
    return Kept(
        page=page,
        base=since.base,
        changed=changed,
        masked=masked,
        book=Book(since.base, changed=small_one, masked=masked),
    )


def made_anew(page: int) -> Kept:
    """The names of all approved profiles, read in two queries."""
    base = Index(_names(Entity.objects.approved()))
    return Kept(page=page, base=base, changed={}, masked=frozenset(), book=Book(base))


def _names(entities: EntityQuerySet) -> Iterator[Name]:
    """The names of these profiles, in two queries, a part of the rows at a time."""
    own = entities.order_by().values_list("pk", "name", "native_name")
    for pk, name, native_name in own.iterator(AT_ONCE):
        yield Name(pk, name)
        if native_name:
            yield Name(pk, native_name)
    aliases = Alias.objects.filter(entity__in=entities).order_by().values_list("entity", "name")
    for pk, name in aliases.iterator(AT_ONCE):
        yield Name(pk, name, is_own=False)
