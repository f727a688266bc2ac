Feature: Only the wallet says that an order is paid
  The merchant sends the goods for a payment that the wallet itself has confirmed, and sends them once.

  Background:
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in

  @8000
  Rule: A notification counts only if the wallet signed it and it names the amount of the order

    Background:
      Given the wallet takes 60 minutes to settle
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as pending

    Scenario: Nobody signed the notification
      When somebody tells the merchant, unsigned, that the order is paid
      And 5 minutes pass
      Then the Mini Program still shows the order as pending

    Scenario: Somebody else signed the notification
      When somebody who is not the wallet signs a notification that the order is paid
      And 5 minutes pass
      Then the Mini Program still shows the order as pending

    Scenario: The notification names another amount
      When the wallet notifies the merchant of another amount than was ordered
      And 5 minutes pass
      Then the Mini Program still shows the order as pending

  @9000
  Rule: The goods go out once

    Scenario: The wallet notifies the merchant twice of one payment
      Given the wallet notifies the merchant twice
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the merchant acknowledges the notification 2 times
      And the merchant has sent the goods once

    Scenario: An impatient buyer taps twice
      Given the buyer has tapped twice to order "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the Mini Program shows the order as paid
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end

  @9000
  Rule: A payment pays for its own order only

    Background:
      Given the buyer has ordered "Zahdi dates, 5 kg" for 40,000 IQD
      And the buyer has left the cashier
      And the buyer has gone back to the shop

    Scenario: The buyer pays for one of two orders
      Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as paid
      When the buyer looks at the orders
      Then the Mini Program lists "Barhi dates, 1 kg" for 25,000 IQD as "Paid"
      And the Mini Program lists "Zahdi dates, 5 kg" for 40,000 IQD as "Payment pending"
      And the wallet has taken 25,000 IQD once

  @8000
  Rule: The merchant learns of the payment though the phone cannot tell

    Background:
      Given the wallet takes 60 minutes to settle
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as pending
      And the phone was off for 40 minutes
      And the buyer has logged in

    Scenario: The wallet settles while the phone is off
      Given the buyer has ordered "Zahdi dates, 5 kg" for 40,000 IQD
      And the buyer has left the cashier
      And the phone was off for 21 minutes
      And the merchant has acknowledged the notification
      When the buyer logs in again and looks at the orders
      Then the Mini Program lists "Barhi dates, 1 kg" for 25,000 IQD as "Paid"
      And the Mini Program lists "Zahdi dates, 5 kg" for 40,000 IQD as "Payment pending"
      And the wallet has taken 25,000 IQD once

  @9000
  Rule: What the shop cannot look up is neither paid nor failed

    Background:
      Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the shop cannot reach its server

    Scenario: The shop cannot ask its server how the payment went
      When the buyer confirms the payment
      Then the payment ends with 9000 (paid)
      And the Mini Program shows the order as pending
      And the wallet has taken 25,000 IQD once

    Scenario: The shop asks again once its server answers
      Given the buyer has confirmed the payment
      And the Mini Program has shown the order as pending
      When the shop can reach its server again
      And 2 minutes pass
      Then the Mini Program shows the order as paid
      And the journey is right to its end
