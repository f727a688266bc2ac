@program-phone
Feature: What a phone can do for a Mini Program

  Rule: The Mini Program perceives what the phone perceives

    Scenario: The buyer scans a code at the counter
      Given a buyer with 100,000 IQD in the wallet
      And the buyer holds up the code "TABLE-12"
      When the buyer taps "Scan a code"
      Then the Mini Program shows "Scanned TABLE-12"

    Scenario: The buyer holds up no code
      Given a buyer with 100,000 IQD in the wallet
      When the buyer taps "Scan a code"
      Then the Mini Program shows "Sorry: 10"

    Scenario: The buyer shares the place
      Given a buyer with 100,000 IQD in the wallet
      And the buyer stands at 30.5085, 47.7804
      When the buyer taps "Find the nearest shop"
      And the buyer agrees
      Then the Mini Program shows "You are at 30.5085, 47.7804"

    Scenario: The buyer keeps the place private
      Given a buyer with 100,000 IQD in the wallet
      And the buyer stands at 30.5085, 47.7804
      When the buyer taps "Find the nearest shop"
      And the buyer refuses
      Then the Mini Program shows "Sorry: 2001"

    Scenario: The buyer attaches a picture
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has the picture "receipt.png" to attach
      When the buyer taps "Attach a picture"
      Then the Mini Program shows "Attached a picture 64 wide"

    Scenario: The phone loses its network
      Given a buyer with 100,000 IQD in the wallet
      When the phone loses its network
      Then the Mini Program shows "Offline"

  Rule: The phone does what the Mini Program asks

    Scenario: The order number is copied
      Given a buyer with 100,000 IQD in the wallet
      When the buyer taps "Copy the order number"
      Then the Mini Program shows "Copied ORDER-4711"
      And the phone has copied "ORDER-4711"

    Scenario: The buyer chooses a day
      Given a buyer with 100,000 IQD in the wallet
      When the buyer taps "Choose a day of delivery"
      And the buyer chooses the date 2026-03-14
      Then the Mini Program shows "Delivery on 2026-03-14"

    Scenario: The shop is called
      Given a buyer with 100,000 IQD in the wallet
      When the buyer taps "Call the shop"
      Then the phone shows +9647701234567 to call

    Scenario: The courier has a Mini Program of its own
      Given a buyer with 100,000 IQD in the wallet
      And the wallet has the Mini Program "Fast Couriers" (2021000000000002)
      When the buyer taps "Follow the delivery"
      Then the wallet opens the Mini Program "Fast Couriers"
