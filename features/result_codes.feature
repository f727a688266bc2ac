@deliveries
Feature: Every result code has a cause
  The Mini Program shows what is true, whichever callback the wallet delivers the code to.

  Background:
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in

  @9000
  Rule: 9000 (paid) means that the money was taken once

    Scenario: The buyer has enough money
      Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 9000 (paid)
      And the Mini Program shows the order as paid
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end

  @8000
  Rule: 8000 (still processing) is neither paid nor failed until the merchant knows

    Scenario: The wallet settles later
      Given the wallet takes 2 minutes to settle
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 8000 (still processing)
      And the Mini Program shows the order as pending
      And the wallet has taken no money

    Scenario: The order stays pending until the wallet has settled
      Given the wallet takes 5 minutes to settle
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as pending
      When 4 minutes pass
      Then the Mini Program still shows the order as pending
      And the wallet has taken no money

    Scenario: The pending order becomes paid once the wallet has settled
      Given the wallet takes 2 minutes to settle
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as pending
      When 3 minutes pass
      Then the Mini Program shows the order as paid
      And the payment ends with 8000 (still processing)
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end

  @4000
  Rule: 4000 (failed) means that no money was taken

    Scenario: The balance is too small
      Given the buyer has ordered "Gift box from Basra" for 120,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 4000 (failed)
      And the Mini Program shows the order as failed
      And the buyer still has 100,000 IQD in the wallet
      And the journey is right to its end

    Scenario: A new try after a failure is a new payment
      Given the buyer has ordered "Gift box from Basra" for 120,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as failed
      And the buyer has topped up the wallet by 100,000 IQD
      And the buyer has tried to pay again
      When the buyer confirms the payment
      Then the Mini Program shows the order as paid
      And the wallet has taken 120,000 IQD once

    Scenario: The wallet finds the payment too risky
      Given the wallet refuses this buyer's payments as too risky
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 4000 (failed)
      And the Mini Program shows the order as failed
      And the wallet has taken no money
      And the journey is right to its end

    Scenario: The amount is above the buyer's limit
      Given the buyer may pay at most 20,000 IQD at once
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 4000 (failed)
      And the Mini Program shows the order as failed
      And the wallet has taken no money
      And the journey is right to its end

    Scenario: The buyer's account is frozen while the cashier is open
      Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer's account has been frozen
      When the buyer confirms the payment
      Then the payment ends with 4000 (failed)
      And the Mini Program shows the order as failed
      And the wallet has taken no money
      And the journey is right to its end

  @6001
  Rule: 6001 (cancelled by the buyer) leaves the payment open to be taken up again

    Scenario: The buyer leaves the cashier
      Given the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer leaves the cashier
      Then the payment ends with 6001 (cancelled by the buyer)
      And the Mini Program shows the order as cancelled
      And the wallet has taken no money
      And the journey is right to its end

  @6002
  Rule: 6002 (network failed) says nothing about the money

    Scenario: The payment never reached the wallet
      Given the phone loses its network before the payment reaches the wallet
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 6002 (network failed)
      And the Mini Program shows the order as pending
      And the wallet has taken no money
      And the journey is right to its end

    Scenario: The money was taken but the phone did not hear of it
      Given the phone loses its network before the wallet's answer arrives
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 6002 (network failed)
      And the Mini Program shows the order as paid
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end

    Scenario: The order stays open while nobody knows of a payment
      Given the phone loses its network before the payment reaches the wallet
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      And the buyer has confirmed the payment
      And the Mini Program has shown the order as pending
      When 20 minutes pass
      Then the Mini Program still shows the order as pending
      And the wallet has taken no money

  @6004
  Rule: 6004 (result unknown) may be paid: the merchant finds out

    Scenario: The result of the payment service is lost
      Given the wallet loses the result of its payment service
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 6004 (result unknown)
      And the Mini Program shows the order as paid
      And the wallet has taken 25,000 IQD once
      And the journey is right to its end

    Scenario: The result is lost and the wallet still settles
      Given the wallet loses the result of its payment service
      And the wallet takes 5 minutes to settle
      And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
      When the buyer confirms the payment
      Then the payment ends with 6004 (result unknown)
      And the Mini Program shows the order as pending
      And the wallet has taken no money

  Rule: A payment that the wallet does not accept never reaches the cashier

    Scenario: The buyer's account was frozen before the order
      Given the buyer's account has been frozen
      When the buyer tries to order "Barhi dates, 1 kg" for 25,000 IQD
      Then the Mini Program says that the order cannot be paid
      And the wallet has taken no money
      And the journey is right to its end
