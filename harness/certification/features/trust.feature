@certification @8000
Feature: Only the wallet says that an order is paid
  Somebody who wants the goods for nothing tells the merchant that they are paid.

  Background:
    Given a buyer who can afford the order is in the shop
    And the wallet takes 60 minutes to settle
    And the buyer has placed the order
    And the buyer has paid at the cashier

  Rule: A notification counts only if the wallet signed it and it names the amount of the order
    Finds merchants that hand the goods out to whoever knows their notification address.

    Scenario: Nobody signed the notification
      When somebody tells the merchant, unsigned, that the order is paid
      Then the goods are not handed out

    Scenario: Somebody else signed the notification
      When somebody who is not the wallet signs a notification that the order is paid
      Then the goods are not handed out

    Scenario: The notification names another amount
      When the wallet notifies the merchant of another amount than was ordered
      Then the goods are not handed out
