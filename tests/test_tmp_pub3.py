import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories.admin.test_release import *
from tests.stories.lists import approved_again
def test_q(client, editor, monkeypatch):
    client.force_login(editor)
    for n in (1,5,10):
        ss=[make.approved() for _ in range(n)]+[approved_again(make.edition().story, now=make.NOW) for _ in range(n)]
        with CaptureQueriesContext(connection) as c:
            assert client.get(page_of(*ss)).status_code==200
        print(n, len(c))
        if n==1: print("\n".join(q["sql"][:150] for q in c.captured_queries))
