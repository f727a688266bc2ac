"""Features in Arabic and in Sorani Kurdish: keywords, places of errors, and what Cucumber's tools are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from collecting import collect

from harness.dialects import SORANI, gherkin_parser
from harness.errors import HarnessError
from harness.suite.gherkin import read_feature

ARABIC = """\
# language: ar
خاصية: الدفع
  الخلفية:
    بفرض a
  Rule: مرة واحدة
    مثال: يدفع
      متى b
      اذاً c
      لكن d
    سيناريو مخطط: يدفع ثمن شيء
      عندما <e>
      ثم f
      امثلة:
        | e   |
        | تمر |
"""
KURDISH = """\
# language: ckb
تایبەتمەندی: پارەدان
  پاشخان:
    گریمان a
  ڕێسا: یەک جار
    نموونە: پارە دەدات
      کاتێک b
      ئەوا c
      بەڵام d
    داڕێژەی سیناریۆ: شتێک دەکڕێت
      کاتێک <e>
      ئینجا f
      نموونەکان:
        | e    |
        | خورما |
"""
IDS = {
    ARABIC: ["x.feature::مرة واحدة::يدفع[h5]", "x.feature::مرة واحدة::يدفع ثمن شيء[تمر-h5]"],
    KURDISH: ["x.feature::یەک جار::پارە دەدات[h5]", "x.feature::یەک جار::شتێک دەکڕێت[خورما-h5]"],
}


@pytest.mark.parametrize("text", [ARABIC, KURDISH])
def test_a_feature_is_played_in_its_language(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.feature"
    file.write_text(text, encoding="utf-8")
    first, second = read_feature(file).scenarios.values()
    kinds = [(step.type, step.name) for step in first.steps]
    assert kinds == [("given", "a"), ("when", "b"), ("then", "c"), ("then", "d")]
    assert [step.type for step in second.steps] == ["given", "when", "then"]
    assert collect(tmp_path).ids == IDS[text]


@pytest.mark.parametrize(("text", "line"), [(ARABIC, "      متى b"), (KURDISH, "      کاتێک b")])
def test_a_mistake_in_another_language_has_its_place(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "x.feature"
    file.write_text(text.replace(line, "      When b"), encoding="utf-8")
    with pytest.raises(HarnessError) as caught:
        read_feature(file)
    assert caught.value.place == f"{file}:7"
    assert '"When b" is no step here: its keyword is English' in caught.value.fact
    file.write_text(text.replace(" d\n", " d\n      When e\n"), encoding="utf-8")
    with pytest.raises(HarnessError) as caught:
        read_feature(file)
    assert caught.value.place == f"{file}:10:7"
    assert "got 'When e'" in caught.value.fact


def test_every_sorani_keyword_is_understood() -> None:
    titles = [
        key for key in SORANI if key in ("feature", "background", "rule", "scenario", "scenarioOutline", "examples")
    ]
    assert len(titles) == 6
    for kind in ("given", "when", "then"):
        for word in SORANI[kind][1:]:  # the first is the *
            text = f"# language: ckb\n{SORANI['feature'][0]}: f\n  {SORANI['scenario'][0]}: s\n    {word}x\n"
            tree = gherkin_parser().parse(text)
            [step] = re.findall(r"'keywordType': '(\w+)'", str(tree))
            assert step == {"given": "Context", "when": "Action", "then": "Outcome"}[kind]
