@certification @8000
Feature: A buyer who waits
  Between paying and knowing, a buyer looks at the phone and taps nothing.

  Rule: A pending order moves on while the buyer only waits
    Finds shops that never look at a pending order again, so that the buyer pays a second time or asks for the goods in vain.

    Scenario: The wallet settles while the buyer waits
      Given a buyer who can afford the order is in the shop
      And the wallet takes 2 minutes to settle
      And the buyer has placed the order
      When the buyer pays at the cashier
      Then the goods are not handed out
      And the order becomes paid while the buyer only waits
      And the buyer has paid the order once
