"""What the contract says of the 20 steps."""

from pytest_bdd import parsers, then

from harness import RESULT_CODES, STEPS, Kind, Mismatch, Status, World, not_acknowledged

ACTORS = {
    "buyer": "buyer",
    "Mini Program": "mini_program",
    "wallet app": "wallet_app",
    "wallet backend": "wallet_backend",
    "merchant": "merchant",
}


@then("these 20 steps were seen, each once, in order, with agreeing values:")
def all_steps(world: World, datatable: list[list[str]]) -> None:
    """Check the journey against the table and the contract."""
    verdict = world.settle()
    written = [(int(n), ACTORS[a], ACTORS[b]) for n, a, b, *_ in datatable[1:]]
    if written != [(s.number, s.sender.value, s.receiver.value) for s in STEPS]:
        raise Mismatch("the table does not list the 20 steps of the contract")
    if not verdict.passed:
        raise Mismatch(world.explain(verdict))
    unseen = [step.number for step in STEPS if verdict.step(step.number).status is not Status.SEEN]
    if unseen:
        raise Mismatch(f"not seen: step {', '.join(map(str, unseen))}")


@then(parsers.re(r"the payment ends with (?P<code>\d{4}) \((?P<meaning>[a-z ]+)\)"))
def ends_with(world: World, code: str, meaning: str) -> None:
    """Check step 18 against its cause, and its name in the documents."""
    if RESULT_CODES.get(code) != meaning:
        raise Mismatch(f"{code} means {RESULT_CODES.get(code)}, not {meaning}")
    result = world.result()
    got = result.text("resultCode") or f"an error: {result.text('errorMessage')}"
    if got != code:
        raise Mismatch(f"step 18: the payment should end with {code} ({meaning}), but ended with {got}")


@then("the journey is right to its end")
def right_to_the_end(world: World) -> None:
    """Check that every step the path calls for was seen, and no other, and that the last notification is acknowledged."""
    verdict = world.settle()
    if not verdict.passed:
        raise Mismatch(world.explain(verdict))
    if sent := world.journal.all(lambda m: m.name == "notifyPayment" and m.kind is Kind.CALL):
        last = world.wait_for(
            lambda m: m.kind is Kind.ANSWER and m.cause == sent[-1].id, "the answer to the notification"
        )
        if last.get("delivered") is True and last.text("result.resultStatus") != "S":
            raise not_acknowledged(last)
