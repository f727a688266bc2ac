"""The wallet's ``result`` object, and refusals that carry one (openapi.md 2.1)."""

from __future__ import annotations

from typing import Literal

ResultStatus = Literal["S", "F", "U", "A"]


def result(status: ResultStatus, code: str, message: str) -> dict[str, str]:
    """Return the documented envelope's ``result``."""
    return {"resultStatus": status, "resultCode": code, "resultMessage": message}


SUCCESS = result("S", "SUCCESS", "Success.")


class Refusal(Exception):
    """The wallet refuses a request: a business answer with HTTP 200, not a failure of the program."""

    def __init__(self, code: str, message: str, status: ResultStatus = "F") -> None:
        super().__init__(f"{code}: {message}")
        self.result = result(status, code, message)
