@native @program-shop-native
Feature: Any Mini Program by its own words

  What a Mini Program shows can be told by its own words and pages, without naming its screens first.

  Rule: The buyer finds a way through the shop's pages

    Scenario: The cart fills and empties
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has logged in
      When the buyer taps "Your cart (0)"
      Then the Mini Program is on the page "pages/cart/cart"
      And the Mini Program shows "Your cart is empty."
      And the Mini Program has 2 pages open

    Scenario: The buyer comes back to where the buyer was
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has logged in
      And the buyer has looked at the page "pages/orders/orders"
      When the buyer goes back to the page before
      Then the Mini Program is on the page "pages/catalogue/catalogue"
      And the Mini Program does not show "You have not ordered yet."

  Rule: The shop copes with whatever the wallet answers

    Scenario: The wallet cannot reach the shop's backend
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has logged in
      And the wallet refuses request with 12 "network error"
      When the buyer opens the page "pages/catalogue/catalogue"
      Then the Mini Program shows "The shop cannot be reached."

    Scenario: The backend has other goods today
      Given a buyer with 100,000 IQD in the wallet
      And the buyer has logged in
      # lint: allow no-json what the backend answers is the very thing that this scenario is about
      And the wallet answers request with
        | status | 200                                                              |
        | data   | {"goods": [{"id": "x", "name": "Amber dates", "price": "1 IQD"}]} |
      When the buyer opens the page "pages/catalogue/catalogue"
      Then the Mini Program shows "Amber dates"
