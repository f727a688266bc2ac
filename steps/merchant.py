"""What reaches the merchant."""

from pytest_bdd import given, parsers, then, when

from harness import Kind, Message, Mismatch, World, not_acknowledged


def _acknowledged(message: Message) -> bool:
    return message.name == "notifyPayment" and message.kind is Kind.ANSWER and message.get("delivered") is True


@given("the merchant has acknowledged the notification")
@then("the merchant acknowledges the notification")
def acknowledges(world: World) -> None:
    """Check that a notification was answered with S."""
    found = world.wait_for(_acknowledged, "the acknowledgement of the notification")
    if found.text("result.resultStatus") != "S":
        raise not_acknowledged(found)


@then(parsers.parse("the merchant acknowledges the notification {count:d} times"))
def acknowledges_times(world: World, count: int) -> None:
    """Check how often a notification was acknowledged."""
    world.wait_for(lambda m: _acknowledged(m) and len(world.journal.all(_acknowledged)) >= count, "all notifications")


@then(parsers.parse("the wallet has notified the merchant {count:d} times"))
def notified_times(world: World, count: int) -> None:
    """Wait until the wallet has tried so often, and check that it has not more often."""

    def sent() -> int:
        return len(world.journal.all(lambda m: m.name == "notifyPayment" and m.kind is Kind.CALL))

    world.let_wallet_finish()
    world.soon(lambda: sent() >= count)
    if sent() != count:
        raise Mismatch(f"step 19: the wallet should have notified the merchant {count} times, but did {sent()} times")


@then("the merchant gets no notification")
def no_notification(world: World) -> None:
    """Check that none was sent for what the buyer has confirmed."""
    world.let_wallet_finish()
    if world.journal.all(lambda m: m.name == "notifyPayment"):
        raise Mismatch("step 19: the merchant should get no notification, but got one")


@when("somebody tells the merchant, unsigned, that the order is paid")
def unsigned_notification(world: World) -> None:
    """Send a notification that nobody signed."""
    world.deceive("not signed")


@when("somebody who is not the wallet signs a notification that the order is paid")
def forged_notification(world: World) -> None:
    """Send a notification that another key signed."""
    world.deceive("signed by somebody else")


@when("the wallet notifies the merchant of another amount than was ordered")
def other_amount(world: World) -> None:
    """Send two notifications in the wallet's name whose amount is not the order's: a thousandth of it, and another currency."""
    world.deceive("another amount", "another currency")


@then("the merchant has sent the goods once")
def sent_once(world: World) -> None:
    """Wait until the goods have gone out, and check that they have no second time."""
    world.rest()
    if world.soon(lambda: world.goods_sent() > 0):
        world.watch(lambda: world.goods_sent() > 1)  # it may send them again after its answer
    if (sent := world.goods_sent()) != 1:
        raise Mismatch(f"the merchant should have sent the goods once, but {_times(sent)}")


def _times(sent: int) -> str:
    return {0: "sent none", 1: "sent them"}.get(sent, f"sent them {sent} times")
