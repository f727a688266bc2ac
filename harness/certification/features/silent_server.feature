@certification @9000
Feature: A shop that cannot reach its server
  The money has been taken, and for a while nobody tells the buyer's phone.

  Rule: What the shop cannot look up is neither paid nor failed
    Finds shops that call a payment failed because their own server did not answer, so that the buyer pays a
    second time, and those that hand the goods out without asking it.

    Scenario: The server does not answer after the payment
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      And the shop cannot reach its server
      When the buyer pays at the cashier
      Then the goods are not handed out
      And the order is not given up
      And the buyer has paid the order once
