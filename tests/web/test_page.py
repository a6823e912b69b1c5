"""The files of the page: what is sent, its words in both languages, and that nothing comes from elsewhere."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from subsidy import errors
from subsidy.facts import ZONES
from subsidy.intake.aliases import fields
from subsidy.law.library import library
from subsidy.web.app import create_app
from subsidy.web.keys import Keys, new_key
from subsidy.web.routes import page
from subsidy.web.settings import Settings

HOME = Path(page.__file__).parents[1] / "page"
SOURCES = sorted([*HOME.glob("*.js"), *HOME.glob("*.html")])
_WORD = re.compile(r"""["']([a-z_]+\.[A-Za-z0-9_.-]+)["']""")
_MADE = re.compile(r"`([a-z_]+)\.\$\{|`([a-z_]+)\.([a-z_]+)\$\{")
_FORBIDDEN = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b|parseFloat|toFixed")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(), base_url="http://localhost")


def test_the_page_is_served_under_a_policy_that_admits_nothing_from_elsewhere(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_every_file_that_the_page_names_is_served_as_what_it_is(client: TestClient) -> None:
    named = re.findall(r'(?:src|href)="(/page/[^"]+)"', client.get("/").text)
    named += [f"/page/{name}" for file in HOME.glob("*.js") for name in re.findall(r'from "\./([^"]+)"', file.read_text(encoding="utf-8"))]
    kinds = {name: client.get(name).headers["content-type"].partition(";")[0] for name in named}
    wanted = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    assert kinds == {name: wanted[Path(name).suffix] for name in named}
    assert {Path(name).suffix for name in named} == set(wanted)


@pytest.mark.parametrize("name", ["nothing.js", "words.toml", "..%2fpage.py", "words.fr.json"])
def test_a_name_that_is_none_of_the_files_is_not_looked_for(client: TestClient, name: str) -> None:
    answer = client.get(f"/page/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_path")


@pytest.mark.parametrize("path", ["/", "/page/main.js"])
def test_a_file_that_the_browser_has_already_is_not_sent_again_but_its_policy_is(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_both_languages_have_the_same_words_with_the_same_placeholders() -> None:
    english, chinese = all_words("en"), all_words("zh")
    assert english.keys() == chinese.keys()
    assert {name: _placeholders(text) for name, text in english.items()} == {name: _placeholders(text) for name, text in chinese.items()}
    assert all(text.strip() for text in (*english.values(), *chinese.values()))


def all_words(lang: str) -> dict[str, str]:
    return {f"{group}.{word}": text for group, found in page.words(lang).items() for word, text in found.items()}


def _placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_own_words_in_the_two_languages_differ_and_the_chinese_ones_are_chinese() -> None:
    said = {f"{group}.{word}": said for group, found in page.own_words().items() for word, said in found.items()}
    assert {name for name, both in said.items() if both["en"] == both["zh"]} == set()
    assert {name for name, both in said.items() if not re.search("[\u4e00-\u9fff：；，]", both["zh"])} == set()


def test_every_word_that_the_page_says_is_there_and_every_own_word_is_said() -> None:
    words = page.words("en")
    said = {name for file in SOURCES for name in _WORD.findall(file.read_text(encoding="utf-8")) if name.partition(".")[0] in words}
    said -= {"result.zip"}
    assert {name for name in said if name.partition(".")[2] not in words[name.partition(".")[0]]} == set()
    made = {group or f"{other}.{start}" for file in SOURCES for group, other, start in _MADE.findall(file.read_text(encoding="utf-8"))}
    unsaid = {f"{group}.{word}" for group, found in page.own_words().items() if group not in made for word in found} - said
    assert unsaid == set()


def test_every_reading_and_option_of_the_law_and_every_zone_has_a_name() -> None:
    words = page.words("en")
    readings = library().questions.readings
    assert {f"{one.name}.{option}" for one in readings for option in one.options} | {one.name for one in readings} == words["option"].keys()
    assert {f"{document.id}/{one.id}" for document in library().documents for one in document.provisions} == words["provision"].keys()
    listed = re.search(r"const ZONES = \[(.*?)\]", (HOME / "law.js").read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    assert tuple(re.findall(r'"([^"]+)"', listed[1])) == ZONES


def test_every_field_that_a_heading_can_be_mapped_to_is_offered_and_has_a_name() -> None:
    listed = re.search(r"const FIELDS = \[(.*?)\]", (HOME / "groups.js").read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    offered = re.findall(r'"([^"]+)"', listed[1])
    assert sorted(offered) == fields("imports")
    assert set(offered) == page.words("en")["column"].keys()


def test_an_advice_of_the_page_stands_for_a_sentence_that_names_an_option_or_a_key() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.SubsidyError)]
    named = {re.sub("(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in kinds}
    for code, said in page.own_words()["advice"].items():
        assert re.search("--|uscc", named[code].en + named[code].zh)
        assert "--" not in said["en"] + said["zh"]


def test_the_page_knows_without_asking_whether_the_server_wants_a_key(client: TestClient) -> None:
    keyed = TestClient(create_app(Settings(keys=Keys.read_text(new_key("office", ["read"])[1], "keys.toml"))), base_url="http://localhost")
    assert 'data-keyed="no"' in client.get("/").text
    assert 'data-keyed="yes"' in keyed.get("/").text


@pytest.mark.parametrize("file", sorted(file for file in HOME.iterdir() if file.suffix != ".toml"), ids=lambda file: file.name)
def test_no_file_is_long_asks_elsewhere_or_makes_anything_but_text_of_what_it_is_told(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    assert set(re.findall(r"https?://[^\s\"']+", text)) <= {"http://www.w3.org/2000/svg"}
    assert _FORBIDDEN.findall(text) == []
    assert "style=" not in text
    assert re.findall(r"<script(?![^>]* src=)", text) == []


def test_the_colours_are_those_of_the_reports() -> None:
    reports = "".join(file.read_text(encoding="utf-8") for file in (HOME.parents[1] / "report" / "html" / "templates").glob("*.css"))
    light = (HOME / "page.css").read_text(encoding="utf-8").partition("@media")[0]
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    shared = ("ink", "quiet", "line", "blue", "focus", "good", "doubt", "bad")
    assert {name: named[name] for name in shared if named[name] not in reports} == {}
