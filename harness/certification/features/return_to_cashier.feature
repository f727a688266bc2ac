@certification
Feature: Coming back to the cashier
  A buyer who left or failed can pay after all, and never pays twice.

  Rule: An order that was left can be taken up again
    Finds shops that make a second payment while the first can still be paid, and those whose order is lost.

    @6001
    Scenario: The buyer leaves the cashier and comes back
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      And the buyer has left the cashier
      When the buyer comes back to pay
      And the buyer pays at the cashier
      Then the order becomes paid
      And the buyer has paid the order once
      And the journey is right to its end

    @6001
    Scenario: The buyer leaves the cashier twice and comes back
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      And the buyer has left the cashier
      And the buyer has come back to pay
      And the buyer has left the cashier
      When the buyer comes back to pay
      And the buyer pays at the cashier
      Then the order becomes paid
      And the buyer has paid the order once
      And the journey is right to its end

    @6001
    Scenario: The buyer comes back after the payment has expired
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      And the buyer has left the cashier
      And 31 minutes have passed
      When the buyer comes back to pay
      And the buyer pays at the cashier
      Then the order becomes paid
      And the buyer has paid the order once
      And the journey is right to its end

  Rule: A new try after a failure is a new payment
    Finds shops that send the same paymentRequestId again, so that a failed order can never be paid.

    @4000
    Scenario: The buyer tops up and tries again
      Given a buyer who cannot afford the order is in the shop
      And the buyer has placed the order
      And the buyer has paid at the cashier
      And the Mini Program has shown the order as failed
      And the buyer has put more money into the wallet
      And the buyer has come back to pay
      When the buyer pays at the cashier
      Then the order becomes paid
      And the buyer has paid the order once
