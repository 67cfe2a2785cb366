"""Every code that a page can meet has a Vietnamese name."""

from typing import get_args

import pytest

from kb import catalogue, labels, model, search
from kb.document import Kind


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        pytest.param(labels.LIVELIHOOD_LABELS, model.LIVELIHOODS, id="livelihoods"),
        pytest.param(labels.ORGANISER_LABELS, model.ORGANISERS, id="organisers"),
        pytest.param(labels.KIND_LABELS, Kind, id="kinds"),
        pytest.param(labels.FIGURE_LABELS, model.FIGURES, id="figures"),
        pytest.param(labels.BASIS_LABELS, model.BASES, id="bases"),
        pytest.param(labels.FACET_LABELS, search.FACETS, id="facets"),
        pytest.param(labels.SORT_LABELS, get_args(search.Sort), id="sort orders"),
        pytest.param(labels.MODEL_FACET_LABELS, catalogue.MODEL_FACETS, id="facets of models"),
        pytest.param(labels.MODEL_SORT_LABELS, get_args(catalogue.ModelSort), id="sort orders of models"),
    ],
)
def test_every_code_has_one_name_in_the_order_of_the_codes(names, codes):
    assert list(names) == list(codes)
    assert len(set(names.values())) == len(names)
