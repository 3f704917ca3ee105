"""Whole files: how far memory goes, what is kept when a file is broken or the import is stopped."""

import sys
import tracemalloc
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entities.management.commands import import_wikidata
from entities.models import Alias, Entity, Position, WikidataLabel
from entities.wikidata import files, importing
from newsroom import roles
from tests import make
from tests.entities.wikidata import generate
from tests.entities.wikidata.generate import entity, held, item_snak, person, statement, text_snak

pytestmark = pytest.mark.django_db


def run(*paths, **options):
    out, err = StringIO(), StringIO()
    call_command("import_wikidata", *map(str, paths), stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def everything():
    """What the import has left behind, whatever its keys are."""
    return (
        sorted(Entity.objects.values_list("wikidata_id", "name", "slug")),
        sorted(Alias.objects.values_list("entity__wikidata_id", "name")),
        sorted(
            Position.objects.values_list("entity__wikidata_id", "title", "started_on", "ended_on"),
            key=str,
        ),
        sorted(WikidataLabel.objects.values_list("wikidata_id", "label")),
    )


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(files, "BATCH", 50)


@pytest.mark.parametrize("form", ["dump", "lines", "array", "answer"])
def test_a_file_becomes_proposals(tmp_path, form):
    path = generate.write(tmp_path / "file.json.gz", generate.many(200), form=form)
    told = run(path)
    # Of ten, seven people and two places; the offices stand last, and are no profiles.
    assert "200 entities read: 180 new proposals" in told
    assert Entity.objects.filter(state="proposed").count() == 180
    assert Position.objects.exists()


def test_offices_are_named_wherever_they_stand_in_the_files(tmp_path):
    holder = person("Q1", "Ann", held("Q2", item_snak("P642", "Q3")))
    office = entity("Q2", labels={"en": "mayor"}, kind="Q294414")
    town = entity("Q3", labels={"en": "Lyon"}, kind="Q515")
    for number, given in enumerate([(holder, office, town), (town, office, holder)]):
        with_holder = generate.write(tmp_path / f"{number}-a.json", given[:2], form="lines")
        rest = generate.write(tmp_path / f"{number}-b.json", given[2:], form="lines")
        run(with_holder, rest)
        assert str(Position.objects.get()) == "Mayor, Lyon"
        Entity.objects.all().delete()
        WikidataLabel.objects.all().delete()


def test_an_office_that_no_file_names_is_told_of(tmp_path):
    path = generate.write(tmp_path / "a.json", [person("Q1", "Ann", held("Q2"))])
    assert "1  profiles lack a position whose office has no name" in run(path)


def test_the_code_of_a_country_may_stand_in_the_files(tmp_path):
    land = entity("Q999999", statement(text_snak("P297", "FR")), labels={"en": "L"}, kind="Q6256")
    town = entity("Q1", statement(item_snak("P17", "Q999999")), labels={"en": "T"}, kind="Q515")
    run(generate.write(tmp_path / "a.json", [town, land]))
    assert Entity.objects.get(wikidata_id="Q1").country == "FR"


def test_run_again_it_doubles_nothing(tmp_path):
    path = generate.write(tmp_path / "file.json.bz2", generate.many(120))
    run(path)
    before = everything()
    assert "0 new proposals, 0 updated, 0 with a suggestion, 108 unchanged" in run(path)
    assert everything() == before


@pytest.mark.parametrize("stopped_in", [1, 2, 3])
def test_stopped_in_the_middle_and_run_again_it_doubles_nothing(
    tmp_path, monkeypatch, small_batches, stopped_in
):
    path = generate.write(tmp_path / "file.json", generate.many(150))
    run(path)
    whole = everything()
    Entity.objects.all().delete()
    WikidataLabel.objects.all().delete()
    # Ctrl-C comes while the rows of a batch are being written.
    write, calls = importing.recording.log_many, []

    def stop(*args, **kwargs):
        calls.append(args)
        if len(calls) == stopped_in:
            raise KeyboardInterrupt
        return write(*args, **kwargs)

    monkeypatch.setattr(importing.recording, "log_many", stop)
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert refusal.value.returncode == import_wikidata.INTERRUPTED
    kept = (stopped_in - 1) * 50
    assert Entity.objects.count() == kept
    told = str(refusal.value)
    assert "run it again to go on" in told
    assert (f"{kept} entities read: {kept} new" in told) == bool(kept)
    monkeypatch.undo()
    run(path)
    assert everything() == whole


def test_stopped_while_offices_are_named_nothing_is_made(tmp_path, monkeypatch):
    path = generate.write(tmp_path / "file.json", generate.many(20))

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.labels, "learn", stop)
    with pytest.raises(CommandError, match="Stopped"):
        run(path)
    assert not WikidataLabel.objects.exists()


def test_somebody_else_making_the_same_profile_meanwhile_does_no_harm(tmp_path, monkeypatch):
    path = generate.write(tmp_path / "file.json", [person("Q1", "Ann"), person("Q2", "Bob")])
    make_all, is_first = importing.making.make, []

    def meet(given, *, by):
        if not is_first:
            is_first.append(True)
            raise files.IntegrityError
        return make_all(given, by=by)

    monkeypatch.setattr(importing.making, "make", meet)
    assert "2 new proposals" in run(path)


def test_a_broken_line_is_named_and_the_rest_is_taken(tmp_path):
    path = generate.write(tmp_path / "file.json", generate.many(20), form="lines")
    lines = path.read_text().splitlines()
    lines[3] = lines[3][:-5]
    lines.append('{"id": "P31", "type": "property", "labels": {}}')
    path.write_text("\n".join(lines))
    told = run(path)
    assert f"Left out: {path}, line 4: The line is no JSON from character" in told
    assert "21 entities read: 17 new proposals" in told
    assert "1  It is broken." in told
    assert "1  No item but a property." in told


def test_hundreds_of_broken_lines_are_counted_and_not_all_named(tmp_path):
    path = tmp_path / "file.json"
    path.write_text('{"id": "Q1"}\n' + '{"id": \n' * 300)
    told = run(path)
    assert told.count("Left out:") == import_wikidata.MOST_WARNINGS
    assert "300  It is broken." in told


@pytest.mark.parametrize("content", ["<html>", "", "id;name"])
def test_a_file_that_is_none_stops_the_import_before_anything_is_made(tmp_path, content):
    good = generate.write(tmp_path / "good.json", generate.many(20))
    bad = tmp_path / "bad.json"
    bad.write_text(content)
    with pytest.raises(CommandError, match=str(bad)):
        run(good, bad)
    assert not Entity.objects.exists()


def test_a_file_that_is_cut_off_stops_the_import_before_anything_is_made(tmp_path):
    path = generate.write(tmp_path / "file.json.gz", generate.many(300))
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(CommandError, match="cannot be read on"):
        run(path)
    assert not Entity.objects.exists()


def test_no_file_and_no_account_get_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        run(tmp_path / "none.json")
    path = generate.write(tmp_path / "file.json", generate.many(10))
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        run(path, username="nobody")


def test_it_is_done_in_the_name_of_a_person(tmp_path):
    moderator = make.user(role=roles.MODERATOR, username="mira")
    run(generate.write(tmp_path / "file.json", [person("Q1", "Ann")]), username="mira")
    assert Entity.objects.get().proposed_by == moderator


def test_languages_and_a_limit_may_be_given(tmp_path):
    given = [person(f"Q{n}", labels={"en": f"Name {n}", "de": f"Namen {n}"}) for n in range(1, 9)]
    path = generate.write(tmp_path / "file.json", given)
    assert "3 entities read" in run(path, languages="de, en", limit=3)
    assert sorted(Entity.objects.values_list("name", flat=True)) == [
        "Namen 1",
        "Namen 2",
        "Namen 3",
    ]


class Terminal(StringIO):
    def isatty(self):
        return True


def test_a_bar_shows_how_far_it_is_where_somebody_looks(tmp_path, monkeypatch):
    path = generate.write(tmp_path / "file.json", generate.many(60))
    terminal, pipe = Terminal(), StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(path)
    assert "Profiles" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    monkeypatch.setattr(sys, "stderr", pipe)
    run(path)
    assert pipe.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    run(path, verbosity=0)
    assert terminal.getvalue() == ""


def test_memory_does_not_grow_with_what_is_imported(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "BATCH", 20)

    def peak(count, seed):
        path = generate.write(tmp_path / f"{count}.json.gz", generate.many(count, seed=seed))
        tracemalloc.start()
        try:
            run(path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(30, 0)  # what is imported and compiled once
    small = peak(60, 1)
    Entity.objects.all().delete()
    assert peak(600, 2) < small * 1.5
