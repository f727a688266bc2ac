@certification @deliveries
Feature: Every result code, whenever the merchant is notified
  The phone's word says how the payment went on the phone; only the wallet's word to the merchant moves the goods.

  Background:
    Given a buyer who can afford the order is in the shop

  @9000
  Rule: 9000 (paid) hands the goods out once
    Finds shops that believe the phone instead of the wallet, that do not ask when no notification comes,
    that hand out or break when it comes early, late, twice or while the cashier is open.

    Scenario Outline: Paid, and the notification comes <when>
      Given the notification comes <when>
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the payment ends with 9000 (paid)
      And the order becomes paid
      And the buyer has paid the order once
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

      Examples:
        | when                      |
        | after the result          |
        | before the result         |
        | twice                     |
        | never                     |
        | while the cashier is open |

  @8000
  Rule: 8000 (still processing) is neither paid nor failed until the wallet has settled
    Finds shops that take any success callback for paid, that call a pending payment failed, so that the
    buyer pays twice, and those whose order never moves on.

    Scenario: The order stays pending while the wallet has not settled
      Given the wallet takes 20 minutes to settle
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the payment ends with 8000 (still processing)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as pending

    Scenario Outline: Settled later, and the notification comes <when>
      Given the notification comes <when>
      And the wallet takes 2 minutes to settle
      And the buyer has placed the order
      And the buyer has paid at the cashier
      When 3 minutes pass
      Then the payment ends with 8000 (still processing)
      And the order becomes paid
      And the buyer has paid the order once
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

      Examples:
        | when              |
        | after the result  |
        | twice             |
        | never             |

  @4000
  Rule: 4000 (failed) hands nothing out
    Finds shops that read the callback and not its code, that miss the one of the two callbacks in which
    the code comes, and that take every notification for a success.

    Scenario Outline: Refused as too risky, and the notification comes <when>
      Given the notification comes <when>
      And the wallet refuses this buyer's payments as too risky
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the payment ends with 4000 (failed)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as failed
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

      Examples:
        | when                      |
        | after the result          |
        | before the result         |
        | twice                     |
        | never                     |
        | while the cashier is open |

  @6001
  Rule: 6001 (cancelled by the buyer) hands nothing out
    Finds shops that give the goods to a buyer who left, that show a spinner for ever, and that take the
    notification of an expired payment for a success.

    Scenario: The buyer leaves the cashier
      Given the buyer has placed the order
      When the buyer leaves the cashier
      Then the payment ends with 6001 (cancelled by the buyer)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as cancelled
      And the journey is right to its end

    Scenario Outline: The buyer leaves and the payment expires; the notification comes <when>
      Given the notification comes <when>
      And the buyer has placed the order
      And the buyer has left the cashier
      When 31 minutes pass
      Then the payment ends with 6001 (cancelled by the buyer)
      And the goods are not handed out
      And the buyer has paid nothing
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

      Examples:
        | when             |
        | after the result |
        | twice            |
        | never            |

  @6002
  Rule: 6002 (network failed) says nothing about the money
    Finds shops that call a payment failed because the phone was offline, although the money was taken,
    and those that call it paid although it was not.

    Scenario: The payment never reached the wallet
      Given the phone loses its network before the payment reaches the wallet
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the payment ends with 6002 (network failed)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as pending
      And the journey is right to its end

    Scenario Outline: Paid though the phone did not hear of it; the notification comes <when>
      Given the notification comes <when>
      And the phone loses its network before the wallet's answer arrives
      And the buyer has placed the order
      When the buyer confirms the payment
      Then the payment ends with 6002 (network failed)
      And the order becomes paid
      And the buyer has paid the order once
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

      Examples:
        | when              |
        | after the result  |
        | before the result |
        | twice             |
        | never             |

  @6004
  Rule: 6004 (result unknown) may be paid: the merchant finds out
    Finds shops that know no 6004, call it failed, or hand the goods out before the wallet has settled.

    Scenario: The result is lost and the wallet has not settled
      Given the wallet loses the result of its payment service
      And the wallet takes 20 minutes to settle
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the payment ends with 6004 (result unknown)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as pending

    Scenario Outline: Paid though the result was lost; the notification comes <when>
      Given the notification comes <when>
      And the wallet loses the result of its payment service
      And the buyer has placed the order
      When the buyer confirms the payment
      Then the payment ends with 6004 (result unknown)
      And the order becomes paid
      And the buyer has paid the order once
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

      Examples:
        | when              |
        | after the result  |
        | before the result |
        | twice             |
        | never             |

  Rule: A payment that the wallet does not accept is no order
    Finds shops that open a cashier for a payment that was refused, or show the order as under way.

    Scenario: The buyer's account was frozen before the order
      Given the buyer's account has been frozen
      When the buyer tries to place the order
      Then the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program says that the order cannot be paid
      And the journey is right to its end
