Feature: Logging in with the wallet

  Rule: The buyer's identity is given silently, the buyer's name only with consent

    Scenario: Logging in asks the buyer nothing
      Given a buyer with 100,000 IQD in the wallet
      When the buyer logs in
      Then the Mini Program shows the catalogue

    Scenario: The buyer agrees to share the name
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has been asked to share the name
      When the buyer agrees
      Then the Mini Program shows the catalogue

    Scenario: The buyer refuses to share the name
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has been asked to share the name
      When the buyer refuses
      Then the Mini Program says that the login was refused
