@certification
Feature: A payment that waits too long
  A payment can be paid for half an hour; after that the order has failed, and nothing is handed out.

  Background:
    Given a buyer who can afford the order is in the shop

  Rule: A payment that has expired can no longer be paid
    Finds shops that wait for ever, and those that hand out an order that nobody paid in time.

    @4000
    Scenario: The cashier expires before the buyer decides
      Given the buyer has placed the order
      And 31 minutes have passed
      When the buyer goes back from the expired cashier
      Then the payment ends with 4000 (failed)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as failed
      And the journey is right to its end

    @6002
    Scenario: The payment never reached the wallet and expires
      Given the phone loses its network before the payment reaches the wallet
      And the buyer has placed the order
      And the buyer has confirmed the payment
      When 31 minutes pass
      Then the goods are not handed out
      And the order becomes failed
      And the buyer has paid nothing
      And the journey is right to its end
