Feature: A payment that waits too long

  Background:
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD

  @4000
  Rule: A payment that has expired can no longer be paid

    Scenario: The cashier expires before the buyer decides
      Given 31 minutes have passed
      When the buyer goes back from the expired cashier
      Then the payment ends with 4000 (failed)
      And the Mini Program shows the order as failed
      And the wallet has taken no money

  @6002
  Rule: An order that nobody paid in time has failed

    Scenario: The payment never reached the wallet and expires
      Given the phone loses its network before the payment reaches the wallet
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as pending
      When 31 minutes pass
      Then the Mini Program shows the order as failed
      And the wallet has taken no money
      And the journey is right to its end

  @6001
  Rule: A payment that was left can be taken up until it expires

    Scenario: The buyer leaves the cashier and comes back
      Given the buyer has left the cashier
      When the buyer takes up the payment again
      And the buyer confirms the payment
      Then the Mini Program shows the order as paid
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end

    Scenario: The buyer leaves the cashier and does not come back
      Given the buyer has left the cashier
      And the Mini Program has shown the order as cancelled
      When 31 minutes pass
      Then the merchant acknowledges the notification
      And the wallet has taken no money
      And the journey is right to its end
