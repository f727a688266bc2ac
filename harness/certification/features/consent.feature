@certification
Feature: The buyer decides what the shop may know
  Personal data is shared only with consent; a refusal is respected.

  Background:
    Given a buyer stands before the shop
    And the wallet has asked whether the buyer shares the name

  Rule: Consent lets the buyer in, a refusal logs nobody in
    Finds programs that hear only of success, that stay on a spinner after a refusal, or log in all the same.

    Scenario: The buyer agrees to share the name
      When the buyer agrees
      Then the Mini Program shows the catalogue

    Scenario: The buyer refuses to share the name
      When the buyer refuses
      Then nobody is logged in
      And the Mini Program says that the login was refused

    Scenario: The buyer presses the back key at the question
      When the buyer presses the phone's back key
      Then nobody is logged in
      And the Mini Program says that the login was refused
