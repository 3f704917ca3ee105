"""Entities out of files as Wikidata serves and dumps them, one at a time. Pure: no database.

Known forms, plain or packed with gzip or bzip2: one entity; `{"entities": {"Q42": {…}}}` as
Special:EntityData and wbgetentities answer; an array of entities, with one a line (the dumps) or
printed in any other way; one entity a line (JSON lines). What an entity says is in `facts.py`.
"""

import bz2
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import ijson
from ijson.common import ObjectBuilder

LONGEST_LINE = 32 * 2**20  # bytes; the largest entities of Wikidata have about four million
LONGEST_PEEK = 2**20
PEEKED_LINES = 3
CHUNK = 2**16
GZIP, BZIP2 = b"\x1f\x8b", b"BZh"
OTHERWISE_PACKED = (b"PK\x03\x04", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!")
SPACE = b" \t\r\n\xef\xbb\xbf"  # and the mark that some editors put in front


class NotReadable(Exception):
    """The file cannot be read on: a sentence that names it, and where that is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An entity as its JSON has it. `asked` is the number under which it was asked for."""

    data: dict[str, Any]
    where: str
    asked: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """What stands where an entity should, and is none. The file is read on behind it."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


class _Fault(str):
    """Instead of the value of a line: what is wrong with it."""


class Source:
    """One file. Iterating gives Found and Broken, in order; may raise NotReadable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw: IO[bytes] | None = None
        try:
            self.size = path.stat().st_size
        except OSError as error:
            raise NotReadable(f"{path} cannot be read: {error.strerror}.") from None

    @property
    def position(self) -> int:
        """How many bytes of the file, as it lies there, have been read."""
        return self._raw.tell() if self._raw and not self._raw.closed else 0

    def __iter__(self) -> Iterator[Found | Broken]:
        try:
            with self.path.open("rb") as self._raw:
                yield from self._entities(self._unpacked(self._raw))
        except (OSError, EOFError, zlib.error) as error:
            why = getattr(error, "strerror", None) or "the file is damaged or cut off"
            raise NotReadable(f"{self.path} cannot be read on: {why}.") from error

    def _unpacked(self, raw: IO[bytes]) -> IO[bytes]:
        start = raw.read(8)
        raw.seek(0)
        if not start:
            raise NotReadable(f"{self.path} is empty.")
        if start.startswith(OTHERWISE_PACKED):
            raise NotReadable(f"{self.path} is packed in a way that is not read here: unpack it.")
        if start.startswith(GZIP):
            return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        return cast("IO[bytes]", bz2.BZ2File(raw)) if start.startswith(BZIP2) else raw

    def _entities(self, stream: IO[bytes]) -> Iterator[Found | Broken]:
        has_lines = self._has_an_entity_a_line(stream)
        stream.seek(0)
        yield from self._by_line(stream) if has_lines else self._by_event(stream)

    def _has_an_entity_a_line(self, stream: IO[bytes]) -> bool:
        """Whether one of the first lines is an entity by itself. Raises for what is no JSON."""
        lines = 0
        while lines < PEEKED_LINES and (line := stream.readline(LONGEST_PEEK)):
            bare = line.strip(SPACE)
            if not lines and bare and bare[:1] not in (b"{", b"["):
                raise NotReadable(f"{self.path} is no JSON: it begins with “{_shown(bare)}”.")
            lines += bare not in (b"", b"[")
            if isinstance(read := _parsed(bare), dict) and ({"id", "entity", "entities"} & {*read}):
                return True
        return False

    def _by_line(self, stream: IO[bytes]) -> Iterator[Found | Broken]:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            where = f"{self.path}, line {number}"
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                yield Broken(where=where, why="The line is too long to be an entity.")
                while (line := stream.readline(LONGEST_LINE)) and not line.endswith(b"\n"):
                    pass
                continue
            bare = line.strip(SPACE).removeprefix(b"[").strip(b", \t")
            if bare not in (b"", b"]"):
                yield from _told(_parsed(bare), where=where)

    def _by_event(self, stream: IO[bytes]) -> Iterator[Found | Broken]:
        """Whatever way it is printed in: what is not an entity by itself is never held whole."""
        try:
            for number, (value, asked) in enumerate(_values(stream), 1):
                yield from _told(value, where=f"{self.path}, entity {number}", asked=asked)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            why = "it ends in the middle" if "EOF" in str(error) else "what stands there is no JSON"
            read = max(stream.tell() - CHUNK, 0)
            raise NotReadable(
                f"{self.path} cannot be read on behind byte {read:,}: {why}."
            ) from error


def told(data: Any, *, where: str) -> list[Found | Broken]:
    """The entities of one JSON value: an entity, or the answer that holds some."""
    return list(_told(data, where=where))


def _told(value: Any, *, where: str, asked: str = "") -> Iterator[Found | Broken]:
    if isinstance(value, _Fault):
        yield Broken(where=where, why=str(value))
    elif not isinstance(value, dict):
        yield Broken(where=where, why="What stands here is no entity.")
    elif "entities" in value and "id" not in value:
        inner = value["entities"]  # a list only where it is empty
        for key, each in inner.items() if isinstance(inner, dict) else ():
            yield from _told(each if isinstance(each, dict) else None, where=where, asked=key)
    else:
        yield Found(data=value, where=where, asked=asked)


def _parsed(line: bytes) -> Any:
    """The value of a line, or what is wrong with it."""
    bare = line.strip(b", \t")
    if not bare.startswith(b"{"):
        return _Fault("The line is no entity.")
    # The closing bracket of an array may stand on the line of its last entity.
    end = bare.rstrip(b"], \t") if bare.endswith(b"]") else bare
    try:
        return json.loads(end)
    except json.JSONDecodeError as error:
        return _Fault(f"The line is no JSON from character {error.pos + 1} on.")
    except UnicodeDecodeError:
        return _Fault("The line is not in UTF-8.")
    except (ValueError, RecursionError):
        return _Fault("The line is no JSON of an entity.")


def _values(stream: IO[bytes]) -> Iterator[tuple[Any, str]]:
    """Each entity of a stream of JSON, with the key that it stood under in `entities`."""
    events = ijson.basic_parse(
        _Unmarked(stream), use_float=True, multiple_values=True, buf_size=CHUNK
    )
    for event, value in events:
        if event == "start_array":
            for inner, first in events:
                if inner == "end_array":
                    break
                yield _built(inner, first, events), ""
        elif event == "start_map":
            yield from _members(events)
        else:
            yield value, ""


def _members(events: Iterator[tuple[str, Any]]) -> Iterator[tuple[Any, str]]:
    """What an object at the top holds: entities by their numbers, or an entity’s own members."""
    own: dict[str, Any] = {}
    is_answer = False
    for event, key in events:
        if event == "end_map":
            break
        event, value = next(events)
        if key != "entities" or event != "start_map":
            own[key] = _built(event, value, events)
            continue
        is_answer = True
        for inner, number in events:
            if inner == "end_map":
                break
            yield _built(*next(events), events), number
    if not is_answer:
        yield own, ""


def _built(event: str, value: Any, events: Iterator[tuple[str, Any]]) -> Any:
    """The whole value that begins with this event."""
    builder, depth = ObjectBuilder(), 0
    while True:
        builder.event(event, value)
        depth += event.startswith("start_")
        depth -= event.startswith("end_")
        if not depth:
            return builder.value
        event, value = next(events)


class _Unmarked:
    """A stream without the mark of its encoding, which ijson takes for a fault."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._is_first = True

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        if self._is_first and size:
            self._is_first = False
            chunk = chunk.removeprefix(b"\xef\xbb\xbf") or self._stream.read(size)
        return chunk


def _shown(start: bytes) -> str:
    return start[:20].decode("utf-8", "replace").split("\n")[0]
