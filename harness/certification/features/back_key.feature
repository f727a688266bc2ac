@certification
Feature: The phone's back key
  Going back never pays, and never pays again.

  Background:
    Given a buyer who can afford the order is in the shop
    And the buyer has placed the order

  Rule: Going back never pays
    Finds programs that pay again when the buyer comes back to them, and those that do not notice that the buyer left.

    @6001
    Scenario: The buyer presses the back key at the cashier
      When the buyer presses the phone's back key
      Then the payment ends with 6001 (cancelled by the buyer)
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as cancelled
      And the journey is right to its end

    @9000
    Scenario: The buyer presses the back key after paying
      Given the buyer has paid at the cashier
      And the order has become paid
      When the buyer presses the phone's back key
      Then the buyer is back in the Mini Program
      And the buyer has paid the order once
      And the journey is right to its end

    @8000
    Scenario: The buyer presses the back key while the payment is pending
      Given the wallet takes 2 minutes to settle
      And the buyer has paid at the cashier
      And the Mini Program has shown the order as pending
      And the buyer has pressed the phone's back key
      When 3 minutes pass
      Then the buyer is back in the Mini Program
      And the buyer has paid the order once
      And the journey is right to its end
