Feature: The 20 steps of a payment
  From the buyer's login to the message on the buyer's phone, a payment crosses five actors in 20 steps.
  Steps 8 and 17 are inferred: the wallet's own text does not list them.

  @9000 @deliveries
  Scenario: A buyer logs in, orders and pays
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    When the buyer confirms the payment
    Then the Mini Program shows the order as paid
    And these 20 steps were seen, each once, in order, with agreeing values:
      | step | from           | to             | what crosses                              |
      | 1    | Mini Program   | wallet app     | asks for an authorization code            |
      | 2    | wallet app     | wallet backend | passes the authorization request on       |
      | 3    | wallet backend | wallet app     | verifies it and generates the authCode    |
      | 4    | wallet app     | Mini Program   | hands over the authCode                   |
      | 5    | Mini Program   | merchant       | logs in with the authCode                 |
      | 6    | merchant       | wallet backend | exchanges the authCode for a token        |
      | 7    | wallet backend | merchant       | returns customerId and tokens             |
      | 8    | merchant       | Mini Program   | answers the login (inferred)              |
      | 9    | Mini Program   | merchant       | creates an order                          |
      | 10   | merchant       | wallet backend | initiates the payment                     |
      | 11   | wallet backend | merchant       | returns the payment and its redirect URL  |
      | 12   | merchant       | Mini Program   | passes the redirect URL on                |
      | 13   | Mini Program   | wallet app     | asks to pay                               |
      | 14   | wallet app     | buyer          | shows the cashier                         |
      | 15   | buyer          | wallet app     | confirms the payment                      |
      | 16   | wallet app     | wallet backend | executes the payment                      |
      | 17   | wallet backend | wallet app     | returns the payment result (inferred)     |
      | 18   | wallet app     | Mini Program   | returns the resultCode                    |
      | 19   | wallet backend | merchant       | notifies the merchant                     |
      | 20   | wallet backend | buyer          | tells the buyer                           |

  @9000
  Scenario: The same journey in Arabic
    Given an Arabic-speaking buyer with 100,000 IQD in the wallet
    And the buyer has logged in
    When the buyer pays for "Barhi dates, 1 kg" at the Arabic cashier
    Then the Mini Program shows the order as paid
    And the journey is right to its end

  @9000 @program-seed
  Scenario: The page that started it all shows the result as it is
    Given a buyer with 100,000 IQD in the wallet
    And the buyer has logged in
    And the buyer has ordered "Barhi dates, 1 kg" for 25,000 IQD
    When the buyer confirms the payment
    Then the Mini Program shows the result 9000 (paid)
