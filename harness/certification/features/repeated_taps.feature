@certification @9000
Feature: An impatient buyer
  However often the buyer taps, one order is one payment, and the money is taken once.

  Background:
    Given a buyer who can afford the order is in the shop

  Rule: Repeated taps on pay make one payment
    Finds shops that make a payment for each tap: the buyer can be charged twice.

    Scenario: The buyer taps twice
      Given the buyer has tapped twice to place the order
      When the buyer pays at the cashier
      Then the order becomes paid
      And the buyer has paid the order once
      And the journey is right to its end

    Scenario: The buyer taps again while the order is being placed
      Given the buyer has tapped again while the order was being placed
      When the buyer pays at the cashier
      Then the order becomes paid
      And the buyer has paid the order once
      And the journey is right to its end
