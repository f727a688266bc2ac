@certification
Feature: The wallet's own test before a shop goes live
  The cases that wallets ask a merchant to show before its Mini Program is published.

  Rule: A payment that succeeds
    Finds shops in which a paid order does not move on, or whose buyer is left in the cashier.

    @9000
    Scenario: The payment succeeds, the merchant is notified, and the order moves on
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the buyer is back in the Mini Program
      And the order becomes paid
      And the merchant acknowledges what the wallet notifies
      And the journey is right to its end

  Rule: A payment that does not succeed
    Finds shops that leave the buyer without a word, or without the order being called off.

    @4000
    Scenario: The balance is too small
      Given a buyer who cannot afford the order is in the shop
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the buyer is back in the Mini Program
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as failed

    @6001
    Scenario: The buyer cancels
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      When the buyer leaves the cashier
      Then the buyer is back in the Mini Program
      And the goods are not handed out
      And the buyer has paid nothing
      And the Mini Program shows the order as cancelled

  Rule: Money that goes back
    Finds refunds of the wrong amount, or that never reach the buyer.

    Background:
      Given a buyer who can afford the order is in the shop
      And the buyer has placed the order
      And the buyer has paid at the cashier
      And the order has become paid

    @9000
    Scenario: The whole order is refunded
      When the merchant refunds the order
      Then the buyer gets all the money back

    @9000
    Scenario: The refund is asked for twice
      When the merchant is asked twice to refund the order
      Then the buyer gets all the money back

    @9000
    Scenario: A part of the order is refunded
      When the merchant refunds a part of the order
      Then the buyer gets back a part of the money
