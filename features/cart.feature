Feature: A cart is paid like any order

  Background:
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in
    And the buyer has put "Barhi dates, 1 kg" into the cart
    And the buyer has put "Barhi dates, 1 kg" into the cart
    And the buyer has put "Zahdi dates, 5 kg" into the cart

  @9000
  Scenario: The whole cart is one payment
    Given the buyer has gone to pay 90,000 IQD for "2 × Barhi dates, 1 kg, Zahdi dates, 5 kg" in the cart
    When the buyer confirms the payment
    Then the Mini Program shows the order as paid
    And the wallet has taken 90,000 IQD once
    And the journey is right to its end

  @6001
  Scenario: An order that was left unpaid is kept among the orders
    Given the buyer has gone to pay 90,000 IQD for "2 × Barhi dates, 1 kg, Zahdi dates, 5 kg" in the cart
    And the buyer has left the cashier
    And the Mini Program has shown the order as cancelled
    When the buyer looks at the orders
    Then the Mini Program lists an order of "2 × Barhi dates, 1 kg, Zahdi dates, 5 kg" for 90,000 IQD
    And the wallet has taken no money
