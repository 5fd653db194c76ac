"""axe can turn red: a page with a known fault is reported, the same page without it is not."""

from __future__ import annotations

from tests.e2e.axe import stumbles
from tests.e2e.phone import Device

PAGE = "<!doctype html><html lang='vi'><head><title>Kiểm tra</title></head><body><main><h1>Hôm nay</h1>{}</main></body>"


def test_a_field_without_a_name_is_found(phone: Device) -> None:
    page = phone.open()
    page.set_content(PAGE.format("<input>"))
    assert [line.split(" ")[0] for line in stumbles(page)] == ["label"]


def test_the_same_field_with_a_name_is_not(phone: Device) -> None:
    page = phone.open()
    page.set_content(PAGE.format("<label>Tên <input></label>"))
    assert stumbles(page) == []
