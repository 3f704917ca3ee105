"""Runs the benchmarks on a database of their own and says which bound is broken, if any."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.db import connection  # noqa: E402  Django has to be set up before its models load

from benchmarks import mentions, story_form, wikidata  # noqa: E402

BENCHMARKS = (story_form, wikidata, mentions)


def main() -> int:
    connection.creation.create_test_db(verbosity=0, serialize=False)
    broken = 0
    for benchmark in BENCHMARKS:
        for line in benchmark.run():
            broken += line.is_broken
            print(line)  # noqa: T201  this is what it is for
    return 1 if broken else 0


sys.exit(main())
