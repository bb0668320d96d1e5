"""What can be asked of the explorer, and the views the author keeps."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from lcspr_kit.problems import InputError
from lcspr_kit.widgets.filters import Filters, View, delete_view, read_views, save_view


def test_a_view_is_kept_read_again_and_taken_out(tmp_path):
    first = View(name="Bruises", filters=Filters(text="bruise: #1 'x'", agencies=("A & B",), first=date(2025, 1, 2), last=date(2025, 2, 3)), sort="weight")
    assert read_views(tmp_path).views == ()
    save_view(tmp_path, first)
    save_view(tmp_path, View(name="All"))
    assert read_views(tmp_path).views == (first, View(name="All"))
    save_view(tmp_path, View(name="Bruises", filters=Filters(uncertain=True)))
    assert [(view.name, view.filters.uncertain) for view in read_views(tmp_path).views] == [("Bruises", True), ("All", False)]
    assert [view.name for view in delete_view(tmp_path, "Bruises").views] == ["All"]
    with pytest.raises(InputError, match="no view 'Bruises'"):
        delete_view(tmp_path, "Bruises")


def test_a_damaged_file_of_views_is_named_and_not_overwritten(tmp_path):
    path = tmp_path / "views.yml"
    path.write_text("views:\n  - {name: A, filter: {}}\n", encoding="utf-8")
    with pytest.raises(InputError, match="views.yml, row 2"):
        save_view(tmp_path, View(name="B"))
    assert path.read_text(encoding="utf-8") == "views:\n  - {name: A, filter: {}}\n"


@pytest.mark.parametrize("given", [{"first": "2025-02-01", "last": "2025-01-01"}, {"first": "soon"}, {"child_seen": "maybe"}, {"unknown": 1}])
def test_what_cannot_be_asked(given):
    with pytest.raises(ValidationError):
        Filters.model_validate(given)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_view_needs_a_name(name):
    with pytest.raises(ValidationError):
        View(name=name)
