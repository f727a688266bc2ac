@certification
Feature: The 20 steps of a payment
  A buyer logs in, orders and pays; every step is seen once, in order, with values that agree.

  @9000 @deliveries
  Scenario: A buyer orders and pays
    Given a buyer who can afford the order is in the shop
    And the buyer has placed the order
    When the buyer pays at the cashier
    Then the order becomes paid
    And the buyer has paid the order once
    And the journey is right to its end
