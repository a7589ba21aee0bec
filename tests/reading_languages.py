"""The languages of this repository's course besides English, for tests that speak of one."""

from carekit.common.languages import Lang

ZH_HANS = Lang("zh-Hans")
ZH_HANT = Lang("zh-Hant")
