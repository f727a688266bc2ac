@9000
Feature: The merchant is notified
  A notification may come before or after the phone's result, twice, or never; the order is right each time.

  Background:
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in

  Scenario: The notification comes after the result
    Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    When the buyer confirms the payment
    Then the merchant acknowledges the notification
    And the journey is right to its end

  Scenario: The notification comes before the result
    Given the wallet notifies the merchant before it answers the phone
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    When the buyer confirms the payment
    Then the Mini Program shows the order as paid
    And the merchant acknowledges the notification
    And the journey is right to its end

  Scenario: The notification comes while the cashier shows the receipt
    Given the wallet notifies the merchant while the cashier still shows the receipt
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    And the buyer has confirmed the payment
    And the merchant has acknowledged the notification
    When the buyer closes the receipt
    Then the Mini Program shows the order as paid
    And the journey is right to its end

  Scenario: The notification comes twice
    Given the wallet notifies the merchant twice
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    When the buyer confirms the payment
    Then the merchant acknowledges the notification 2 times
    And the wallet has taken 25,000 IQD once
    And the journey is right to its end

  Scenario: The notification never comes
    Given the wallet's notification never arrives
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    When the buyer confirms the payment
    Then the Mini Program shows the order as paid
    And the merchant gets no notification
    And the journey is right to its end

  Rule: The wallet notifies again until the merchant acknowledges: after 2, 10 and 10 minutes, 1, 2, 6 and 15 hours

    Background:
      Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD

    Scenario: The fourth notification arrives
      Given the wallet's first 3 notifications are lost
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as paid
      When 22 minutes pass
      Then the merchant acknowledges the notification
      And the wallet has notified the merchant 4 times
      And the journey is right to its end

    Scenario: No notification arrives for a day
      Given the wallet's first 8 notifications are lost
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as paid
      When 30 hours pass
      Then the wallet has notified the merchant 8 times
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end
