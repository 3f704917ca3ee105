"""Rows of files for the tests of the exchange: of any text that a database can hold."""

from hypothesis import strategies as st

from entities.exchange.layout import ADDRESS, FIELDS, LISTS, Row

# Of every script, and with all that a notation or a spreadsheet could stumble over.
TEXTS = st.one_of(
    st.text("=+-@'|\\\t\r\n ,;:\"ns[]{}", max_size=8),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)
SAID = TEXTS.filter(bool)


def _items(keys):
    first, *others = keys
    return st.lists(
        st.fixed_dictionaries({first: SAID}, optional=dict.fromkeys(others, SAID)), max_size=3
    )


LISTED = {name: _items(keys) for name, keys in LISTS.items()}
ROWS = st.builds(
    Row,
    texts=st.fixed_dictionaries({ADDRESS: SAID} | dict.fromkeys(FIELDS, TEXTS)),
    lists=st.fixed_dictionaries(LISTED),
)
