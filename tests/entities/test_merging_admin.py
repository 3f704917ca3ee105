"""The pages on which a moderator makes two profiles one, and two again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from entities import merging
from entities.models import Alias, Entity, Merge, PossibleDuplicate
from tests import make

pytestmark = pytest.mark.django_db
PERSON = Entity.Kind.PERSON


@pytest.fixture
def two():
    one = make.entity("Sergei Shoigu", kind=PERSON)
    other = make.entity("Sergey Shoygu", kind=PERSON, aliases=["Шойгу"], born_on="1955")
    return one, other


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def merge_page(entity):
    return reverse("admin:entities_entity_merge", args=[entity.pk])


def begun(desk, one, other, keep="this"):
    return desk.post(merge_page(one), {"act": "begin", "other": other.pk, "keep": keep})


def finished(desk, one, **chosen):
    page = desk.get(merge_page(one))
    seen = page.context["form"].initial["seen"]
    sides = dict.fromkeys((block.block for block in page.context["form"].blocks), "survivor")
    return desk.post(merge_page(one), {"act": "finish", "seen": seen} | sides | chosen)


def merged_page(merge):
    return reverse("admin:entities_entity_merged", args=[merge.pk])


def test_a_moderator_is_offered_what_may_be_the_same_and_merges_it_field_by_field(desk, two):
    one, other = two
    make.edition(topics=[other], headline="About him")
    page = desk.get(merge_page(one)).content.decode()
    assert "Their names are nearly the same" in page
    assert "Merge, and keep “Sergei Shoigu”" in page
    assert "Merge, and keep “Sergey Shoygu”" in page
    assert begun(desk, one, other).status_code == 302
    page = desk.get(merge_page(one))
    text = page.content.decode()
    assert {"Шойгу", "About him", "/topics/sergey-shoygu/"} <= {
        word for word in ("Шойгу", "About him", "/topics/sergey-shoygu/") if word in text
    }
    suggested = {block.block: block.suggested for block in page.context["form"].blocks}
    assert (suggested["born_on"], suggested["name"]) == ("loser", "survivor")
    done = finished(desk, one, born_on="loser", note="The same man.")
    merge = Merge.objects.get()
    assert done["Location"] == merged_page(merge)
    one.refresh_from_db()
    assert (str(one.born_on), merge.note) == ("1955", "The same man.")
    page = desk.get(merged_page(merge)).content.decode()
    assert "Merged by Mira Lindqvist" in page
    assert "/topics/sergey-shoygu/ → /topics/sergei-shoigu/" in page
    assert "Шойгу" in page


def test_either_of_the_two_may_stay(desk, two):
    one, other = two
    begun(desk, one, other, keep="other")
    assert Merge.objects.get().survivor == other
    assert finished(desk, one).status_code == 302
    one.refresh_from_db()
    assert one.merged_into == other


def test_the_profile_that_the_queue_named_stands_first(desk, two):
    one, other = two
    page = desk.get(f"{merge_page(one)}?other={other.pk}")
    assert [each.entity for each in page.context["named"]] == [other]
    assert page.context["offered"] == []


def test_any_other_profile_is_found_by_search(desk, two):
    one, _other = two
    third = make.entity("Kim", kind=PERSON)
    page = desk.get(f"{merge_page(one)}?q=kim")
    assert [each.entity for each in page.context["found"]] == [third]
    assert "No other profile goes by “nobody”." in desk.get(
        f"{merge_page(one)}?q=nobody"
    ).content.decode().replace("&ldquo;", "“")


def test_what_cannot_be_merged_says_why_in_place_of_the_buttons(desk, two):
    one, _other = two
    make.entity("Seoul", kind=Entity.Kind.PLACE)
    page = desk.get(f"{merge_page(one)}?q=seoul").content.decode()
    assert "give both the same kind first" in page


def test_a_merge_that_someone_else_began_shows_who_and_can_be_called_off(desk, two, administrator):
    one, other = two
    merging.begin(survivor=one, loser=other, by=administrator, now=timezone.now())
    page = desk.get(merge_page(other)).content.decode()
    assert "Begun by Ada Novak" in page
    assert "Merge them" not in page
    assert "Take over" not in page
    desk.post(merge_page(other), {"act": "call_off"})
    assert Merge.objects.get().state == Merge.State.CALLED_OFF
    assert desk.get(merge_page(other)).context["offered"]


def test_a_merge_that_was_left_alone_is_taken_over(desk, two, administrator, moderator):
    one, other = two
    long_ago = timezone.now() - 2 * merging.LEFT_ALONE
    merging.begin(survivor=one, loser=other, by=administrator, now=long_ago)
    assert "Take over" in desk.get(merge_page(one)).content.decode()
    begun(desk, one, other)
    assert Merge.objects.under_way().get().by == moderator


def test_who_is_told_that_a_profile_changed_meanwhile_loses_nothing_that_they_chose(desk, two):
    one, other = two
    begun(desk, one, other)
    page = desk.get(merge_page(one))
    sent = {block.block: "loser" for block in page.context["form"].blocks}
    sent |= {"act": "finish", "note": "Mine.", "seen": page.context["form"].initial["seen"]}
    make.moderation.mark_checked(entity=one, by=None, now=timezone.now())
    told = desk.post(merge_page(one), sent)
    assert "was changed since you opened this page" in told.content.decode()
    assert "Mine." in told.content.decode()
    assert told.context["form"]["name"].value() == "loser"
    again = sent | {"seen": told.context["form"].data["seen"]}
    assert desk.post(merge_page(one), again)["Location"] == merged_page(Merge.objects.get())


def test_a_merge_is_undone_from_its_record(desk, two):
    one, other = two
    begun(desk, one, other)
    finished(desk, one)
    merge = Merge.objects.get()
    desk.post(merged_page(merge), {"act": "undo"})
    other.refresh_from_db()
    assert other.state == Entity.State.APPROVED
    page = desk.get(merged_page(merge)).content.decode()
    assert "Undone by Mira Lindqvist" in page
    assert "Undo the merge" not in page
    told = desk.post(merged_page(merge), {"act": "undo"}, follow=True).content.decode()
    assert "This merge is not in force." in told


def test_a_merge_is_split_from_its_record(desk, two):
    one, other = two
    Alias.objects.create(entity=other, name="Stays")
    begun(desk, one, other)
    finished(desk, one)
    merge = Merge.objects.get()
    goes = Alias.objects.get(name="Шойгу").pk
    assert desk.post(merged_page(merge), {"act": "split", "aliases": [goes]}).status_code == 302
    assert set(other.aliases.values_list("name", flat=True)) == {"Шойгу"}
    assert set(one.aliases.values_list("name", flat=True)) == {"Stays", "Sergey Shoygu"}


def test_a_split_gives_back_nothing_that_the_merge_did_not_move(desk, two):
    one, other = two
    own = Alias.objects.create(entity=one, name="Own")
    begun(desk, one, other)
    finished(desk, one)
    merge = Merge.objects.get()
    page = desk.post(merged_page(merge), {"act": "split", "aliases": [own.pk]})
    assert page.status_code == 200
    assert Merge.objects.get().state == Merge.State.DONE


def test_a_profile_lists_its_merges_and_leads_to_the_next(desk, two):
    one, other = two
    change = reverse("admin:entities_entity_change", args=[one.pk])
    assert merge_page(one) in desk.get(change).content.decode()
    begun(desk, one, other)
    finished(desk, one)
    assert merged_page(Merge.objects.get()) in desk.get(change).content.decode()
    loser = reverse("admin:entities_entity_change", args=[other.pk])
    page = desk.get(loser).content.decode()
    assert merged_page(Merge.objects.get()) in page
    assert merge_page(other) not in page


def test_a_page_of_a_profile_that_is_merged_says_so(desk, two):
    one, other = two
    begun(desk, one, other)
    finished(desk, one)
    assert "Only a proposed or approved profile" in desk.get(merge_page(other)).content.decode()
    assert begun(desk, other, one).status_code == 302
    assert not Merge.objects.under_way().exists()


def test_nonsense_is_refused(desk, two):
    one, other = two
    assert begun(desk, one, other, keep="both").status_code == 400
    sent = {"act": "begin", "other": "x", "keep": "this"}
    assert desk.post(merge_page(one), sent).status_code == 400
    assert desk.post(merge_page(one), {"act": "finish"}).status_code == 302
    begun(desk, one, other)
    assert desk.post(merge_page(one), {"act": "finish", "name": "both"}).status_code == 200
    assert Merge.objects.get().state == Merge.State.UNDER_WAY


def test_the_page_of_choices_costs_a_fixed_number_of_queries(
    desk, two, django_assert_max_num_queries
):
    one, other = two
    begun(desk, one, other)
    Alias.objects.bulk_create(Alias(entity=other, name=f"A{n}") for n in range(30))
    for _ in range(3):
        make.edition(topics=[other])
    desk.get(merge_page(one))
    with django_assert_max_num_queries(40):
        desk.get(merge_page(one))
    assert not PossibleDuplicate.objects.exclude(told_apart_at=None).exists()
